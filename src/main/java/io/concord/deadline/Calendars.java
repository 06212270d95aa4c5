package io.concord.deadline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which days are working days, year by year, from `schemas/calendars/*.yaml`.
///
/// A working day is a Monday to Friday that no notice of the State Council makes a holiday, or a Saturday or
/// Sunday
/// that
/// one makes a working day (调休上班). Of several versions of a year the highest counts. A year without data has no
/// days at all: nothing is guessed.
public final class Calendars {

    private final SortedMap<Integer, Year> years = new TreeMap<>();

    /// One year in the version that counts.
    ///
    /// @param provisional whether the notice for it is still to come
    /// @param source of the days
    public record Year(
            int year, String version, boolean provisional, String source, BitSet off, Map<LocalDate, Name> named) {
        boolean isWorkday(LocalDate day) {
            return !off.get(day.getDayOfYear());
        }
    }

    /// Why a day is not what its weekday says.
    public record Name(String zh, String en) {}

    /// A day was asked for in a year without data.
    static final class Missing extends RuntimeException {
        private final int year;

        Missing(int year) {
            super("no calendar for " + year, null, false, false);
            this.year = year;
        }

        int year() {
            return year;
        }
    }

    private Calendars() {}

    /// @param documents the files of `schemas/calendars`, parsed
    /// @throws IllegalArgumentException when a file is not a calendar
    public static Calendars of(Collection<JsonNode> documents) {
        Calendars calendars = new Calendars();
        for (JsonNode document : documents) {
            Year year = read(document);
            Year other = calendars.years.get(year.year());
            if (other == null || compare(other.version(), year.version()) < 0) {
                calendars.years.put(year.year(), year);
            }
        }
        return calendars;
    }

    private static int compare(String a, String b) {
        String[] x = a.split("\\.");
        String[] y = b.split("\\.");
        for (int i = 0; i < Math.min(x.length, y.length); i++) {
            int by = Integer.compare(Integer.parseInt(x[i]), Integer.parseInt(y[i]));
            if (by != 0) {
                return by;
            }
        }
        return Integer.compare(x.length, y.length);
    }

    private static Year read(JsonNode document) {
        int year = document.path("year").asInt();
        Map<LocalDate, Name> named = new HashMap<>();
        Set<LocalDate> holidays = new HashSet<>();
        for (JsonNode block : document.path("off")) {
            Name name =
                    new Name(block.at("/name/zh").asText(), block.at("/name/en").asText());
            LocalDate last = LocalDate.parse(block.path("to").asText());
            for (LocalDate d = LocalDate.parse(block.path("from").asText()); !d.isAfter(last); d = d.plusDays(1)) {
                require(d.getYear() == year, document, d);
                holidays.add(d);
                named.put(d, name);
            }
        }
        Set<LocalDate> made = new HashSet<>();
        for (JsonNode day : document.path("work")) {
            LocalDate d = LocalDate.parse(day.asText());
            require(d.getYear() == year && isWeekend(d) && !holidays.contains(d), document, d);
            made.add(d);
            named.put(d, new Name("调休上班", "make-up working day"));
        }
        BitSet off = new BitSet(367);
        for (LocalDate d = LocalDate.of(year, 1, 1); d.getYear() == year; d = d.plusDays(1)) {
            off.set(d.getDayOfYear(), holidays.contains(d) || isWeekend(d) && !made.contains(d));
        }
        return new Year(
                year,
                document.path("version").asText(),
                document.path("provisional").asBoolean(),
                document.path("source").asText(),
                off,
                Map.copyOf(named));
    }

    private static void require(boolean right, JsonNode document, LocalDate day) {
        if (!right) {
            throw new IllegalArgumentException(
                    "schemas/calendars " + document.path("version").asText() + ": " + day + " does not belong there");
        }
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    public Optional<Year> find(int year) {
        return Optional.ofNullable(years.get(year));
    }

    public Collection<Year> years() {
        return years.values();
    }

    /// @throws Missing in a year without data
    boolean isWorkday(LocalDate day) {
        Year year = years.get(day.getYear());
        if (year == null) {
            throw new Missing(day.getYear());
        }
        return year.isWorkday(day);
    }

    /// The holiday or make-up day that a day is; null for ordinary days.
    @Nullable
    Name name(LocalDate day) {
        Year year = years.get(day.getYear());
        return year == null ? null : year.named().get(day);
    }

    /// The versions of the years from one day to another, joined by `+`.
    String versions(LocalDate first, LocalDate last) {
        StringBuilder versions = new StringBuilder();
        for (int y = Math.min(first.getYear(), last.getYear()); y <= Math.max(first.getYear(), last.getYear()); y++) {
            Year year = years.get(y);
            if (year != null) {
                versions.append(versions.isEmpty() ? "" : "+").append(year.version());
            }
        }
        return versions.toString();
    }
}
