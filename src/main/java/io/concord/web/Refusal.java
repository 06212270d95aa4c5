package io.concord.web;

import io.concord.problem.Reason;

/// A request that cannot be answered as asked; becomes a problem with the code's status.
final class Refusal extends RuntimeException {

    private final Reason reason;

    Refusal(String code, String zh, String en) {
        super(code + ": " + en, null, false, false);
        this.reason = Reason.of(code, zh, en);
    }

    Reason reason() {
        return reason;
    }
}
