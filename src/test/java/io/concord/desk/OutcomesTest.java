package io.concord.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.envelope.CanonicalJson;
import io.concord.schema.Catalogues;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomesTest {

    private static final Outcomes OUTCOMES = Outcomes.of(Catalogues.product(), LocalDate.of(2026, 7, 1));

    private static JsonNode record(String type, String docDate, String payload) {
        return CanonicalJson.parse(
                ("{\"docDate\":\"" + docDate + "\",\"payload\":" + payload + ",\"recordType\":\"" + type + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theLastOutcomeCounts() {
        assertThat(OUTCOMES.last(List.of(
                        record("opinion-letter", "2025-12-22", "{}"),
                        record("feedback", "2026-02-11", "{\"stage\":\"FINAL\"}"),
                        record("mediation-agreement", "2026-01-09", "{\"effectiveDate\":\"2026-01-08\"}"),
                        record("follow-up", "2026-03-01", "{}"))))
                .contains(LocalDate.of(2026, 2, 11));
    }

    @Test
    void theDayThatARecordSaysGoesBeforeThatOfItsIssue() {
        assertThat(OUTCOMES.last(List.of(record(
                        "feedback",
                        "2026-04-10",
                        "{\"on\":\"2026-04-08\",\"stage\":\"INTERIM\",\"step\":\"granted\"}"))))
                .contains(LocalDate.of(2026, 4, 8));
    }

    @Test
    void whatIsUnderWayHasNoDay() {
        assertThat(OUTCOMES.last(List.of(
                        record("feedback", "2026-01-28", "{\"stage\":\"INTERIM\",\"step\":\"filed\"}"),
                        record("opinion-letter", "2025-12-22", "{}"))))
                .isEmpty();
    }
}
