package io.concord.deadline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.concord.platform.CopyIn;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Clocks in their table.
public final class ClockStore {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ClockStore() {}

    /// The clocks of some records, all versions.
    public static List<Clock> of(Connection c, Collection<String> recordIds) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(
                "select * from deadline.clock where record_id = any (?) order by record_id, record_version, anchor, rule, item")) {
            s.setArray(1, c.createArrayOf("text", recordIds.toArray()));
            return read(s);
        }
    }

    static List<Clock> read(PreparedStatement s) throws SQLException {
        List<Clock> clocks = new ArrayList<>();
        try (ResultSet r = s.executeQuery()) {
            while (r.next()) {
                clocks.add(read(r));
            }
        }
        return clocks;
    }

    /// One row.
    public static Clock read(ResultSet r) throws SQLException {
        Clock clock = new Clock(new Clock.Terms(
                r.getString("record_id"),
                r.getInt("record_version"),
                r.getString("matter_id"),
                r.getString("record_type"),
                r.getString("rule"),
                r.getString("region"),
                r.getDate("rule_from").toLocalDate(),
                Clock.Kind.valueOf(r.getString("kind").toUpperCase(Locale.ROOT)),
                r.getString("item"),
                texts(r.getArray("obligors")),
                r.getString("owner"),
                moment(r.getTimestamp("anchor")),
                r.getInt("count"),
                texts(r.getArray("until_events"))));
        List<Suspension> suspensions = new ArrayList<>();
        try {
            for (JsonNode days : JSON.readTree(r.getString("suspensions"))) {
                suspensions.add(new Suspension(
                        LocalDate.parse(days.path(0).asText()),
                        LocalDate.parse(days.path(1).asText())));
            }
        } catch (JsonProcessingException e) {
            throw new SQLException("suspensions of " + clock.terms().recordId(), e);
        }
        Timestamp exact = r.getTimestamp("exact");
        clock.restore(
                r.getInt("extended_by"),
                r.getInt("extensions"),
                suspensions,
                day(r.getDate("raw_end")),
                day(r.getDate("due")),
                exact == null ? null : moment(exact),
                r.getString("calendar_version"),
                Clock.State.valueOf(r.getString("state")),
                day(r.getDate("met_on")));
        return clock;
    }

    /// Stores those that are new or have changed.
    public static void save(Connection c, Collection<Clock> clocks) throws SQLException {
        String sql = """
                update deadline.clock set extended_by = ?, extensions = ?, suspensions = ?::jsonb, raw_end = ?, due = ?, exact = ?,
                    calendar_version = ?, state = ?, met_on = ?
                where record_id = ? and record_version = ? and rule = ? and item = ? and anchor = ?""";
        CopyIn copy = new CopyIn(c, "deadline.clock");
        try (PreparedStatement s = c.prepareStatement(sql)) {
            boolean any = false;
            for (Clock clock : clocks) {
                if (!clock.stored()) {
                    copy(copy, clock);
                } else if (clock.changed()) {
                    bind(s, clock);
                    s.addBatch();
                    any = true;
                }
            }
            copy.flush();
            if (any) {
                s.executeBatch();
            }
        }
    }

    private static void copy(CopyIn copy, Clock clock) throws SQLException {
        Clock.Terms t = clock.terms();
        copy.row(
                t.recordId(),
                t.recordVersion(),
                t.rule(),
                t.item(),
                t.anchor(),
                t.matterId(),
                t.recordType(),
                t.region(),
                t.ruleFrom(),
                t.kind().name().toLowerCase(Locale.ROOT),
                t.obligors(),
                t.owner(),
                t.count(),
                t.until(),
                clock.extendedBy(),
                clock.extensions(),
                suspensions(clock),
                clock.rawEnd(),
                clock.due(),
                clock.exact(),
                clock.calendarVersion(),
                clock.state(),
                clock.metOn());
    }

    private static ArrayNode suspensions(Clock clock) {
        ArrayNode suspensions = JSON.createArrayNode();
        clock.suspensions()
                .forEach(days -> suspensions
                        .addArray()
                        .add(days.from().toString())
                        .add(days.to().toString()));
        return suspensions;
    }

    private static void bind(PreparedStatement s, Clock clock) throws SQLException {
        Clock.Terms t = clock.terms();
        OffsetDateTime exact = clock.exact();
        s.setInt(1, clock.extendedBy());
        s.setInt(2, clock.extensions());
        s.setString(3, suspensions(clock).toString());
        setDay(s, 4, clock.rawEnd());
        setDay(s, 5, clock.due());
        s.setTimestamp(6, exact == null ? null : Timestamp.from(exact.toInstant()));
        s.setString(7, clock.calendarVersion());
        s.setString(8, clock.state().name());
        setDay(s, 9, clock.metOn());
        s.setString(10, t.recordId());
        s.setInt(11, t.recordVersion());
        s.setString(12, t.rule());
        s.setString(13, t.item());
        s.setTimestamp(14, Timestamp.from(t.anchor().toInstant()));
    }

    private static void setDay(PreparedStatement s, int column, @Nullable LocalDate day) throws SQLException {
        if (day == null) {
            s.setNull(column, Types.DATE);
        } else {
            s.setDate(column, Date.valueOf(day));
        }
    }

    private static @Nullable LocalDate day(@Nullable Date date) {
        return date == null ? null : date.toLocalDate();
    }

    private static OffsetDateTime moment(Timestamp timestamp) {
        Instant instant = timestamp.toInstant();
        return instant.atZone(io.concord.envelope.ChinaTime.ZONE).toOffsetDateTime();
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
