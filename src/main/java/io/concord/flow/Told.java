package io.concord.flow;

import io.concord.edge.Tellings;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// The system has been told: notes it.
@Component
class Told {

    /// Property with the id of what is being told.
    static final String TELLING = "telling";

    private final Tellings tellings;

    Told(Tellings tellings) {
        this.tellings = tellings;
    }

    static long id(Exchange exchange) {
        Object id = exchange.getProperty(TELLING);
        if (id == null && exchange.getMessage().getBody() instanceof Map<?, ?> columns) {
            id = columns.get("id");
        }
        return Long.parseLong(String.valueOf(id));
    }

    @Handler
    public void note(Exchange exchange) {
        tellings.told(id(exchange));
    }
}
