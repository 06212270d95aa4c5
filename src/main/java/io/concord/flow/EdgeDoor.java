package io.concord.flow;

import io.concord.access.Callers;
import io.concord.edge.EdgeAgencies;
import io.concord.intake.Verdict;
import io.concord.problem.Reason;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Lets the agency's own system in, by the token that its edge has for it or its own certificate, and nobody else. Sets
/// the property
/// `admitted`; who is
/// not admitted is answered with a problem.
@Component
class EdgeDoor {

    private final EdgeAgencies agencies;

    EdgeDoor(EdgeAgencies agencies) {
        this.agencies = agencies;
    }

    @Handler
    public void check(Exchange exchange) {
        boolean admitted = agencies.admits(
                EdgeSteps.required(exchange, EdgeSteps.AGENCY),
                SubmissionFromHttp.header(exchange, "Authorization"),
                Callers.certificate(SubmissionFromHttp.request(exchange)).orElse(null));
        exchange.setProperty("admitted", admitted);
        if (!admitted) {
            AnswerHttp.write(
                    exchange,
                    Answers.of(
                            new Verdict.Refused(
                                    List.of(Reason.of("unauthenticated", "令牌缺失或无效", "the token is missing or wrong"))),
                            SubmissionFromHttp.header(exchange, "Accept-Language")));
        }
    }
}
