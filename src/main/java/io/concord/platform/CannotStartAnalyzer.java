package io.concord.platform;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Shows a [CannotStart] as its message alone, without the stack of beans that were waiting for it.
final class CannotStartAnalyzer extends AbstractFailureAnalyzer<CannotStart> {

    @Override
    protected FailureAnalysis analyze(Throwable root, CannotStart cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()), "See README.md, \"When it does not start\".", cause);
    }
}
