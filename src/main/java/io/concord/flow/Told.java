package io.concord.flow;

import io.concord.edge.Tellings;
import java.util.List;
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
        return id == null ? id(exchange.getMessage().getBody()) : Long.parseLong(String.valueOf(id));
    }

    private static long id(Object columns) {
        return Long.parseLong(String.valueOf(((Map<?, ?>) columns).get("id")));
    }

    /// The body is what has been told, one map or a list of them, unless the property says which.
    @Handler
    public void note(Exchange exchange) {
        List<Long> ids = exchange.getMessage().getBody() instanceof List<?> several
                ? several.stream().map(Told::id).toList()
                : List.of(id(exchange));
        if (!ids.isEmpty()) {
            tellings.told(EdgeSteps.required(exchange, EdgeSteps.CONNECTION), ids);
        }
    }
}
