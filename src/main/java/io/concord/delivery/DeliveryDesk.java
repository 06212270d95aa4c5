package io.concord.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What an operator sees and does with what waits: look, deliver again, let others pass.
@Component
public class DeliveryDesk {

    private final JdbcClient sql;

    public DeliveryDesk(DataSource database) {
        this.sql = JdbcClient.create(database);
    }

    /// How one recipient stands.
    ///
    /// @param waiting not delivered yet, quarantined ones included
    /// @param oldest when the oldest of these was accepted; null where nothing waits
    /// @param refused set aside
    /// @param expired undelivered for longer than allowed
    public record Standing(
            String recipient, long waiting, @Nullable Instant oldest, long refused, long expired) {}

    public List<Standing> standings() {
        return sql.sql("""
                        select recipient, count(*) as waiting, min(accepted_at) as oldest, count(quarantined_at) as refused,
                          count(expired_at) as expired
                        from delivery.item where delivered_at is null group by recipient order by waiting desc, recipient""")
                .query((row, n) -> new Standing(
                        row.getString("recipient"),
                        row.getLong("waiting"),
                        row.getTimestamp("oldest").toInstant(),
                        row.getLong("refused"),
                        row.getLong("expired")))
                .list();
    }

    /// Which items an operator means.
    ///
    /// @param recipient agency code; null for any
    /// @param messageId null for any
    /// @param from accepted at or after; null for any
    /// @param to accepted before; null for any
    /// @param quarantined only what was set aside
    /// @param delivered also what was received
    public record Selection(
            @Nullable String recipient,
            @Nullable UUID messageId,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean quarantined,
            boolean delivered) {}

    /// An item as the desk shows it.
    public record Item(
            String recipient,
            long leafIndex,
            UUID messageId,
            String recordType,
            String matterId,
            String sender,
            int attempts,
            String state,
            @Nullable String lastError) {}

    private static final String WHERE = """
            where (:recipient::text is null or recipient = :recipient) and (:message::uuid is null or message_id = :message)
              and (:from::timestamptz is null or accepted_at >= :from) and (:to::timestamptz is null or accepted_at < :to)
              and (not :quarantined or quarantined_at is not null) and (:delivered or delivered_at is null)""";

    private JdbcClient.StatementSpec selected(String statement, Selection s) {
        return sql.sql(statement)
                .param("recipient", s.recipient())
                .param("message", s.messageId(), java.sql.Types.OTHER)
                .param("from", s.from() == null ? null : Timestamp.from(s.from()), java.sql.Types.TIMESTAMP)
                .param("to", s.to() == null ? null : Timestamp.from(s.to()), java.sql.Types.TIMESTAMP)
                .param("quarantined", s.quarantined())
                .param("delivered", s.delivered());
    }

    /// What a selection means, before anything is done with it.
    public List<Item> preview(Selection selection, int limit) {
        return selected("select * from delivery.item " + WHERE + " order by leaf_index limit :limit", selection)
                .param("limit", limit)
                .query((row, n) -> item(row))
                .list();
    }

    private static Item item(ResultSet row) throws SQLException {
        String state = row.getTimestamp("received_at") != null
                ? "RECEIVED"
                : row.getTimestamp("delivered_at") != null
                        ? "DELIVERED"
                        : row.getTimestamp("quarantined_at") != null
                                ? "QUARANTINED"
                                : row.getTimestamp("offered_at") == null ? "WAITING" : "OFFERED";
        return new Item(
                row.getString("recipient"),
                row.getLong("leaf_index"),
                row.getObject("message_id", UUID.class),
                row.getString("record_type"),
                row.getString("matter_id"),
                row.getString("sender"),
                row.getInt("attempts"),
                state,
                row.getString("last_error"));
    }

    /// Delivers again, to exactly the recipient of each item, with the same bytes under the same message id: who has it
    /// already knows it by that.
    ///
    /// @return how many
    public int replay(Selection selection) {
        int replayed = selected(
                        "update delivery.item set next_offer = '-infinity', quarantined_at = null, attempts = 0,"
                                + " again = delivered_at is not null " + WHERE,
                        selection)
                .update();
        wake(selection.recipient());
        return replayed;
    }

    /// Lets later records of the same matter go before those that were set aside.
    ///
    /// @return how many are passed over
    public int passOver(Selection selection) {
        int passed = selected(
                        "update delivery.item set passed_over = true " + WHERE + " and quarantined_at is not null",
                        selection)
                .update();
        wake(selection.recipient());
        return passed;
    }

    private void wake(@Nullable String recipient) {
        sql.sql("select pg_notify(?, r) from (select distinct recipient as r from delivery.item"
                        + " where ?::text is null or recipient = ?) x")
                .params(MailboxBell.CHANNEL, recipient, recipient)
                .query((row, n) -> n)
                .list();
    }
}
