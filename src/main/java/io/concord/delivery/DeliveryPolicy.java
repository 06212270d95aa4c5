package io.concord.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.ChinaTime;
import io.concord.schema.Catalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;

/// How records are brought to one recipient, as `schemas/rules/delivery.yaml` says on a day.
///
/// @param jitter by which part of itself chance may move a pause, 0 to 1
/// @param refusals how often a recipient may refuse a record as wrong before it is set aside
/// @param breakerFailures failures in a row after which the recipient is left alone
/// @param inFlight pushes at a time
public record DeliveryPolicy(
        Duration firstPause,
        Duration longestPause,
        double jitter,
        int refusals,
        int breakerFailures,
        Duration breakerPause,
        int inFlight,
        List<Quiet> quiet,
        Period maximumAge) {

    /// Hours of a day, which may span midnight.
    record Quiet(LocalTime from, LocalTime to) {
        boolean covers(LocalTime time) {
            return from.isBefore(to)
                    ? !time.isBefore(from) && time.isBefore(to)
                    : !time.isBefore(from) || time.isBefore(to);
        }
    }

    /// The policy for a recipient.
    static DeliveryPolicy of(Catalogue catalogue, AgencyCode recipient, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ChinaTime.ZONE);
        ObjectNode values = catalogue
                .rules()
                .get("delivery", recipient.region(), today)
                .values()
                .deepCopy();
        if (values.path("agencies").path(recipient.value()) instanceof ObjectNode own) {
            values.setAll(own);
        }
        List<Quiet> quiet = new ArrayList<>();
        for (JsonNode hours : values.path("quiet")) {
            String[] ends = hours.asText().split("/");
            quiet.add(new Quiet(LocalTime.parse(ends[0]), LocalTime.parse(ends[1])));
        }
        return new DeliveryPolicy(
                Duration.parse(values.path("firstPause").asText()),
                Duration.parse(values.path("longestPause").asText()),
                values.path("jitter").asDouble(),
                values.path("refusals").asInt(),
                values.at("/breaker/failures").asInt(),
                Duration.parse(values.at("/breaker/pause").asText()),
                values.path("inFlight").asInt(),
                quiet,
                Period.parse(values.path("maximumAge").asText()));
    }

    /// Whether nothing is to be pushed now.
    boolean isQuiet(Instant now) {
        LocalTime time = LocalTime.ofInstant(now, ChinaTime.ZONE);
        return quiet.stream().anyMatch(hours -> hours.covers(time));
    }

    /// The pause after an attempt: doubled each time up to the longest, and moved by chance so that many do not come
    /// back
    /// together.
    ///
    /// @param attempt from 1
    /// @param chance 0 to 1
    Duration pause(int attempt, double chance) {
        return pause(firstPause, longestPause, jitter, attempt, chance);
    }

    static Duration pause(Duration first, Duration longest, double jitter, int attempt, double chance) {
        double doubled = first.toMillis() * Math.pow(2, Math.min(attempt - 1, 30));
        double limited = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(limited * (1 - jitter + 2 * jitter * chance))));
    }
}
