package io.concord.intake;

import io.concord.ledger.Acceptance;
import io.concord.problem.Reason;
import java.util.List;

/// 核验结论: what the hub says of a submission after every check that could be made was made.
public sealed interface Verdict {

    /// The record is durable and ours to deliver.
    record Accepted(Acceptance acceptance) implements Verdict {}

    /// The record is not accepted; nothing of it is stored.
    ///
    /// @param reasons at least one, in the order of the checks
    record Refused(List<Reason> reasons) implements Verdict {
        public Refused {
            reasons = List.copyOf(reasons);
            if (reasons.isEmpty()) {
                throw new IllegalArgumentException("a refusal needs a reason");
            }
        }
    }
}
