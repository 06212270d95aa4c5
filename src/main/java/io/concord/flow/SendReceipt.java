package io.concord.flow;

import io.concord.edge.Answer;
import io.concord.edge.HubClient;
import io.concord.edge.Prepared;
import io.concord.problem.Reason;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Prepared receipt → sent. A receipt that the hub refuses is a failure: nobody looks at its answer otherwise.
@Component
class SendReceipt {

    private final HubClient hub;

    SendReceipt(HubClient hub) {
        this.hub = hub;
    }

    @Handler
    public void send(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof Prepared prepared
                && hub.submit(prepared) instanceof Answer.Refused refused) {
            throw new IllegalStateException("the hub refuses the receipt " + prepared.recordId() + ": "
                    + refused.reasons().stream().map(Reason::code).toList());
        }
    }
}
