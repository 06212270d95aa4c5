package io.concord.flow;

import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// A failure that no step foresaw → 503 where storage failed, otherwise 500; the exception itself stays in the log.
@Component
class AnswerFailure {

    private final RouteFigures figures;

    AnswerFailure(RouteFigures figures) {
        this.figures = figures;
    }

    @Handler
    public void answer(Exchange exchange) {
        figures.failed(exchange);
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        AnswerHttp.write(
                exchange,
                Answers.of(
                        failure == null ? new IllegalStateException("failed without a cause") : failure,
                        SubmissionFromHttp.header(exchange, "Accept-Language")));
    }
}
