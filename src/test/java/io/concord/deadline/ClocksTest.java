package io.concord.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.platform.ProductFiles;
import io.concord.schema.Catalogue;
import io.concord.schema.Catalogues;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class ClocksTest {

    private static final LocalDate SERVED = LocalDate.of(2025, 12, 22);

    private static Clock start(Deadlines deadlines, String rule, LocalDate anchor) {
        DeadlineRule row = deadlines.find(rule, "519901", anchor).orElseThrow();
        return new Clocks(deadlines)
                .start(new Clock.Terms(
                        "519901-TRADE_UNION-01-RT03-2025-000012",
                        1,
                        "MT-519901-2025-000431",
                        "opinion-letter",
                        row.id(),
                        row.region(),
                        row.validFrom(),
                        Clock.Kind.DUTY,
                        "",
                        List.of("external:甲"),
                        "519901-TRADE_UNION-01",
                        DayCount.startOf(anchor),
                        row.count(),
                        List.of("replied")));
    }

    private static Deadlines withRow(String row) {
        SortedMap<String, String> files = ProductFiles.read(Path.of(""), "schemas");
        files.put("rules/deadlines.yaml", files.get("rules/deadlines.yaml") + row);
        return new Deadlines(new Catalogue(files));
    }

    /// an open term keeps the row that it started with; the next one starts with the new row.
    @Test
    void keepsItsRowWhenTheRuleChanges() {
        Deadlines later = withRow("""
                  - id: D-01
                    name: {zh: 新规, en: New}
                    region: "510000"
                    validFrom: 2026-01-01
                    source: test
                    count: 10
                    unit: WORKDAY
                """);
        Clock open = start(new Deadlines(Catalogues.product()), "D-01", SERVED);
        assertThat(new Clocks(later).recompute(open)).as("nothing has moved").isFalse();
        assertThat(open.due()).isEqualTo("2026-01-13");
        assertThat(start(later, "D-01", LocalDate.of(2026, 1, 5)).due()).isEqualTo("2026-01-19");
        assertThat(start(later, "D-01", SERVED).due()).isEqualTo("2026-01-13");
    }

    @Test
    void isMetInTimeOnTheLastDayAndLateAfterIt() {
        Deadlines deadlines = new Deadlines(Catalogues.product());
        Clock inTime = start(deadlines, "D-01", SERVED);
        assertThat(inTime.isOverdue(LocalDate.of(2026, 1, 13))).isFalse();
        assertThat(inTime.isOverdue(LocalDate.of(2026, 1, 14))).isTrue();
        inTime.meet(LocalDate.of(2026, 1, 13));
        assertThat(inTime.state()).isEqualTo(Clock.State.MET);
        Clock late = start(deadlines, "D-01", SERVED);
        late.meet(LocalDate.of(2026, 1, 14));
        assertThat(late.state()).isEqualTo(Clock.State.LATE);
    }

    @Test
    void isExtendedWithinTheCapOnly() {
        Deadlines deadlines = new Deadlines(Catalogues.product());
        Clocks clocks = new Clocks(deadlines);
        Clock inspection = start(deadlines, "D-51", LocalDate.of(2026, 1, 19));
        assertThat(clocks.extend(inspection, 31)).isFalse();
        assertThat(clocks.extend(inspection, 30)).isTrue();
        assertThat(inspection.due()).isEqualTo("2026-06-03");
        assertThat(clocks.extend(inspection, 1)).as("once only").isFalse();
        assertThat(clocks.extend(start(deadlines, "D-01", SERVED), 1))
                .as("no extension at all")
                .isFalse();
    }

    /// A term into a year without a calendar has no last day until the calendar is there.
    @Test
    void getsItsLastDayWhenTheCalendarComes() {
        Clock enforcement = start(new Deadlines(Catalogues.product()), "D-42", LocalDate.of(2026, 4, 30));
        assertThat(enforcement.due()).isNull();
        assertThat(enforcement.rawEnd()).isEqualTo("2028-04-30");
        SortedMap<String, String> files = ProductFiles.read(Path.of(""), "schemas");
        files.put(
                "calendars/2028.1.yaml",
                "year: 2028\nversion: \"2028.1\"\nprovisional: false\nsource: test\noff:\n"
                        + "  - {name: {zh: 劳动节, en: Labour Day}, from: 2028-05-01, to: 2028-05-03}\nwork: []\n");
        assertThat(new Clocks(new Deadlines(new Catalogue(files))).recompute(enforcement))
                .isTrue();
        assertThat(enforcement.due()).as("a Sunday, then the holiday").isEqualTo("2028-05-04");
    }
}
