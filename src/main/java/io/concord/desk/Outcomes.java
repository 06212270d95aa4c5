package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.schema.Catalogue;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// Which records say how a matter ended, and on which day: `decision-day` of `schemas/rules/selection.yaml`.
///
/// @param rows `type`, `where` (pointer → values that stand there), `on` (pointer to the day)
record Outcomes(JsonNode rows) {

    static Outcomes of(Catalogue catalogue, LocalDate today) {
        return new Outcomes(
                catalogue.rules().get("decision-day", today).values().path("outcomes"));
    }

    /// @param records envelopes
    /// @return the latest day that one of them says; empty where none is an outcome
    Optional<LocalDate> last(Collection<JsonNode> records) {
        return records.stream()
                .flatMap(record -> StreamSupport.stream(rows.spliterator(), false)
                        .filter(row -> isMet(row, record))
                        .map(row -> day(row, record)))
                .max(Comparator.naturalOrder());
    }

    private static boolean isMet(JsonNode row, JsonNode record) {
        return row.path("type").asText().equals(record.path("recordType").asText())
                && row.path("where").properties().stream().allMatch(place -> {
                    String value = record.at(place.getKey()).asText();
                    return StreamSupport.stream(place.getValue().spliterator(), false)
                            .anyMatch(one -> one.asText().equals(value));
                });
    }

    /// What the record says of it, otherwise the day on which it was issued.
    private static LocalDate day(JsonNode row, JsonNode record) {
        String said = row.has("on") ? record.at(row.path("on").asText()).asText() : "";
        return LocalDate.parse(said.isEmpty() ? record.path("docDate").asText() : said);
    }
}
