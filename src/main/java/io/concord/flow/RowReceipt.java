package io.concord.flow;

import io.concord.edge.Arrived;
import io.concord.edge.Outbox;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Receipt from a recipient → what the native row is told: `key`, `signed` and `receipt`. Sets the header `forRow`
/// to whether
/// the receipt is for a row of ours.
@Component
class RowReceipt {

    private final Outbox outbox;

    RowReceipt(Outbox outbox) {
        this.outbox = outbox;
    }

    @Handler
    public void columns(Exchange exchange) {
        Arrived arrived = exchange.getMessage().getBody(Arrived.class);
        exchange.getMessage().setHeader(EdgeSteps.ARRIVED, arrived);
        exchange.getMessage().setHeader("forRow", false);
        if (!arrived.recordType().equals("receipt")) {
            return;
        }
        var payload = arrived.envelope().path("payload");
        outbox.nativeKeyOf(UUID.fromString(payload.path("forMessageId").asText()))
                .ifPresent(key -> {
                    boolean signed = payload.path("kind").asText().equals("SIGNED");
                    Map<String, Object> columns = new HashMap<>();
                    columns.put("key", key);
                    columns.put("signed", signed);
                    columns.put(
                            "receipt",
                            (signed ? "已签收 " : "已送达 ")
                                    + arrived.envelope()
                                            .at("/sender/agencyCode")
                                            .asText() + " " + payload.path("at").asText());
                    exchange.getMessage().setHeader("forRow", true);
                    exchange.getMessage().setBody(columns);
                });
    }
}
