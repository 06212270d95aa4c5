package io.concord.deadline;

import java.time.LocalDate;

/// A stretch of days that a term does not count, both ends included.
public record Suspension(LocalDate from, LocalDate to) {
    boolean holds(LocalDate day) {
        return !day.isBefore(from) && !day.isAfter(to);
    }
}
