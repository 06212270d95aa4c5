package io.concord.flow;

import io.concord.delivery.Channel.Pushed;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// The recipient's system or broker could not be reached.
@Component
class PushFailed {

    private final RouteFigures figures;

    PushFailed(RouteFigures figures) {
        this.figures = figures;
    }

    @Handler
    public void note(Exchange exchange) {
        figures.failed(exchange);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        exchange.setProperty(CamelChannel.PUSHED, new Pushed.Failed(String.valueOf(failure)));
    }
}
