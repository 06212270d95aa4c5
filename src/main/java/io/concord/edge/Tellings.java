package io.concord.edge;

import io.concord.problem.Problems;
import io.concord.problem.Reason;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What an agency's system is still to be told of the documents that it handed over: stored until it has been told.
@Component
public class Tellings {

    /// Nobody else takes a telling meanwhile.
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final JdbcClient sql;
    private final InstantSource clock;
    private final Bell bell;

    Tellings(DataSource database, InstantSource clock, Bell bell) {
        this.sql = JdbcClient.create(database);
        this.clock = clock;
        this.bell = bell;
    }

    /// One thing to tell.
    ///
    /// @param kind ACCEPTED, REFUSED, DELIVERED or SIGNED
    /// @param standing how far the document has come: of several recipients one may have signed before another had
    /// it
    /// @param receipt a line for people that says what happened
    /// @param message what is to be changed; empty where nothing is
    public record Telling(
            long id,
            String connection,
            String nativeKey,
            String kind,
            String standing,
            String recordId,
            String by,
            Instant at,
            String receipt,
            String message) {}

    /// Notes a refusal; the same again is told once.
    public void refused(String connection, String nativeKey, List<Reason> reasons) {
        add(connection, nativeKey, "REFUSED", null, "", "", clock.instant(), "", message(reasons));
    }

    void accepted(Prepared p, Instant at, String receipt) {
        String note = p.outdated() ? "已提交的是改动之前的内容；改动请另发更正" : "";
        add(p.connection(), p.nativeKey(), "ACCEPTED", p.messageId(), p.recordId(), "", at, receipt, note);
    }

    void refused(Prepared p, List<Reason> reasons) {
        add(
                p.connection(),
                p.nativeKey(),
                "REFUSED",
                p.messageId(),
                p.recordId(),
                "",
                clock.instant(),
                "",
                message(reasons));
    }

    void received(Prepared p, boolean signed, String by, Instant at, String receipt) {
        add(
                p.connection(),
                p.nativeKey(),
                signed ? "SIGNED" : "DELIVERED",
                p.messageId(),
                p.recordId(),
                by,
                at,
                receipt,
                "");
    }

    private void add(
            String connection,
            String nativeKey,
            String kind,
            @org.jspecify.annotations.Nullable UUID messageId,
            String recordId,
            String by,
            Instant at,
            String receipt,
            String message) {
        sql.sql("""
                        insert into edge.telling (connection, native_key, kind, message_id, record_id, by_agency, at, receipt, message)
                        values (:connection, :key, :kind, :messageId, :recordId, :by, :at, :receipt, :message) on conflict do nothing""")
                .param("connection", connection)
                .param("key", nativeKey)
                .param("kind", kind)
                .param("messageId", messageId, java.sql.Types.OTHER)
                .param("recordId", recordId)
                .param("by", by)
                .param("at", Timestamp.from(at))
                .param("receipt", receipt)
                .param("message", message)
                .update();
        bell.ring(Bell.tell(connection));
    }

    /// Reasons in one line, for the system's own people.
    public static String message(List<Reason> reasons) {
        return reasons.stream()
                .map(r -> Problems.find(r.code())
                                .map(c -> String.valueOf(c.title().get("zh")))
                                .orElse(r.code()) + " " + r.pointer() + " " + r.zh())
                .collect(Collectors.joining("; "));
    }

    /// What a connection's system is to be told next, in order for each document; waits a while when there is nothing.
    public List<Telling> next(String connection, int limit) throws InterruptedException {
        long seen = bell.count(Bell.tell(connection));
        List<Telling> due = take(connection, limit);
        if (due.isEmpty()) {
            bell.await(Bell.tell(connection), seen, Bell.look());
        }
        return due.isEmpty() ? take(connection, limit) : due;
    }

    private List<Telling> take(String connection, int limit) {
        Instant now = clock.instant();
        return sql
                .sql("""
                        with due as (
                          select id from edge.telling t where connection = :connection and told_at is null and (next_attempt <= :now or next_attempt > cast(:now as timestamptz) + interval '30 minutes')
                            and not exists (select 1 from edge.telling e where e.connection = t.connection and e.native_key = t.native_key
                                            and e.told_at is null and e.id < t.id)
                          order by id limit :limit for update skip locked)
                        update edge.telling t set next_attempt = :lease, attempts = attempts + 1 from due where t.id = due.id
                        returning t.*, case when t.kind = 'DELIVERED' and exists (select 1 from edge.telling s where
                          s.message_id = t.message_id and s.kind = 'SIGNED' and s.id < t.id) then 'SIGNED' else t.kind end as standing""")
                .param("connection", connection)
                .param("now", Timestamp.from(now))
                .param("lease", Timestamp.from(now.plus(LEASE)))
                .param("limit", limit)
                .query((row, n) -> new Telling(
                        row.getLong("id"),
                        row.getString("connection"),
                        row.getString("native_key"),
                        row.getString("kind"),
                        row.getString("standing"),
                        row.getString("record_id"),
                        row.getString("by_agency"),
                        row.getTimestamp("at").toInstant(),
                        row.getString("receipt"),
                        row.getString("message")))
                .list()
                .stream()
                .sorted(java.util.Comparator.comparingLong(Telling::id))
                .toList();
    }

    /// Notes that the system has been told.
    public void told(String connection, List<Long> ids) {
        sql.sql(
                        "update edge.telling set told_at = :now, last_error = null where id in (:ids) and connection = :connection")
                .param("now", Timestamp.from(clock.instant()))
                .param("ids", ids)
                .param("connection", connection)
                .update();
        bell.ring(Bell.tell(connection));
    }

    /// Notes that the system could not be told; it is tried again after a pause.
    public void failed(long id, String why) {
        sql.sql(
                        "update edge.telling set last_error = ?,"
                                + " next_attempt = ?::timestamptz + least(interval '10 minutes', interval '1 second' * power(2, least(attempts, 10))) where id = ?")
                .params(why, Timestamp.from(clock.instant()), id)
                .update();
    }
}
