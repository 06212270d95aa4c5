package io.concord.search;

import java.util.List;

/// A parsed question.
sealed interface Clause {

    /// Free text.
    record Words(String text) implements Clause {}

    /// @param slop how many characters may stand between, for a phrase whose parts need not touch
    record Phrase(String text, int slop) implements Clause {}

    /// With `*` and `?`.
    record Pattern(String text) implements Clause {}

    record In(String field, Clause clause) implements Clause {}

    /// @param low empty for no lower bound
    /// @param high empty for no upper bound
    /// @param above whether the lower bound itself is not meant
    /// @param below likewise the upper one
    record Range(String field, String low, String high, boolean above, boolean below) implements Clause {

        Range(String field, String low, String high) {
            this(field, low, high, false, false);
        }
    }

    record Not(Clause clause) implements Clause {}

    record All(List<Clause> clauses) implements Clause {
        public All {
            clauses = List.copyOf(clauses);
        }
    }

    record Any(List<Clause> clauses) implements Clause {
        public Any {
            clauses = List.copyOf(clauses);
        }
    }
}
