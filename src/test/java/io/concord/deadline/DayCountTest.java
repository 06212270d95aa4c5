package io.concord.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.Seeds;
import io.concord.schema.Catalogues;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DayCountTest {

    private static final Deadlines DEADLINES = new Deadlines(Catalogues.product());

    /// `domain.md` §4.1, and the dates of the scenarios in §8.
    @ParameterizedTest(name = "{0}: {1} from {2}")
    @CsvSource({
        "opinion letter, D-01, 2025-12-22, 2026-01-13, 2026-01-13",
        "reminder letter, D-10, 2025-12-10, 2025-12-19, 2025-12-19",
        "proposal letter filing, D-02, 2026-01-15, 2026-01-22, 2026-01-22",
        "inspection, D-51, 2026-01-19, 2026-04-20, 2026-04-20",
        "arbitration acceptance, D-28, 2026-02-12, 2026-02-26, 2026-02-26",
        "suit after award, D-32, 2026-09-16, 2026-10-01, 2026-10-08",
        "judicial confirmation, D-37, 2026-01-22, 2026-02-21, 2026-02-24",
        "procuratorial recommendation on a make-up Saturday, D-04, 2026-03-09, 2026-05-09, 2026-05-09",
        "judicial suggestion without a 31 February, D-07, 2025-12-31, 2026-02-28, 2026-02-28",
        "judicial suggestion, D-07, 2026-04-30, 2026-06-30, 2026-06-30",
        "delegated mediation, D-23, 2026-04-13, 2026-05-13, 2026-05-13",
        "one-stop mediation, D-22, 2026-03-03, 2026-03-18, 2026-03-18",
        "decision on transfer, D-70, 2026-02-03, 2026-02-06, 2026-02-06",
        "police decide, D-73, 2026-02-06, 2026-02-09, 2026-02-09",
        "materials, D-77, 2026-02-09, 2026-02-12, 2026-02-12",
        "arbitration review, D-35, 2026-03-16, 2026-03-31, 2026-03-31",
        "confirmation, D-37, 2026-03-16, 2026-04-15, 2026-04-15",
        "review decision, D-36, 2026-03-20, 2026-03-27, 2026-03-27",
        "court decides, D-38, 2026-03-26, 2026-04-25, 2026-04-27",
        "listing for three years, D-57, 2026-03-20, 2029-03-19, 2029-03-19",
        "early removal, D-57a, 2026-04-28, 2026-10-28, 2026-10-28",
        "papers before the meeting, D-63, 2026-03-25, 2026-03-18, 2026-03-18",
        "quarterly disclosure, D-56, 2026-02-10, 2026-03-31, 2026-03-31",
        "half-yearly disclosure, D-56a, 2026-07-01, 2026-12-31, 2026-12-31",
    })
    void countsAsTheFieldDoes(String name, String rule, LocalDate anchor, LocalDate rawEnd, LocalDate due) {
        Deadline deadline = DEADLINES.count(rule(rule, anchor), anchor);
        assertThat(deadline).isInstanceOfSatisfying(Deadline.Computed.class, computed -> {
            assertThat(computed.rawEnd()).as(name).isEqualTo(rawEnd);
            assertThat(computed.due()).as(name).isEqualTo(due);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "D-51, 2026-01-19, 30, 2026-06-03",
        "D-22, 2026-03-03, 15, 2026-04-02",
    })
    void anExtensionCountsOnFromTheSameAnchor(String rule, LocalDate anchor, int more, LocalDate due) {
        DeadlineRule row = rule(rule, anchor);
        assertThat(due(row, anchor, row.count() + more, List.of())).isEqualTo(due);
    }

    @Test
    void hoursRunThroughTheNightAndTheHoliday() {
        OffsetDateTime anchor = OffsetDateTime.parse("2026-02-05T16:30:00+08:00");
        Deadline deadline = DEADLINES.count(rule("D-71", LocalDate.of(2026, 2, 5)), anchor, 24, List.of(), false);
        assertThat(((Deadline.Computed) deadline).exact()).isEqualTo(OffsetDateTime.parse("2026-02-06T16:30:00+08:00"));
    }

    @Test
    void suspendedDaysAreNotCounted() {
        DeadlineRule rule = rule("D-21", LocalDate.of(2026, 3, 3));
        List<Suspension> ten = List.of(new Suspension(LocalDate.of(2026, 3, 5), LocalDate.of(2026, 3, 14)));
        assertThat(due(rule, LocalDate.of(2026, 3, 3), 15, ten)).isEqualTo("2026-03-30");
        DeadlineRule workdays = rule("D-02", LocalDate.of(2026, 3, 3));
        assertThat(due(workdays, LocalDate.of(2026, 3, 3), 5, ten)).isEqualTo("2026-03-19");
    }

    @Test
    void aYearWithoutCalendarIsNotGuessed() {
        Deadline deadline = DEADLINES.count(rule("D-42", LocalDate.of(2026, 4, 30)), LocalDate.of(2026, 4, 30));
        assertThat(deadline).isInstanceOfSatisfying(Deadline.CalendarMissing.class, missing -> {
            assertThat(missing.year()).isEqualTo(2028);
            assertThat(missing.rawEnd()).isEqualTo("2028-04-30");
        });
        assertThat(DEADLINES.count(rule("D-01", LocalDate.of(2027, 12, 30)), LocalDate.of(2027, 12, 30)))
                .isInstanceOfSatisfying(
                        Deadline.CalendarMissing.class,
                        missing -> assertThat(missing.rawEnd()).isNull());
        assertThat(DEADLINES.count(rule("D-09", LocalDate.of(2026, 1, 1)), LocalDate.of(2026, 1, 1)))
                .isInstanceOf(Deadline.NotComputable.class);
    }

    @Test
    void theMostSpecificRegionAndTheRowInForceCount() {
        LocalDate day = LocalDate.of(2026, 1, 1);
        assertThat(DEADLINES.find("D-01", "519901", day).orElseThrow().region()).isEqualTo("510000");
        assertThat(DEADLINES.find("D-01", "239901", day).orElseThrow().region()).isEqualTo("000000");
        assertThat(DEADLINES.find("D-01@330000", "519901", day).orElseThrow().region())
                .isEqualTo("330000");
        assertThat(DEADLINES.find("D-01", "519901", LocalDate.of(2015, 1, 1))).isEmpty();
    }

    @Test
    void tellsEachStepThatMattered() {
        DeadlineRule rule = rule("D-01", LocalDate.of(2025, 12, 22));
        Deadline deadline = DEADLINES.count(rule, DayCount.startOf(LocalDate.of(2025, 12, 22)), 15, List.of(), true);
        assertThat(((Deadline.Computed) deadline).steps().stream().map(step -> step.day() + " " + step.en()))
                .containsExactly(
                        "2025-12-22 the day of the event is not counted (Civil Code art. 201)",
                        "2026-01-01 New Year's Day, off, not counted",
                        "2026-01-02 New Year's Day, off, not counted",
                        "2026-01-03 New Year's Day, off, not counted",
                        "2026-01-04 make-up working day, counted as working day 8",
                        "2026-01-13 working day 15",
                        "2026-01-13 ends at 24:00");
        assertThat(((Deadline.Computed) deadline).calendarVersion()).isEqualTo("2025.1+2026.1");
    }

    static LongStream seeds() {
        return Seeds.of(300);
    }

    /// Against a slow count that looks at each day on its own.
    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithADayByDayCount(long seed) {
        Random random = new Random(seed);
        LocalDate anchor = LocalDate.of(2024, 1, 1).plusDays(random.nextInt(900));
        int count = 1 + random.nextInt(90);
        LocalDate from = anchor.plusDays(random.nextInt(60));
        List<Suspension> suspended =
                random.nextBoolean() ? List.of() : List.of(new Suspension(from, from.plusDays(random.nextInt(20))));
        for (String id : List.of("D-01", "D-21")) {
            DeadlineRule rule = rule(id, anchor);
            boolean workdays = rule.unit() == DeadlineRule.Unit.WORKDAY;
            LocalDate day = anchor;
            int n = 0;
            while (n < count) {
                day = day.plusDays(1);
                LocalDate d = day;
                boolean counts = suspended.stream().noneMatch(s -> s.holds(d))
                        && (!workdays || DEADLINES.calendars().isWorkday(d));
                n += counts ? 1 : 0;
            }
            while (!DEADLINES.calendars().isWorkday(day)) {
                day = day.plusDays(1);
            }
            assertThat(due(rule, anchor, count, suspended))
                    .as("%s %s from %s", id, count, anchor)
                    .isEqualTo(day);
        }
    }

    private static DeadlineRule rule(String id, LocalDate day) {
        return DEADLINES.find(id, "519901", day).orElseThrow();
    }

    private static LocalDate due(DeadlineRule rule, LocalDate anchor, int count, List<Suspension> suspensions) {
        return ((Deadline.Computed) DEADLINES.count(rule, DayCount.startOf(anchor), count, suspensions, false)).due();
    }
}
