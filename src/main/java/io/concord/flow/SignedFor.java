package io.concord.flow;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.dialect.Dialect;
import io.concord.dialect.Dialects;
import io.concord.edge.Inbox;
import io.concord.envelope.AgencyCode;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Native sign-off document (`LSH` record id, `QSR` officer) → the prepared receipt by which the officer signs for
/// it.
@Component
class SignedFor {

    private final Dialects dialects;
    private final Inbox inbox;

    SignedFor(Dialects dialects, Inbox inbox) {
        this.dialects = dialects;
        this.inbox = inbox;
    }

    @Handler
    public void prepare(Exchange exchange) {
        Dialect dialect = dialects.get(EdgeSteps.required(exchange, EdgeSteps.DIALECT));
        JsonNode document = dialects.readXml(exchange.getMessage().getBody(byte[].class));
        String recordId = document.path("LSH").asText();
        exchange.getMessage()
                .setBody(inbox.find(new AgencyCode(dialect.agency()), recordId)
                        .map(arrived -> Receipt.prepared(inbox.receipt(
                                arrived, "SIGNED", document.path("QSR").asText())))
                        .orElseThrow(
                                () -> new IllegalArgumentException("no record " + recordId + " was received here")));
    }
}
