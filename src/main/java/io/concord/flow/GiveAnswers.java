package io.concord.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.edge.Tellings;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// A system's request → what became of its documents, as JSON; `DELETE` with `id` → that one is known there, 204.
@Component
class GiveAnswers {

    private final NextAnswers next;
    private final Tellings tellings;
    private final ObjectMapper json = new ObjectMapper();

    GiveAnswers(NextAnswers next, Tellings tellings) {
        this.next = next;
        this.tellings = tellings;
    }

    @Handler
    public void give(Exchange exchange) throws InterruptedException, JsonProcessingException {
        boolean done = "DELETE".equals(exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class));
        Long id = exchange.getMessage().getHeader("id", Long.class);
        exchange.getMessage().removeHeaders("*");
        if (done) {
            if (id != null) {
                tellings.told(EdgeSteps.required(exchange, EdgeSteps.CONNECTION), List.of(id));
            }
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 204);
            exchange.getMessage().setBody(null);
        } else {
            next.take(exchange);
            Object answers = exchange.getMessage().getBody();
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
            exchange.getMessage().setBody(json.writeValueAsBytes(Map.of("answers", answers)));
        }
    }
}
