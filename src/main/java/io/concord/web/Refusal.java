package io.concord.web;

import io.concord.problem.Reason;
import java.util.List;

/// A request that cannot be answered as asked; becomes a problem with the code's status.
final class Refusal extends RuntimeException {

    private final List<Reason> reasons;

    Refusal(String code, String zh, String en) {
        this(List.of(Reason.of(code, zh, en)));
    }

    /// @param reasons at least one; the first one's code gives the status
    Refusal(List<Reason> reasons) {
        super(reasons.getFirst().code() + ": " + reasons.getFirst().en(), null, false, false);
        this.reasons = List.copyOf(reasons);
    }

    List<Reason> reasons() {
        return reasons;
    }
}
