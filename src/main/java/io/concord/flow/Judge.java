package io.concord.flow;

import io.concord.intake.Intake;
import io.concord.intake.Submission;
import io.concord.intake.Verdict;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Submission → verdict, once it is durable; what is a verdict already stays one.
@Component
class Judge {

    /// A caller that waits longer has gone; what is stored meanwhile is answered when it asks again.
    static final long PATIENCE_SECONDS = 60;

    private final Intake intake;

    Judge(Intake intake) {
        this.intake = intake;
    }

    @Handler
    public void judge(Exchange exchange) throws Exception {
        if (exchange.getMessage().getBody() instanceof Submission submission) {
            Verdict verdict = intake.submit(submission).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            exchange.getMessage().setBody(verdict);
        }
    }
}
