package io.concord.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.schema.Catalogues;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// T-3, T, T+1, T+5 in working days; T is 2026-01-13, a Tuesday, or 2026-02-13, the Friday before a make-up
/// Saturday
/// and the Spring Festival.
class UrgingStagesTest {

    private static final Calendars CALENDARS = new Deadlines(Catalogues.product()).calendars();
    private static final JsonNode STAGES = Catalogues.product()
            .rules()
            .get("urging", LocalDate.of(2026, 1, 1))
            .values()
            .path("stages");

    @ParameterizedTest
    @CsvSource({
        "2026-01-13, 2026-01-07, -1",
        "2026-01-13, 2026-01-08, 0",
        "2026-01-13, 2026-01-12, 0",
        "2026-01-13, 2026-01-13, 1",
        "2026-01-13, 2026-01-14, 2",
        "2026-01-13, 2026-01-19, 2",
        "2026-01-13, 2026-01-20, 3",
        "2026-02-13, 2026-02-14, 2",
        "2026-02-13, 2026-02-26, 2",
        "2026-02-13, 2026-02-27, 3",
        "2028-02-13, 2028-02-13, -1",
    })
    void comeOnWorkingDays(LocalDate due, LocalDate today, int stage) {
        assertThat(UrgingStages.of(CALENDARS, STAGES, due, today)).isEqualTo(stage);
    }

    @ParameterizedTest
    @CsvSource({"2026-01-13, 2026-01-13, 0", "2026-01-13, 2026-01-14, 1", "2026-02-13, 2026-02-24, 2"})
    void overdueDaysAreWorkingDays(LocalDate due, LocalDate today, int days) {
        assertThat(UrgingStages.overdue(CALENDARS, due, today)).isEqualTo(days);
    }
}
