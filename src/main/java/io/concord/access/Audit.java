package io.concord.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.crypto.Digests;
import io.concord.envelope.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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

    /// Kind of the acts of the log that hold its state.
    static final String ANCHOR = "audit-trail";

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

    @Nullable
    Line last() {
        return read("order by id desc limit 1", "", Long.MAX_VALUE, "").stream()
                .findFirst()
                .orElse(null);
    }

    /// Until where the trail is in the log.
    ///
    /// @param leafIndex of the act that says so
    /// @param line number of the last line that it covers
    public record Anchor(long leafIndex, long line, String digest) {}

    /// The newest.
    public Optional<Anchor> anchored() {
        return anchors().stream().reduce((earlier, later) -> later);
    }

    private List<Anchor> anchors() {
        return sql.sql(
                        "select leaf_index, body from ledger.act where kind = ? and body is not null order by leaf_index")
                .param(ANCHOR)
                .query((row, n) -> {
                    JsonNode act = CanonicalJson.parse(row.getBytes("body"));
                    return new Anchor(
                            row.getLong("leaf_index"),
                            act.path("line").asLong(),
                            act.path("digest").asText());
                })
                .list();
    }

    /// The newest first.
    ///
    /// @param agency empty for all
    /// @param before line number to go on from
    /// @param text of person, object or detail; empty for all
    public List<Line> newest(String agency, long before, String text, int limit) {
        return read(
                "and id < :before and (:agency = '' or agency = :agency)"
                        + " and (:text = '' or strpos(username || ' ' || object || ' ' || detail, :text) > 0)"
                        + " order by id desc limit " + limit,
                agency,
                before,
                text);
    }

    private List<Line> read(String tail, String agency, long before, String text) {
        JdbcClient.StatementSpec statement = sql.sql("select * from access.audit where true " + tail);
        if (tail.contains(":")) {
            statement =
                    statement.param("agency", agency).param("before", before).param("text", text);
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

    /// The first line that does not follow from the one before it, or is not what the log says; empty where all are
    /// right.
    public Optional<Long> broken() {
        Map<Long, String> logged = new HashMap<>();
        anchors().forEach(anchor -> logged.put(anchor.line(), anchor.digest()));
        byte[] before = new byte[0];
        long next = 1;
        for (Line line : read("order by id", "", 0, "")) {
            byte[] expected = digest(
                    before,
                    line.id(),
                    line.at(),
                    line.username(),
                    line.agency(),
                    line.action(),
                    line.object(),
                    line.detail());
            String said = logged.remove(line.id());
            if (line.id() != next
                    || !Arrays.equals(expected, line.digest())
                    || said != null && !said.equals(Digests.hex(line.digest()))) {
                return Optional.of(next);
            }
            before = line.digest();
            next++;
        }
        // Lines at the end that the log knows are gone.
        return logged.isEmpty() ? Optional.empty() : Optional.of(next);
    }

    private static byte[] digest(byte[] before, Object... parts) {
        StringBuilder text = new StringBuilder(HexFormat.of().formatHex(before));
        for (Object part : parts) {
            text.append('\n').append(String.valueOf(part).replace("\\", "\\\\").replace("\n", "\\n"));
        }
        return Digests.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
