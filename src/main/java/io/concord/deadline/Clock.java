package io.concord.deadline;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A term that runs for a record: by which rule, from when, until when, for whom, and what came of it.
///
/// It keeps the row of the rule that it started with; only a changed calendar, an extension or a
/// suspension
/// moves
/// it, and only while it is open.
public final class Clock {

    /// What a term is about.
    public enum Kind {
        /// Someone must act by then.
        DUTY,
        /// Someone may act until then.
        OPTION,
        /// What is barred afterwards.
        LIMIT
    }

    /// What came of it.
    public enum State {
        OPEN,
        /// The act came in time.
        MET,
        /// The act came, but late.
        LATE,
        /// Nothing is expected any more.
        CANCELLED
    }

    /// What never changes.
    ///
    /// @param rule for example `D-01`; empty for a day that the record itself sets
    /// @param region of the rule's row
    /// @param ruleFrom first day of the row's validity
    /// @param item number of the term or item that it belongs to; empty for the record as a whole
    /// @param obligors agency codes, or `external:` and the name of a party outside the network
    /// @param owner the agency that waits for the act
    public record Terms(
            String recordId,
            int recordVersion,
            String matterId,
            String recordType,
            String rule,
            String region,
            LocalDate ruleFrom,
            Kind kind,
            String item,
            List<String> obligors,
            String owner,
            OffsetDateTime anchor,
            int count,
            List<String> until) {}

    private final Terms terms;
    private int extendedBy;
    private int extensions;
    private final List<Suspension> suspensions = new ArrayList<>();
    private @Nullable LocalDate rawEnd;
    private @Nullable LocalDate due;
    private @Nullable OffsetDateTime exact;
    private String calendarVersion = "";
    private State state = State.OPEN;
    private @Nullable LocalDate metOn;
    private boolean changed = true;
    private boolean stored;

    Clock(Terms terms) {
        this.terms = terms;
    }

    public Terms terms() {
        return terms;
    }

    /// Last day as counted; null where a calendar is missing.
    public @Nullable LocalDate rawEnd() {
        return rawEnd;
    }

    /// Last day in time; null while the calendar of its year is missing.
    public @Nullable LocalDate due() {
        return due;
    }

    public @Nullable OffsetDateTime exact() {
        return exact;
    }

    public State state() {
        return state;
    }

    public @Nullable LocalDate metOn() {
        return metOn;
    }

    public String calendarVersion() {
        return calendarVersion;
    }

    public int extendedBy() {
        return extendedBy;
    }

    public int extensions() {
        return extensions;
    }

    public List<Suspension> suspensions() {
        return suspensions;
    }

    boolean changed() {
        return changed;
    }

    /// Whether it has a row already.
    boolean stored() {
        return stored;
    }

    /// Runs again: the same event has come a second time on the same day.
    public void reopen() {
        state = State.OPEN;
        metOn = null;
        changed = true;
    }

    public boolean isOpen() {
        return state == State.OPEN;
    }

    /// Whether the act was not there when a day began.
    public boolean isOverdue(LocalDate day) {
        LocalDate last = due;
        return terms.kind() == Kind.DUTY && last != null && isOpen() && day.isAfter(last);
    }

    /// Ends by an act.
    public void meet(LocalDate on) {
        LocalDate last = due;
        state = last == null || !on.isAfter(last) ? State.MET : State.LATE;
        metOn = on;
        changed = true;
    }

    public void cancel() {
        state = State.CANCELLED;
        changed = true;
    }

    void extend(int more) {
        extendedBy += more;
        extensions++;
        changed = true;
    }

    void suspend(Suspension days) {
        suspensions.add(days);
        changed = true;
    }

    /// Takes a computed end.
    ///
    /// @return whether the last day has moved
    boolean take(Deadline deadline) {
        LocalDate before = due;
        switch (deadline) {
            case Deadline.Computed computed -> {
                rawEnd = computed.rawEnd();
                due = computed.due();
                exact = computed.exact();
                calendarVersion = computed.calendarVersion();
            }
            case Deadline.CalendarMissing missing -> {
                rawEnd = missing.rawEnd();
                due = null;
                calendarVersion = "";
            }
            case Deadline.NotComputable none -> {
                rawEnd = null;
                due = null;
            }
        }
        boolean moved = before == null ? due != null : !before.equals(due);
        changed |= moved;
        return moved;
    }

    /// Sets a day that the record itself names.
    void fix(LocalDate day) {
        rawEnd = day;
        due = day;
        changed = true;
    }

    /// As it was stored.
    void restore(
            int extendedBy,
            int extensions,
            List<Suspension> suspensions,
            @Nullable LocalDate rawEnd,
            @Nullable LocalDate due,
            @Nullable OffsetDateTime exact,
            String calendarVersion,
            State state,
            @Nullable LocalDate metOn) {
        this.extendedBy = extendedBy;
        this.extensions = extensions;
        this.suspensions.addAll(suspensions);
        this.rawEnd = rawEnd;
        this.due = due;
        this.exact = exact;
        this.calendarVersion = calendarVersion;
        this.state = state;
        this.metOn = metOn;
        this.changed = false;
        this.stored = true;
    }
}
