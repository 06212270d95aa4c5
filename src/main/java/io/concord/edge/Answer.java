package io.concord.edge;

import io.concord.problem.Reason;
import java.util.List;

/// What the hub said to a submitted record.
public sealed interface Answer {

    /// The hub has it; its receipt was checked.
    ///
    /// @param said the hub's answer as it came
    record Accepted(Prepared prepared, long leafIndex, String acceptedAt, String said) implements Answer {}

    /// It was refused; nothing of it is at the hub.
    record Refused(Prepared prepared, List<Reason> reasons, String said) implements Answer {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /// It is not known whether the hub has it: the same is to be submitted again.
    record Unknown(Prepared prepared, String why) implements Answer {}
}
