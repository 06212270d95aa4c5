package io.concord.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Thresholds and switches as data with effective dates, from `schemas/rules/*.yaml` (R-01 of the field's
/// rules).
public final class Rules {

    private final List<Rule> rules;

    private Rules(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /// One row.
    ///
    /// @param region GB/T 2260 code it holds for; `000000` is everywhere
    /// @param validTo last day; null while in force
    /// @param values the row itself
    public record Rule(
            String id,
            String region,
            LocalDate validFrom,
            @Nullable LocalDate validTo,
            JsonNode values) {
        public boolean inForce(LocalDate day) {
            return !day.isBefore(validFrom) && (validTo == null || !day.isAfter(validTo));
        }
    }

    static Rules of(Map<String, String> files, Function<String, JsonNode> yaml) {
        List<Rule> rules = new ArrayList<>();
        files.forEach((path, text) -> {
            if (path.startsWith("rules/")) {
                for (JsonNode row : yaml.apply(text).path("rules")) {
                    rules.add(new Rule(
                            row.path("id").asText(),
                            row.path("region").asText(),
                            LocalDate.parse(row.path("validFrom").asText()),
                            row.has("validTo")
                                    ? LocalDate.parse(row.path("validTo").asText())
                                    : null,
                            row));
                }
            }
        });
        return new Rules(rules);
    }

    /// Every row, in the order of the files.
    public List<Rule> all() {
        return rules;
    }

    /// The row in force on a day, wherever it holds everywhere.
    ///
    /// @throws IllegalStateException when the data has no such row: nothing is guessed
    public Rule get(String id, LocalDate day) {
        return rules.stream()
                .filter(rule -> rule.id.equals(id) && rule.inForce(day))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new IllegalStateException("schemas/rules has no row " + id + " for " + day));
    }

    /// The row in force on a day for a region: county, prefecture, province, then everywhere.
    ///
    /// @throws IllegalStateException when the data has no such row
    public Rule get(String id, String region, LocalDate day) {
        if (region.length() == 6) {
            for (String place : List.of(region, region.substring(0, 4) + "00", region.substring(0, 2) + "0000")) {
                for (Rule rule : rules) {
                    if (rule.id.equals(id) && rule.region.equals(place) && rule.inForce(day)) {
                        return rule;
                    }
                }
            }
        }
        return get(id, day);
    }
}
