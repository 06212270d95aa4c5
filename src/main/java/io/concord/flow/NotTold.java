package io.concord.flow;

import io.concord.edge.Tellings;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// The system could not be told: it is tried again after a pause.
@Component
class NotTold {

    private static final Logger LOG = LoggerFactory.getLogger(NotTold.class);

    private final Tellings tellings;
    private final Sometimes sometimes;
    private final RouteFigures figures;

    NotTold(Tellings tellings, Sometimes sometimes, RouteFigures figures) {
        this.figures = figures;
        this.tellings = tellings;
        this.sometimes = sometimes;
    }

    @Handler
    public void note(Exchange exchange) {
        figures.failed(exchange);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (sometimes.isDue(String.valueOf(exchange.getFromRouteId()))) {
            LOG.warn("the route {} failed and is tried again: {}", exchange.getFromRouteId(), String.valueOf(failure));
        }
        boolean one = exchange.getProperty(Told.TELLING) != null
                || exchange.getMessage().getBody() instanceof Map<?, ?>;
        if (one) {
            tellings.failed(Told.id(exchange), String.valueOf(failure));
        }
    }
}
