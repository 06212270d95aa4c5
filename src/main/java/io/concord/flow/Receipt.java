package io.concord.flow;

import io.concord.dialect.Dialects;
import io.concord.edge.Arrived;
import io.concord.edge.Inbox;
import io.concord.edge.Outbox;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Received and stored record → its prepared system receipt; a receipt itself is only ticked off.
@Component
class Receipt {

    private final Dialects dialects;
    private final Inbox inbox;

    Receipt(Dialects dialects, Inbox inbox) {
        this.dialects = dialects;
        this.inbox = inbox;
    }

    @Handler
    public void prepare(Exchange exchange) {
        Arrived arrived = exchange.getMessage().getHeader(EdgeSteps.ARRIVED, Arrived.class);
        String officer =
                dialects.get(EdgeSteps.required(exchange, EdgeSteps.DIALECT)).officer();
        exchange.getMessage().setBody(null);
        if (Inbox.needsReceipt(arrived)) {
            exchange.getMessage().setBody(prepared(inbox.receipt(arrived, "SYSTEM", officer)));
        }
        inbox.done(arrived.agency(), inbox.leafIndexOf(arrived));
    }

    static Object prepared(Outbox.Preparation preparation) {
        return switch (preparation) {
            case Outbox.Preparation.Ready ready -> ready.prepared();
            case Outbox.Preparation.Unfit unfit ->
                throw new IllegalStateException("a receipt that does not fit its schema: "
                        + unfit.refused().reasons());
        };
    }
}
