package io.concord.flow;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Verdicts → one answer a line, with status 200: each line says for itself whether its record was accepted.
@Component
class AnswerHttpBatch {

    @Handler
    public void answer(Exchange exchange) {
        String language = SubmissionFromHttp.header(exchange, "Accept-Language");
        if (exchange.getMessage().getBody() instanceof List<?> outcomes) {
            byte[] lines = lines(outcomes, language).getBytes(StandardCharsets.UTF_8);
            exchange.getMessage().removeHeaders("*");
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/x-ndjson");
            exchange.getMessage().setBody(lines);
        } else {
            AnswerHttp.write(exchange, Answers.of(exchange.getMessage().getBody(), language));
        }
    }

    private static String lines(List<?> outcomes, @Nullable String language) {
        StringBuilder lines = new StringBuilder();
        outcomes.forEach(outcome -> lines.append(Answers.of(outcome, language)).append('\n'));
        return lines.toString();
    }
}
