package io.concord.edge;

import io.concord.problem.Reason;
import java.util.List;

/// What became of a native row or document.
public sealed interface Answer {

    /// The hub has it; its receipt was checked.
    record Accepted(Prepared prepared, long leafIndex, String acceptedAt) implements Answer {}

    /// It was refused, here or at the hub; nothing of it is at the hub.
    record Refused(String nativeKey, List<Reason> reasons) implements Answer {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
