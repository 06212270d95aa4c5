package io.concord.edge;

import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What waits at an edge: for the hub, for the agency's system, and to be told to it.
@Component
public class EdgeQueues {

    private final JdbcClient sql;

    public EdgeQueues(DataSource database) {
        this.sql = JdbcClient.create(database);
    }

    /// @param queue outgoing, incoming or answers
    /// @param oldest since when the oldest waits; null where nothing does
    /// @param quarantined of these, set aside since they cannot be handed over
    public record Standing(
            String queue, long waiting, @Nullable Instant oldest, long quarantined) {}

    public List<Standing> standings() {
        return sql.sql("""
                        select 'outgoing' as queue, count(*) as waiting, min(prepared_at) as oldest, 0 as quarantined
                          from edge.outgoing where state = 'PREPARED'
                        union all select 'incoming', count(*), min(stored_at), count(*) filter (where state = 'QUARANTINED')
                          from edge.incoming where state <> 'HANDED'
                        union all select 'answers', count(*), min(at), 0 from edge.telling where told_at is null""")
                .query((row, n) -> new Standing(
                        row.getString("queue"),
                        row.getLong("waiting"),
                        row.getTimestamp("oldest") == null
                                ? null
                                : row.getTimestamp("oldest").toInstant(),
                        row.getLong("quarantined")))
                .list();
    }

    /// One thing that waits.
    ///
    /// @param subject record id, or native key of what is to be told
    public record Item(
            String queue,
            String agency,
            String subject,
            int attempts,
            String state,
            @Nullable String lastError) {}

    /// The oldest of each queue.
    public List<Item> items(int limit) {
        return sql.sql("""
                        (select 'outgoing' as queue, agency, record_id as subject, attempts, state, last_error from edge.outgoing
                           where state = 'PREPARED' order by seq limit :limit)
                        union all (select 'incoming', agency, record_id, attempts, state, last_error from edge.incoming
                           where state <> 'HANDED' order by leaf_index limit :limit)
                        union all (select 'answers', connection, native_key || ' ' || kind, attempts, 'WAITING', last_error from edge.telling
                           where told_at is null order by id limit :limit)""")
                .param("limit", limit)
                .query((row, n) -> new Item(
                        row.getString("queue"),
                        row.getString("agency"),
                        row.getString("subject"),
                        row.getInt("attempts"),
                        row.getString("state"),
                        row.getString("last_error")))
                .list();
    }

    /// Lets everything that waits, or one record, be tried at once; what was set aside too.
    ///
    /// @param recordId null for all
    /// @return how many
    public int retry(@Nullable String recordId) {
        int incoming = sql.sql("update edge.incoming set state = 'STORED', next_attempt = '-infinity', attempts = 0"
                        + " where state <> 'HANDED' and (?::text is null or record_id = ?)")
                .params(recordId, recordId)
                .update();
        int outgoing = sql.sql("update edge.outgoing set next_attempt = '-infinity'"
                        + " where state = 'PREPARED' and (?::text is null or record_id = ?)")
                .params(recordId, recordId)
                .update();
        int answers = sql.sql("update edge.telling set next_attempt = '-infinity'"
                        + " where told_at is null and (?::text is null or record_id = ?)")
                .params(recordId, recordId)
                .update();
        return incoming + outgoing + answers;
    }

    /// Hands records to the agency's system once more, although it has them: after that has lost something.
    ///
    /// @param since stored at or after
    /// @return how many
    public int handOverAgain(@Nullable String recordId, @Nullable Instant since) {
        return sql.sql("update edge.incoming set state = 'STORED', next_attempt = '-infinity', attempts = 0"
                        + " where state = 'HANDED' and record_type <> 'receipt' and (?::text is null or record_id = ?)"
                        + " and (?::timestamptz is null or stored_at >= ?::timestamptz)")
                .params(
                        recordId,
                        recordId,
                        since == null ? null : java.sql.Timestamp.from(since),
                        since == null ? null : java.sql.Timestamp.from(since))
                .update();
    }
}
