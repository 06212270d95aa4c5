package io.concord.deadline;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.ledger.Ledger;
import io.concord.platform.ConcordSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Counts open clocks anew after a calendar has changed: only those whose last day is not over, and each
/// move is
/// logged with whom it concerns.
@Component
public class ClockUpkeep {

    private static final Logger LOG = LoggerFactory.getLogger(ClockUpkeep.class);

    private final DataSource database;
    private final JdbcClient sql;
    private final Deadlines deadlines;
    private final Clocks clocks;
    private final Ledger ledger;
    private final ConcordSettings settings;
    private final InstantSource clock;

    ClockUpkeep(
            DataSource database, Deadlines deadlines, Ledger ledger, ConcordSettings settings, InstantSource clock) {
        this.database = database;
        this.sql = JdbcClient.create(database);
        this.deadlines = deadlines;
        this.clocks = new Clocks(deadlines);
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
    }

    /// One clock that was moved.
    ///
    /// @param before null where no calendar had said it
    /// @param told agencies that it concerns
    public record Moved(
            String recordId,
            String rule,
            @Nullable LocalDate before,
            @Nullable LocalDate after,
            List<String> told) {}

    @EventListener(ApplicationReadyEvent.class)
    void atStart() throws SQLException {
        if (settings.isHub()) {
            List<Moved> moved = recompute(deadlines);
            if (!moved.isEmpty()) {
                LOG.info("{} open terms were moved by a changed calendar; GET /api/v1/deadlines/moved", moved.size());
            }
        }
    }

    /// Counts what is open with other rules and calendars than it was counted with.
    ///
    /// @param current the calendars there are now
    public List<Moved> recompute(Deadlines current) throws SQLException {
        Clocks with = current == deadlines ? clocks : new Clocks(current);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
        List<Moved> moved = new ArrayList<>();
        try (Connection c = database.getConnection();
                PreparedStatement s =
                        c.prepareStatement("select * from deadline.clock where state = 'OPEN' and rule <> ''"
                                + " and (due is null or due >= ?)")) {
            c.setAutoCommit(false);
            s.setDate(1, java.sql.Date.valueOf(today));
            s.setFetchSize(1000);
            for (Clock one : ClockStore.read(s)) {
                LocalDate before = one.due();
                if (with.recompute(one)) {
                    Set<String> told = new LinkedHashSet<>(one.terms().obligors());
                    told.removeIf(name -> name.startsWith("external:"));
                    told.add(one.terms().owner());
                    moved.add(new Moved(
                            one.terms().recordId(), one.terms().rule(), before, one.due(), List.copyOf(told)));
                    ClockStore.save(c, List.of(one));
                    note(c, one, before, told);
                }
            }
            c.commit();
        }
        for (Moved one : moved) {
            ledger.appendAct("clock-moved", CanonicalJson.write(act(one)));
        }
        return moved;
    }

    private void note(Connection c, Clock one, @Nullable LocalDate before, Set<String> told) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("insert into deadline.moved values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            LocalDate after = one.due();
            s.setTimestamp(1, Timestamp.from(clock.instant()));
            s.setString(2, one.terms().recordId());
            s.setInt(3, one.terms().recordVersion());
            s.setString(4, one.terms().rule());
            s.setString(5, one.terms().item());
            s.setDate(6, before == null ? null : java.sql.Date.valueOf(before));
            s.setDate(7, after == null ? null : java.sql.Date.valueOf(after));
            s.setString(8, one.calendarVersion());
            s.setArray(9, c.createArrayOf("text", told.toArray()));
            s.executeUpdate();
        }
    }

    private static ObjectNode act(Moved moved) {
        ObjectNode act = JsonNodeFactory.instance
                .objectNode()
                .put("recordId", moved.recordId())
                .put("rule", moved.rule())
                .put("before", String.valueOf(moved.before()))
                .put("after", String.valueOf(moved.after()));
        ArrayNode told = act.putArray("told");
        moved.told().forEach(told::add);
        return act;
    }

    /// Moves that concern an agency, the latest first.
    public List<Moved> of(String agency) {
        return sql.sql("select * from deadline.moved where told @> array[?::text] order by at desc limit 200")
                .param(agency)
                .query((r, n) -> new Moved(
                        r.getString("record_id"),
                        r.getString("rule"),
                        r.getDate("before") == null ? null : r.getDate("before").toLocalDate(),
                        r.getDate("after") == null ? null : r.getDate("after").toLocalDate(),
                        List.of((String[]) r.getArray("told").getArray())))
                .list();
    }
}
