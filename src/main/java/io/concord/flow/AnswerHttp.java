package io.concord.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.problem.Problems;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Verdict → HTTP answer: 202 with the receipt, or the problem.
@Component
class AnswerHttp {

    @Handler
    public void answer(Exchange exchange) {
        write(
                exchange,
                Answers.of(exchange.getMessage().getBody(), SubmissionFromHttp.header(exchange, "Accept-Language")));
    }

    static void write(Exchange exchange, ObjectNode answer) {
        int status = Answers.status(answer);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        exchange.getMessage()
                .setHeader(Exchange.CONTENT_TYPE, status == 202 ? "application/json" : Problems.MEDIA_TYPE);
        if (status == 503) {
            exchange.getMessage().setHeader("Retry-After", "2");
        }
        if (status == 401) {
            exchange.getMessage().setHeader("WWW-Authenticate", "Bearer");
        }
        exchange.getMessage().setBody(answer.toString().getBytes(StandardCharsets.UTF_8));
    }
}
