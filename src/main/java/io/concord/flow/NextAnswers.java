package io.concord.flow;

import io.concord.dialect.Dialects;
import io.concord.edge.Receiver;
import io.concord.edge.Tellings;
import io.concord.envelope.ChinaTime;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// A tick → what the connection's system is to be told: maps with `id`, `key`, `kind`, `state` (in the system's own
/// code),
/// `recordId`, `by`, `at`, `receipt` and `message`.
@Component
class NextAnswers {

    private static final int ROUND = 100;

    private final Dialects dialects;
    private final Tellings tellings;
    private final Receiver receiver;

    NextAnswers(Dialects dialects, Tellings tellings, Receiver receiver) {
        this.dialects = dialects;
        this.tellings = tellings;
        this.receiver = receiver;
    }

    @Handler
    public void take(Exchange exchange) throws InterruptedException {
        receiver.serve(EdgeSteps.agency(exchange));
        Dialects.Speaker speaker = dialects.get(EdgeSteps.required(exchange, EdgeSteps.DIALECT));
        exchange.getMessage()
                .setBody(tellings.next(EdgeSteps.required(exchange, EdgeSteps.CONNECTION), ROUND).stream()
                        .map(telling -> columns(telling, speaker))
                        .toList());
    }

    private static Map<String, Object> columns(Tellings.Telling t, Dialects.Speaker speaker) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("id", t.id());
        columns.put("key", t.nativeKey());
        columns.put("kind", t.kind());
        columns.put("state", speaker.state(t.standing()));
        columns.put("recordId", t.recordId());
        columns.put("by", t.by());
        columns.put("at", ChinaTime.written(t.at().truncatedTo(java.time.temporal.ChronoUnit.SECONDS)));
        columns.put("receipt", t.receipt());
        columns.put("message", t.message());
        return columns;
    }
}
