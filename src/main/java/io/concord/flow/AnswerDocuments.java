package io.concord.flow;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// What became of the posted documents → JSON: 202 when all are stored here, 422 when one was refused; the others are
/// stored all
/// the same.
@Component
class AnswerDocuments {

    private final ObjectMapper json = new ObjectMapper();

    @Handler
    public void answer(Exchange exchange) throws java.io.IOException {
        List<?> outcomes = exchange.getMessage().getBody(List.class);
        boolean refused = "refused".equals(exchange.getProperty("outcome", String.class));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, refused ? 422 : 202);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
        exchange.getMessage().setBody(json.writeValueAsBytes(java.util.Map.of("documents", outcomes)));
    }
}
