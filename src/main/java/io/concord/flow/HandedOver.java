package io.concord.flow;

import io.concord.dialect.Dialects;
import io.concord.edge.Arrived;
import io.concord.edge.Inbox;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// The agency's system has the record: notes it, and prepares the system's signed receipt.
@Component
class HandedOver {

    private final Dialects dialects;
    private final Inbox inbox;

    HandedOver(Dialects dialects, Inbox inbox) {
        this.dialects = dialects;
        this.inbox = inbox;
    }

    @Handler
    public void note(Exchange exchange) {
        inbox.handedOver(
                exchange.getProperty(EdgeSteps.ARRIVED, Arrived.class),
                dialects.get(EdgeSteps.required(exchange, EdgeSteps.DIALECT))
                        .dialect()
                        .officer());
    }
}
