package io.concord.deadline;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When a term ends, or why that cannot be said.
public sealed interface Deadline {

    /// One step of the computation, for people.
    ///
    /// @param day that it speaks of; null where it speaks of none
    record Step(@Nullable LocalDate day, String zh, String en) {}

    /// The term's end.
    ///
    /// @param rawEnd last day as counted
    /// @param due last day on which the act is in time, after rolling; it ends at 24:00
    /// @param exact the very moment, for terms in hours; null otherwise
    /// @param calendarVersion of the years that were used
    /// @param steps empty unless an explanation was asked for
    record Computed(
            DeadlineRule rule,
            LocalDate rawEnd,
            LocalDate due,
            @Nullable OffsetDateTime exact,
            String calendarVersion,
            List<Step> steps)
            implements Deadline {}

    /// The last day lies in, or counts through, a year whose calendar is not loaded.
    ///
    /// @param rawEnd last day as counted, where counting needs no calendar; otherwise null
    record CalendarMissing(DeadlineRule rule, @Nullable LocalDate rawEnd, int year) implements Deadline {}

    /// The rule names a duty without a length.
    record NotComputable(DeadlineRule rule) implements Deadline {}
}
