package io.concord.flow;

import io.concord.edge.Arrived;
import io.concord.edge.Inbox;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// A record could not be handed over: tried again later, or set aside where its mapping fails.
@Component
class NotHandedOver {

    private static final Logger LOG = LoggerFactory.getLogger(NotHandedOver.class);

    private final Inbox inbox;
    private final Sometimes sometimes;
    private final RouteFigures figures;

    NotHandedOver(Inbox inbox, Sometimes sometimes, RouteFigures figures) {
        this.figures = figures;
        this.inbox = inbox;
        this.sometimes = sometimes;
    }

    @Handler
    public void note(Exchange exchange) {
        figures.failed(exchange);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String why = String.valueOf(failure == null ? "unknown" : failure);
        Arrived arrived = exchange.getProperty(EdgeSteps.ARRIVED, Arrived.class);
        if (arrived == null) {
            if (sometimes.isDue(String.valueOf(exchange.getFromRouteId()))) {
                LOG.warn("the route {} failed and is tried again: {}", exchange.getFromRouteId(), why);
            }
        } else if (failure instanceof CanonicalToNative.CannotMap) {
            inbox.quarantine(arrived, why);
        } else {
            LOG.warn(
                    "correlation={} {} could not be handed over by {} and is tried again: {}",
                    arrived.messageId(),
                    arrived.recordId(),
                    exchange.getFromRouteId(),
                    why);
            inbox.notHandedOver(arrived, why);
        }
    }
}
