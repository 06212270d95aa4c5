package io.concord.matter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.deadline.Clock;
import io.concord.deadline.ClockStore;
import io.concord.deadline.Deadlines;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.Envelope;
import io.concord.envelope.RecordType;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/// Makes the matters and their clocks again from the ledger, in one transaction: whole or not at all. Whoever
/// reads
/// or commits meanwhile waits.
///
/// Holds one entry a record in memory, about a kilobyte each.
public final class Rebuild {

    private static final int CHUNK = 4000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DataSource database;
    private final Catalogue catalogue;
    private final MatterFold fold;

    public Rebuild(DataSource database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
        this.fold = new MatterFold(catalogue, new Deadlines(catalogue));
    }

    /// Told after every chunk.
    @FunctionalInterface
    public interface Progress {
        void at(long done, long total);
    }

    /// What was done.
    ///
    /// @param missing records whose bodies were erased; they are not in the matters any more
    public record Result(long records, long missing, long transitions, long clocks) {}

    /// @throws SQLException when nothing was changed
    public Result run(Progress progress) throws SQLException {
        try (Connection reading = database.getConnection();
                Connection c = database.getConnection()) {
            // Bodies come as bytes instead of hexadecimal text.
            reading.unwrap(PGConnection.class).setPrepareThreshold(-1);
            reading.setAutoCommit(false);
            c.setAutoCommit(false);
            try (Statement s = c.createStatement()) {
                // The order of the log: whoever commits waits.
                s.execute("set local lock_timeout = 0");
                s.execute("select size from ledger.head for update");
                s.execute("truncate matter.entry, matter.transition, matter.link, deadline.clock");
            }
            // Made anew at the end: cheaper than keeping them up row by row.
            Map<String, String> indexes = dropIndexes(c);
            Run run = new Run(reading, c, progress);
            Result result = run.replay();
            try (Statement s = c.createStatement()) {
                for (String index : indexes.values()) {
                    s.execute(index);
                }
            }
            c.commit();
            return result;
        }
    }

    /// Drops the indexes that are no constraint's.
    ///
    /// @return how to make them again, by name
    private static Map<String, String> dropIndexes(Connection c) throws SQLException {
        Map<String, String> indexes = new TreeMap<>();
        String sql = """
                select schemaname || '.' || indexname, indexdef from pg_indexes i
                where (schemaname, tablename) in (('matter', 'entry'), ('matter', 'transition'), ('deadline', 'clock'))
                  and not exists (select 1 from pg_constraint k join pg_namespace n on n.oid = k.connamespace
                                  where k.conname = i.indexname and n.nspname = i.schemaname)""";
        try (Statement s = c.createStatement()) {
            try (ResultSet r = s.executeQuery(sql)) {
                while (r.next()) {
                    indexes.put(r.getString(1), r.getString(2));
                }
            }
            for (String index : indexes.keySet()) {
                s.execute("drop index " + index);
            }
        }
        return indexes;
    }

    /// One stored record, read and parsed.
    private record Row(long leafIndex, Instant acceptedAt, Optional<Envelope> envelope) {}

    private final class Run {
        private final Connection reading;
        private final Connection c;
        private final Progress progress;
        private final World world = new World();
        private long transitions;
        private long missing;

        Run(Connection reading, Connection c, Progress progress) {
            this.reading = reading;
            this.c = c;
            this.progress = progress;
        }

        Result replay() throws SQLException {
            long total = total();
            long done = 0;
            try (PreparedStatement s = reading.prepareStatement(
                    "select leaf_index, accepted_at, body from ledger.record order by leaf_index")) {
                s.setFetchSize(CHUNK);
                List<Object[]> chunk = new ArrayList<>();
                try (ResultSet r = s.executeQuery()) {
                    while (r.next()) {
                        chunk.add(new Object[] {r.getLong(1), r.getTimestamp(2).toInstant(), r.getBytes(3)});
                        if (chunk.size() == CHUNK) {
                            done += take(chunk);
                            progress.at(done, total);
                        }
                    }
                }
                done += take(chunk);
            }
            List<Clock> clocks = new ArrayList<>();
            world.entries().forEach(entry -> clocks.addAll(entry.clocks()));
            MatterSql.save(c, world.entries());
            ClockStore.save(c, clocks);
            links();
            progress.at(done, total);
            return new Result(done - missing, missing, transitions, clocks.size());
        }

        private long total() throws SQLException {
            try (Statement s = reading.createStatement();
                    ResultSet r = s.executeQuery("select count(*) from ledger.record")) {
                r.next();
                return r.getLong(1);
            }
        }

        private long take(List<Object[]> chunk) throws SQLException {
            // Parsing is most of the work and needs no order.
            List<Row> rows = chunk.parallelStream().map(Rebuild::parse).toList();
            for (Row row : rows) {
                if (row.envelope().isEmpty()) {
                    missing++;
                    continue;
                }
                Envelope envelope = row.envelope().get();
                RecordTypeDescriptor type = type(envelope);
                fold.apply(
                        world,
                        new MatterFold.Incoming(envelope, type, row.leafIndex(), row.acceptedAt()),
                        History.NONE,
                        false);
            }
            transitions += world.transitions().size();
            MatterSql.save(c, world.transitions());
            world.transitions().clear();
            int taken = chunk.size();
            chunk.clear();
            return taken;
        }

        private void links() throws SQLException {
            try (PreparedStatement s = reading.prepareStatement(
                            "select leaf_index, kind, body from ledger.act where kind in ('matter-merge', 'matter-split') and body is not null order by leaf_index");
                    ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    MatterLinks.insert(c, r.getLong(1), r.getString(2), json(r.getBytes(3)));
                }
            }
        }
    }

    private static JsonNode json(byte[] body) throws SQLException {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new SQLException("an act is not JSON", e);
        }
    }

    private static Row parse(Object[] row) {
        byte[] body = (byte[]) row[2];
        return new Row(
                (Long) row[0],
                (Instant) row[1],
                body == null ? Optional.empty() : Optional.of(Envelope.of(body, CanonicalJson.parse(body))));
    }

    private RecordTypeDescriptor type(Envelope envelope) {
        return catalogue
                .find(envelope.recordType(), envelope.schemaVersion())
                .orElseThrow(() -> new IllegalStateException(
                        "schemas has no " + new RecordType(envelope.recordType().value()) + " "
                                + envelope.schemaVersion() + ", which the ledger holds"));
    }
}
