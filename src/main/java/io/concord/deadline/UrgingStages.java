package io.concord.deadline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;

/// On which days a term is urged.
final class UrgingStages {

    private static final int MOST = 10_000;

    private UrgingStages() {}

    /// The last stage whose day has come; -1 before the first, and where a calendar is missing.
    ///
    /// @param stages each with `at`, working days from the last day of the term, negative before it
    static int of(Calendars calendars, JsonNode stages, LocalDate due, LocalDate today) {
        int stage = -1;
        try {
            for (int i = 0; i < stages.size(); i++) {
                if (!today.isBefore(
                        workdays(calendars, due, stages.get(i).path("at").asInt()))) {
                    stage = i;
                }
            }
        } catch (Calendars.Missing e) {
            // Nothing is guessed; the stages before the gap stand.
            return stage;
        }
        return stage;
    }

    /// So many working days after a day, before it when negative.
    private static LocalDate workdays(Calendars calendars, LocalDate from, int n) {
        LocalDate day = from;
        for (int left = Math.abs(n); left > 0; ) {
            day = day.plusDays(n < 0 ? -1 : 1);
            left -= calendars.isWorkday(day) ? 1 : 0;
        }
        return day;
    }

    /// Working days since the last day of a term, as far as there are calendars.
    static int overdue(Calendars calendars, LocalDate due, LocalDate today) {
        int n = 0;
        for (LocalDate day = due.plusDays(1);
                !day.isAfter(today) && n < MOST && calendars.find(day.getYear()).isPresent();
                day = day.plusDays(1)) {
            n += calendars.isWorkday(day) ? 1 : 0;
        }
        return n;
    }
}
