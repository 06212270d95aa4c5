package io.concord.flow;

import io.concord.edge.Ferry;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// The package lies where it will be fetched: notes it, so that the next one waits for something new.
@Component
class NotePacked {

    private final Ferry ferry;

    NotePacked(Ferry ferry) {
        this.ferry = ferry;
    }

    @Handler
    public void note(Exchange exchange) {
        ferry.packed(EdgeSteps.agency(exchange));
    }
}
