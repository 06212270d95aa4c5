package io.concord.command;

import io.concord.edge.EdgeQueues;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What waits at an edge: for the hub, for the agency's system, and to be told to it.
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        description = "Show what waits at an edge, try it again, hand over again. 查看边缘节点的队列，重试，再次交付。")
final class QueueCommand implements Callable<Integer> {

    @Mixin
    private DatabaseOptions at = new DatabaseOptions();

    @Option(names = "--limit", description = "How many of each queue (default: ${DEFAULT-VALUE}). 每个队列显示条数。")
    private int limit = 20;

    @Option(names = "--retry", description = "Try all that waits at once, quarantined records too. 立即重试全部，含隔离的。")
    private boolean retry;

    @Option(names = "--again", description = "Hand records to the agency's system once more. 把已交付的记录再次交给本单位系统。")
    private boolean again;

    @Option(names = "--record", description = "Only this record id. 仅此业务记录号。")
    private @Nullable String record;

    @Option(names = "--since", description = "With --again: stored at or after this moment (ISO 8601). 自此时刻起。")
    private @Nullable Instant since;

    @Override
    public Integer call() throws IOException {
        Optional<DataSource> database = at.open();
        if (database.isEmpty()) {
            return 1;
        }
        EdgeQueues queues = new EdgeQueues(database.get());
        if (again) {
            if (record == null && since == null) {
                System.err.println("--again needs --record or --since. 请指定 --record 或 --since。");
                return 2;
            }
            System.out.println(queues.handOverAgain(record, since) + " records are handed over again 条记录将再次交付");
        }
        if (retry) {
            System.out.println(queues.retry(record) + " are tried at once 条立即重试");
        }
        queues.standings()
                .forEach(s -> System.out.printf(
                        "%-9s %6d waiting 待处理  oldest 最早 %s%s%n",
                        s.queue(),
                        s.waiting(),
                        s.oldest() == null ? "-" : s.oldest(),
                        s.quarantined() == 0 ? "" : "  quarantined 隔离 " + s.quarantined()));
        queues.items(limit)
                .forEach(i -> System.out.printf(
                        "  %-9s %-28s %-52s %-11s attempts 次数 %d  %s%n",
                        i.queue(),
                        i.agency(),
                        i.subject(),
                        i.state(),
                        i.attempts(),
                        i.lastError() == null ? "" : i.lastError()));
        return 0;
    }
}
