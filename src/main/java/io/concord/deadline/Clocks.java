package io.concord.deadline;

import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/// Starts and moves clocks. Pure: what it says depends on the rules and calendars alone.
public final class Clocks {

    private final Deadlines deadlines;

    public Clocks(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    /// Starts a clock by a rule.
    ///
    /// @param terms whose rule, region and count are those of the rule's row
    public Clock start(Clock.Terms terms) {
        Clock clock = new Clock(terms);
        recompute(clock);
        return clock;
    }

    /// Starts a clock that ends on a day the record itself names, for example a term of an agreement.
    public Clock startUntil(Clock.Terms terms, LocalDate due) {
        Clock clock = new Clock(terms);
        clock.fix(due);
        return clock;
    }

    /// Counts a clock anew with the calendars there are.
    ///
    /// @return whether its last day has moved
    public boolean recompute(Clock clock) {
        Clock.Terms t = clock.terms();
        Optional<DeadlineRule> rule = t.rule().isEmpty() ? Optional.empty() : row(t);
        return rule.isPresent()
                && clock.take(deadlines.count(
                        rule.get(), t.anchor(), t.count() + clock.extendedBy(), clock.suspensions(), false));
    }

    /// The row that the clock started with, whatever has become the rule since.
    public Optional<DeadlineRule> row(Clock.Terms terms) {
        return deadlines.rules().stream()
                .filter(rule -> rule.id().equals(terms.rule())
                        && rule.region().equals(terms.region())
                        && rule.validFrom().equals(terms.ruleFrom()))
                .findFirst();
    }

    /// Lengthens a clock.
    ///
    /// @return false where the rule allows no such extension
    public boolean extend(Clock clock, int more) {
        DeadlineRule.Extension allowed =
                row(clock.terms()).map(DeadlineRule::extension).orElse(null);
        if (allowed == null || clock.extendedBy() + more > allowed.count() || clock.extensions() >= allowed.times()) {
            return false;
        }
        clock.extend(more);
        recompute(clock);
        return true;
    }

    /// Leaves days out of a clock.
    public void suspend(Clock clock, Suspension days) {
        clock.suspend(days);
        recompute(clock);
    }

    /// A name-based id, so that whoever does the same again does it once.
    static UUID named(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
