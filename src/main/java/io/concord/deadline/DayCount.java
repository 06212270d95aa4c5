package io.concord.deadline;

import io.concord.deadline.DeadlineRule.Unit;
import io.concord.envelope.ChinaTime;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Counts days as `domain.md` §4.1 and 民法典第200–203条 do: the first day is not counted; months end on the
/// corresponding day or the month's last; a last day off moves on to the next working day.
final class DayCount {

    private final Calendars calendars;

    DayCount(Calendars calendars) {
        this.calendars = calendars;
    }

    /// What is counted from where.
    ///
    /// @param anchor the event's moment; only terms in hours look at its time
    /// @param count in the rule's unit, extensions of the same unit included
    /// @param suspensions days not counted
    record Term(DeadlineRule rule, OffsetDateTime anchor, int count, List<Suspension> suspensions, boolean explain) {}

    Deadline count(Term term) {
        LocalDate rawEnd = null;
        try {
            if (term.rule.unit() == Unit.EVENT) {
                return new Deadline.NotComputable(term.rule);
            }
            Run run = new Run(term);
            if (term.rule.unit() == Unit.HOUR) {
                return run.hours();
            }
            rawEnd = run.rawEnd();
            return run.rolled(rawEnd);
        } catch (Calendars.Missing e) {
            return new Deadline.CalendarMissing(term.rule, rawEnd, e.year());
        }
    }

    private final class Run {
        private final Term term;
        private final DeadlineRule rule;
        private final LocalDate anchor;
        private final List<Deadline.Step> steps = new ArrayList<>();

        Run(Term term) {
            this.term = term;
            this.rule = term.rule;
            this.anchor = term.anchor.atZoneSameInstant(ChinaTime.ZONE).toLocalDate();
        }

        Deadline hours() {
            OffsetDateTime end = term.anchor.plusHours(term.count);
            LocalDate day = end.atZoneSameInstant(ChinaTime.ZONE).toLocalDate();
            say(
                    day,
                    "自 " + term.anchor + " 起 " + term.count + " 小时，到点即止，不顺延",
                    term.count + " hours from " + term.anchor + ", to the minute, no rolling");
            return new Deadline.Computed(rule, day, day, end, calendars.versions(anchor, day), List.copyOf(steps));
        }

        LocalDate rawEnd() {
            if (rule.before()) {
                return back();
            }
            if (rule.firstDayCounts()) {
                say(anchor, "当日计入", "the first day counts");
            } else {
                say(anchor, "起算事件当日不计入（民法典第二百零一条）", "the day of the event is not counted (Civil Code art. 201)");
            }
            LocalDate from = rule.firstDayCounts() ? anchor.minusDays(1) : anchor;
            return switch (rule.unit()) {
                case WORKDAY -> workdays(from);
                case DAY -> days(from);
                case MONTH -> suspended(from, corresponding(from.plusMonths(term.count)));
                case YEAR -> suspended(from, corresponding(from.plusYears(term.count)));
                case QUARTER -> endOfMonths(3);
                case HALF_YEAR -> endOfMonths(6);
                case HOUR, EVENT -> throw new IllegalStateException("not counted in days");
            };
        }

        private LocalDate workdays(LocalDate from) {
            LocalDate day = from;
            for (int n = 0; n < term.count; ) {
                day = day.plusDays(1);
                if (isSuspended(day)) {
                    continue;
                }
                boolean works = calendars.isWorkday(day);
                n += works ? 1 : 0;
                Calendars.@Nullable Name name = term.explain ? calendars.name(day) : null;
                if (name != null) {
                    say(
                            day,
                            name.zh() + (works ? "，计入，第 " + n + " 个工作日" : "放假，不计"),
                            name.en() + (works ? ", counted as working day " + n : ", off, not counted"));
                } else if (n == term.count) {
                    say(day, "第 " + n + " 个工作日", "working day " + n);
                }
            }
            return day;
        }

        private LocalDate days(LocalDate from) {
            LocalDate end = suspended(from, from.plusDays(term.count));
            say(end, "第 " + term.count + " 日（期间内的节假日计入）", "day " + term.count + " (holidays within are counted)");
            return end;
        }

        private LocalDate corresponding(LocalDate end) {
            say(
                    end,
                    rule.length(true) + "后的对应日，没有对应日的为月末日（民法典第二百零二条）",
                    "the corresponding day after " + term.count + " "
                            + rule.unit().name().toLowerCase(java.util.Locale.ROOT)
                            + "(s), or the month's last (Civil Code art. 202)");
            return end;
        }

        private LocalDate endOfMonths(int months) {
            int last = (anchor.getMonthValue() + months - 1) / months * months;
            LocalDate first = LocalDate.of(anchor.getYear(), last, 1);
            LocalDate end = first.withDayOfMonth(first.lengthOfMonth());
            say(end, "所在" + (months == 3 ? "季度" : "半年") + "的最后一日", "the period's last day");
            return end;
        }

        /// Adds a day for every suspended day up to the end, those within what was added included.
        private LocalDate suspended(LocalDate from, LocalDate end) {
            LocalDate moved = end;
            for (LocalDate day = from.plusDays(1);
                    !term.suspensions.isEmpty() && !day.isAfter(moved);
                    day = day.plusDays(1)) {
                moved = isSuspended(day) ? moved.plusDays(1) : moved;
            }
            if (!moved.equals(end)) {
                long days = java.time.temporal.ChronoUnit.DAYS.between(end, moved);
                say(moved, "扣除不计期间 " + days + " 日", days + " suspended days are not counted");
            }
            return moved;
        }

        private LocalDate back() {
            LocalDate day = anchor;
            for (int n = 0; n < term.count; ) {
                day = day.minusDays(1);
                n += rule.unit() != Unit.WORKDAY || calendars.isWorkday(day) ? 1 : 0;
            }
            say(day, "事件前第 " + rule.length(true), rule.length(false) + " before the event");
            return day;
        }

        private boolean isSuspended(LocalDate day) {
            for (Suspension suspension : term.suspensions) {
                if (suspension.holds(day)) {
                    return true;
                }
            }
            return false;
        }

        Deadline rolled(LocalDate rawEnd) {
            LocalDate due = rawEnd;
            boolean rolls = rule.roll() && !rule.before() && rule.unit() != Unit.WORKDAY;
            while (rolls && !calendars.isWorkday(due)) {
                due = due.plusDays(1);
            }
            if (!due.equals(rawEnd)) {
                say(
                        due,
                        "最后一日 " + rawEnd + " 是休息日，顺延至下一个工作日（民法典第二百零三条）",
                        rawEnd + " is a day off; moved to the next working day (Civil Code art. 203)");
            } else if (rolls && term.explain && calendars.name(rawEnd) != null) {
                say(rawEnd, "调休上班日，不顺延", "a make-up working day: no rolling");
            }
            say(due, "当日 24:00 届满", "ends at 24:00");
            return new Deadline.Computed(rule, rawEnd, due, null, calendars.versions(anchor, due), List.copyOf(steps));
        }

        private void say(LocalDate day, String zh, String en) {
            if (term.explain) {
                steps.add(new Deadline.Step(day, zh, en));
            }
        }
    }

    /// The moment at which a day starts in the field's zone.
    static OffsetDateTime startOf(LocalDate day) {
        return day.atTime(LocalTime.MIDNIGHT).atZone(ChinaTime.ZONE).toOffsetDateTime();
    }
}
