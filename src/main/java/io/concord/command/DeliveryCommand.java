package io.concord.command;

import io.concord.delivery.DeliveryDesk;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The operator's desk for what the hub delivers: look, deliver again, let later records pass. Nothing is done without
/// `--yes`.
@Command(
        name = "delivery",
        mixinStandardHelpOptions = true,
        description = "Show what waits for recipients; replay it, or let later records pass. 查看待投递记录，重投，放行。")
final class DeliveryCommand implements Callable<Integer> {

    @Mixin
    private DatabaseOptions at = new DatabaseOptions();

    @Option(names = "--recipient", description = "Agency code. 接收单位代码。")
    private @Nullable String recipient;

    @Option(names = "--message", description = "Message id. 报文标识。")
    private @Nullable UUID message;

    @Option(names = "--from", description = "Accepted at or after (ISO 8601). 受理时刻起。")
    private @Nullable Instant from;

    @Option(names = "--to", description = "Accepted before (ISO 8601). 受理时刻止。")
    private @Nullable Instant to;

    @Option(names = "--quarantined", description = "Only what was set aside. 仅隔离的。")
    private boolean quarantined;

    @Option(names = "--delivered", description = "Also what was received. 含已送达的。")
    private boolean delivered;

    @Option(names = "--replay", description = "Deliver the selection again. 重投所选。")
    private boolean replay;

    @Option(
            names = "--pass",
            description = "Let later records of the matter go before what was set aside. 让同一事项的后续记录先行。")
    private boolean pass;

    @Option(names = "--yes", description = "Do it; without it the selection is only shown. 执行；否则只预览。")
    private boolean yes;

    @Option(names = "--limit", description = "How many are shown (default: ${DEFAULT-VALUE}). 显示条数。")
    private int limit = 50;

    @Override
    public Integer call() throws IOException {
        Optional<DataSource> database = at.open();
        if (database.isEmpty()) {
            return 1;
        }
        DeliveryDesk desk = new DeliveryDesk(database.get());
        DeliveryDesk.Selection selection =
                new DeliveryDesk.Selection(recipient, message, from, to, quarantined, delivered);
        if (!replay && !pass && recipient == null && message == null) {
            desk.standings()
                    .forEach(s -> System.out.printf(
                            "%-28s waiting 待投递 %6d  oldest 最早 %s  quarantined 隔离 %d  expired 超时 %d%n",
                            s.recipient(), s.waiting(), s.oldest(), s.refused(), s.expired()));
            return 0;
        }
        if ((replay || pass) && recipient == null && message == null && from == null && !quarantined) {
            System.err.println("Name what you mean: --recipient, --message, --from or --quarantined. 请限定范围。");
            return 2;
        }
        List<DeliveryDesk.Item> items = desk.preview(selection, limit + 1);
        items.stream()
                .limit(limit)
                .forEach(i -> System.out.printf(
                        "  #%-8d %s %-26s %-28s %-11s %s%n",
                        i.leafIndex(),
                        i.messageId(),
                        i.recordType(),
                        i.recipient(),
                        i.state(),
                        i.lastError() == null ? "" : i.lastError()));
        System.out.println(items.size() > limit ? "  … more 还有更多" : "  " + items.size() + " 条");
        if (replay || pass) {
            if (!yes) {
                System.out.println("Nothing was done; add --yes. 未执行，确认请加 --yes。");
            } else if (replay) {
                System.out.println(desk.replay(selection) + " are delivered again 条将重投");
            } else {
                System.out.println(desk.passOver(selection) + " are passed over 条已放行");
            }
        }
        return 0;
    }
}
