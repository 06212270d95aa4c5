package io.concord.flow;

import io.concord.edge.HubClient;
import io.concord.edge.Prepared;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Prepared record → the hub's answer, with its receipt checked; what is an answer already stays one.
@Component
class SubmitToHub {

    private final HubClient hub;

    SubmitToHub(HubClient hub) {
        this.hub = hub;
    }

    @Handler
    public void submit(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof Prepared prepared) {
            exchange.getMessage().setBody(hub.submit(prepared));
        }
    }
}
