package io.concord.flow;

import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Something could not be stored at this edge; says so, and leaves it where it is, to be picked up again.
@Component
class NotPickedUp {

    private static final Logger LOG = LoggerFactory.getLogger(NotPickedUp.class);

    private final Sometimes sometimes;

    NotPickedUp(Sometimes sometimes) {
        this.sometimes = sometimes;
    }

    @Handler
    public void say(Exchange exchange) {
        if (!sometimes.isDue(String.valueOf(exchange.getFromRouteId()))) {
            return;
        }
        LOG.warn(
                "the route {} could not store what it picked up, and tries again: {}",
                exchange.getFromRouteId(),
                String.valueOf(exchange.getProperty(Exchange.EXCEPTION_CAUGHT)));
    }
}
