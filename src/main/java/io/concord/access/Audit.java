package io.concord.access;

import io.concord.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What people did and looked at. Lines are only ever added; the digest of each covers the one before, so that a line
/// that was taken out or changed shows.
@Component
public class Audit {

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    Audit(DataSource database, TransactionTemplate transaction, InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.transaction = transaction;
        this.clock = clock;
    }

    /// @param object what it was done to: a record id, a draft, an account
    public record Line(
            long id,
            Instant at,
            String username,
            String agency,
            String action,
            String object,
            String detail,
            byte[] digest) {}

    public void note(Person person, String action, String object, String detail) {
        note(person.username(), person.agencyCode(), action, object, detail);
    }

    void note(String username, String agency, String action, String object, String detail) {
        transaction.executeWithoutResult(status -> {
            sql.sql("select pg_advisory_xact_lock(hashtextextended('access.audit', 15))")
                    .query((row, n) -> n)
                    .list();
            Line last = last();
            long id = last == null ? 1 : last.id() + 1;
            Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
            sql.sql("insert into access.audit values (?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            id,
                            Timestamp.from(at),
                            username,
                            agency,
                            action,
                            object,
                            detail,
                            digest(
                                    last == null ? new byte[0] : last.digest(),
                                    id,
                                    at,
                                    username,
                                    agency,
                                    action,
                                    object,
                                    detail))
                    .update();
        });
    }

    private @Nullable Line last() {
        return read("order by id desc limit 1", "", Long.MAX_VALUE).stream()
                .findFirst()
                .orElse(null);
    }

    /// The newest first.
    ///
    /// @param agency empty for all
    /// @param before line number to go on from
    public List<Line> newest(String agency, long before, int limit) {
        return read(
                "and id < :before and (:agency = '' or agency = :agency) order by id desc limit " + limit,
                agency,
                before);
    }

    private List<Line> read(String tail, String agency, long before) {
        JdbcClient.StatementSpec statement = sql.sql("select * from access.audit where true " + tail);
        if (tail.contains(":")) {
            statement = statement.param("agency", agency).param("before", before);
        }
        return statement
                .query((row, n) -> new Line(
                        row.getLong("id"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("username"),
                        row.getString("agency"),
                        row.getString("action"),
                        row.getString("object"),
                        row.getString("detail"),
                        row.getBytes("digest")))
                .list();
    }

    /// The first line that does not follow from the one before it; empty where all do.
    public Optional<Long> broken() {
        byte[] before = new byte[0];
        long next = 1;
        for (Line line : read("order by id", "", 0)) {
            byte[] expected = digest(
                    before,
                    line.id(),
                    line.at(),
                    line.username(),
                    line.agency(),
                    line.action(),
                    line.object(),
                    line.detail());
            if (line.id() != next || !java.util.Arrays.equals(expected, line.digest())) {
                return Optional.of(next);
            }
            before = line.digest();
            next++;
        }
        return Optional.empty();
    }

    private static byte[] digest(byte[] before, Object... parts) {
        StringBuilder text = new StringBuilder(HexFormat.of().formatHex(before));
        for (Object part : parts) {
            text.append('\n').append(String.valueOf(part).replace("\\", "\\\\").replace("\n", "\\n"));
        }
        return Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
