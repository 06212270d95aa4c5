package io.concord.flow;

import io.concord.intake.Intake;
import io.concord.intake.Submission;
import io.concord.intake.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Submissions → verdicts in order; all are handed in before the first is waited for, so they share commits.
@Component
class JudgeAll {

    private final Intake intake;

    JudgeAll(Intake intake) {
        this.intake = intake;
    }

    /// A line that fails unforeseen fails alone.
    private CompletableFuture<Verdict> submit(Submission submission) {
        try {
            return intake.submit(submission);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Handler
    public void judge(Exchange exchange) throws Exception {
        if (!(exchange.getMessage().getBody() instanceof List<?> items)) {
            return;
        }
        List<CompletableFuture<Verdict>> waiting = new ArrayList<>();
        for (Object item : items) {
            waiting.add(
                    item instanceof Submission submission
                            ? submit(submission)
                            : CompletableFuture.completedFuture((Verdict) item));
        }
        List<Object> answers = new ArrayList<>();
        for (CompletableFuture<Verdict> verdict : waiting) {
            // A line that could not be stored fails alone; the others are accepted and must be told so.
            answers.add(verdict.<Object>handle((done, failure) -> failure == null ? done : failure)
                    .get(Judge.PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        exchange.getMessage().setBody(answers);
    }
}
