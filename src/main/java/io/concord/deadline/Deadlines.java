package io.concord.deadline;

import io.concord.schema.Catalogue;
import io.concord.schema.Rules;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Computes terms from the rules and calendars in force. Pure and safe to share.
public final class Deadlines {

    private final Calendars calendars;
    private final DayCount dayCount;
    private final Map<String, List<DeadlineRule>> rules = new HashMap<>();
    private final List<DeadlineRule> all = new ArrayList<>();

    public Deadlines(Catalogue catalogue) {
        this.calendars = Calendars.of(catalogue.documents("calendars").values());
        this.dayCount = new DayCount(calendars);
        for (Rules.Rule row : catalogue.rules().all()) {
            if (row.id().matches("D-[0-9]{2}[a-z]?")) {
                DeadlineRule rule = DeadlineRule.of(row);
                rules.computeIfAbsent(rule.id(), id -> new ArrayList<>()).add(rule);
                all.add(rule);
            }
        }
    }

    public Calendars calendars() {
        return calendars;
    }

    public Collection<DeadlineRule> rules() {
        return all;
    }

    public boolean knows(String id) {
        return rules.containsKey(id);
    }

    /// The row of a rule for a region on a day: the most specific region first (county, prefecture, province,
    /// all),
    /// the latest start of validity among several.
    ///
    /// @param id for example `D-01`, or `D-01@510000` to name the region's row itself
    /// @param region GB/T 2260 code of six digits
    public Optional<DeadlineRule> find(String id, String region, LocalDate day) {
        int at = id.indexOf('@');
        String place = at < 0 ? region : id.substring(at + 1);
        List<DeadlineRule> rows = rules.getOrDefault(at < 0 ? id : id.substring(0, at), List.of());
        for (String holds : List.of(place, place.substring(0, 4) + "00", place.substring(0, 2) + "0000", "000000")) {
            Optional<DeadlineRule> found = rows.stream()
                    .filter(rule -> rule.region().equals(holds)
                            && !day.isBefore(rule.validFrom())
                            && (rule.validTo() == null || !day.isAfter(rule.validTo())))
                    .reduce((a, b) -> a.validFrom().isAfter(b.validFrom()) ? a : b);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// A term from a day.
    public Deadline count(DeadlineRule rule, LocalDate anchor) {
        return count(rule, DayCount.startOf(anchor), rule.count(), List.of(), false);
    }

    /// A term from a moment.
    ///
    /// @param count in the rule's unit; more than the rule's by an extension, less where the record sets less
    /// @param explain whether to tell the steps
    public Deadline count(
            DeadlineRule rule, OffsetDateTime anchor, int count, List<Suspension> suspensions, boolean explain) {
        return dayCount.count(new DayCount.Term(rule, anchor, count, suspensions, explain));
    }
}
