package io.concord.deadline;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.schema.Rules;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One row of `schemas/rules/deadlines.yaml`: how long, in what kind of days, where, from when, and who says
/// so.
///
/// @param id for example `D-01`
/// @param name by language
/// @param region GB/T 2260 code it holds for, with everything below; `000000` is everywhere
/// @param validTo last anchor day; null while in force
/// @param source of the rule: statute and article, or `design`
/// @param roll whether a last day that is not a working day moves to the next one (民法典第203条)
/// @param firstDayCounts whether the anchor day is the first day of the term
/// @param before whether the term ends so long before the anchor, not after it
/// @param mayBeShortened whether the record itself may set less
/// @param extension null where none is allowed
public record DeadlineRule(
        String id,
        Map<String, String> name,
        String region,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        String source,
        int count,
        Unit unit,
        boolean roll,
        boolean firstDayCounts,
        boolean before,
        boolean mayBeShortened,
        @Nullable Extension extension) {

    /// What is counted.
    public enum Unit {
        WORKDAY,
        DAY,
        MONTH,
        YEAR,
        HOUR,
        /// To the end of the quarter in which the anchor lies.
        QUARTER,
        /// To the end of the half-year in which the anchor lies.
        HALF_YEAR,
        /// No length: the duty comes before an act.
        EVENT
    }

    /// How far a term may be extended.
    ///
    /// @param count most, in `unit`, of all extensions together
    /// @param by `CONSENT` of both sides, or `APPROVAL` of a superior
    public record Extension(int count, Unit unit, int times, String by) {}

    static DeadlineRule of(Rules.Rule row) {
        JsonNode v = row.values();
        JsonNode e = v.path("extension");
        return new DeadlineRule(
                row.id(),
                Map.of("zh", v.at("/name/zh").asText(), "en", v.at("/name/en").asText()),
                row.region(),
                row.validFrom(),
                row.validTo(),
                v.path("source").asText(),
                v.path("count").asInt(),
                Unit.valueOf(v.path("unit").asText()),
                v.path("roll").asBoolean(true),
                v.path("firstDayCounts").asBoolean(false),
                v.path("direction").asText().equals("BEFORE"),
                v.path("mayBeShortened").asBoolean(false),
                e.isMissingNode()
                        ? null
                        : new Extension(
                                e.path("count").asInt(),
                                Unit.valueOf(e.path("unit").asText()),
                                e.path("times").asInt(1),
                                e.path("by").asText()));
    }

    /// The row's own name: rule and region, as envelopes write it, for example `D-01@510000`.
    public String reference() {
        return region.equals("000000") ? id : id + "@" + region;
    }

    /// In words, for people.
    public String length(boolean chinese) {
        return chinese
                ? switch (unit) {
                    case WORKDAY -> count + " 个工作日";
                    case DAY -> count + " 日";
                    case MONTH -> count + " 个月";
                    case YEAR -> count + " 年";
                    case HOUR -> count + " 小时";
                    case QUARTER -> "季度末";
                    case HALF_YEAR -> "半年末";
                    case EVENT -> "事前";
                }
                : switch (unit) {
                    case WORKDAY -> count + " working days";
                    case DAY -> count + " days";
                    case MONTH -> count + " months";
                    case YEAR -> count + " years";
                    case HOUR -> count + " hours";
                    case QUARTER -> "end of the quarter";
                    case HALF_YEAR -> "end of the half-year";
                    case EVENT -> "before the act";
                };
    }
}
