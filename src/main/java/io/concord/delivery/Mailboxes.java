package io.concord.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.Envelope;
import io.concord.envelope.RecordType;
import io.concord.ledger.CommitParticipant;
import io.concord.platform.Trail;
import io.concord.schema.Catalogue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// The mailboxes of all agencies: filled in the commit that accepts a record, emptied by signed receipts.
///
/// An item is offered to one puller at a time and again after a while, until the recipient's receipt is accepted.
/// Within a matter nothing is offered before what came earlier: either the earlier item has its receipt, or it is
/// in the same
/// offer.
@Component
public class Mailboxes implements CommitParticipant {

    private static final String HUB = "-EXCHANGE_HUB-";

    private final JdbcClient sql;
    private final JdbcTemplate batch;
    private final TransactionTemplate transaction;
    private final Catalogue catalogue;
    private final InstantSource clock;
    private final DeliverySettings settings;

    Mailboxes(
            DataSource database,
            TransactionTemplate transaction,
            Catalogue catalogue,
            InstantSource clock,
            DeliverySettings settings) {
        this.catalogue = catalogue;
        this.sql = JdbcClient.create(database);
        this.batch = new JdbcTemplate(database);
        this.transaction = transaction;
        this.clock = clock;
        this.settings = settings;
    }

    @Override
    public void join(Connection c, List<Accepted> batch) throws SQLException {
        String insert =
                "insert into delivery.item (recipient, leaf_index, message_id, record_type, matter_id, sender, role, acknowledge)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing";
        try (PreparedStatement s = c.prepareStatement(insert)) {
            for (Accepted accepted : batch) {
                Envelope envelope = accepted.record().envelope();
                for (Envelope.Recipient recipient : envelope.recipients()) {
                    if (recipient.agency().value().contains(HUB)) {
                        // Receipts for the hub's own urging: the hub has them by accepting them.
                        continue;
                    }
                    s.setString(1, recipient.agency().value());
                    s.setLong(2, accepted.leafIndex());
                    s.setObject(3, envelope.messageId());
                    s.setString(4, envelope.recordType().value());
                    s.setString(5, envelope.matterId());
                    s.setString(6, envelope.sender().value());
                    s.setString(7, recipient.role().name());
                    s.setString(8, accepted.record().acknowledge());
                    s.addBatch();
                }
            }
            s.executeBatch();
        }
        for (Accepted accepted : batch) {
            if (accepted.record().envelope().recordType().equals(RecordType.RECEIPT)) {
                receipt(c, accepted);
            }
        }
        notifyWaiting(c, batch);
    }

    private void receipt(Connection c, Accepted accepted) throws SQLException {
        Envelope envelope = accepted.record().envelope();
        JsonNode payload = envelope.payload();
        boolean signedFor = payload.path("kind").asText().equals("SIGNED");
        UUID forMessage = UUID.fromString(payload.path("forMessageId").asText());
        String update =
                "update delivery.item set delivered_at = coalesce(delivered_at, ?), quarantined_at = null, last_error = null"
                        + (signedFor ? ", received_at = coalesce(received_at, ?)" : "")
                        + " where recipient = ? and message_id = ?";
        Timestamp now = Timestamp.from(clock.instant());
        try (PreparedStatement s = c.prepareStatement(update);
                PreparedStatement t = c.prepareStatement("insert into delivery.receipt values (?, ?, ?, ?, ?)")) {
            int column = 1;
            s.setTimestamp(column++, now);
            if (signedFor) {
                s.setTimestamp(column++, now);
            }
            s.setString(column++, envelope.sender().value());
            s.setObject(column, forMessage);
            s.executeUpdate();
            t.setObject(1, forMessage);
            t.setString(2, envelope.sender().value());
            t.setString(3, payload.path("kind").asText());
            t.setObject(4, envelope.messageId());
            t.setLong(5, accepted.leafIndex());
            t.executeUpdate();
        }
    }

    /// Wakes the long polls of the recipients, on every node, when the commit is done.
    private static void notifyWaiting(Connection c, List<Accepted> batch) throws SQLException {
        List<String> recipients = batch.stream()
                .flatMap(accepted -> accepted.record().envelope().recipients().stream())
                .map(recipient -> recipient.agency().value())
                .distinct()
                .toList();
        try (PreparedStatement s =
                c.prepareStatement("select pg_notify('" + MailboxBell.CHANNEL + "', r) from unnest(?::text[]) r")) {
            s.setArray(1, c.createArrayOf("text", recipients.toArray()));
            s.execute();
        }
    }

    /// Offers what waits, oldest first, and keeps it from other pullers until the offer has lapsed.
    ///
    /// @param after leaf index up to which the agency has stored what it was given in order; ends such receipts,
    /// which need no
    /// receipt of their own. Items that were offered before and never receipted come again whatever it says.
    /// @param stored leaf indexes of receipts that the agency has stored, each named; ends exactly these
    public List<MailboxItem> offer(AgencyCode agency, @Nullable Long after, List<Long> stored, int limit) {
        List<MailboxItem> offered = transaction.execute(status -> {
            // One offer an agency at a time: parallel pullers would otherwise break the order of a matter.
            lock(agency);
            Instant now = clock.instant();
            if (!stored.isEmpty()) {
                sql.sql(
                                "update delivery.item set delivered_at = :now where recipient = :agency and leaf_index in (:stored)"
                                        + " and acknowledge = 'cursor' and delivered_at is null")
                        .param("now", Timestamp.from(now))
                        .param("agency", agency.value())
                        .param("stored", stored)
                        .update();
            }
            if (after != null) {
                // What was offered out of order, below a cursor that the agency had already, is not ended by that
                // cursor.
                sql.sql(
                                "update delivery.item set delivered_at = ? where recipient = ? and leaf_index <= ?"
                                        + " and acknowledge = 'cursor' and delivered_at is null and attempts > 0 and offered_after < leaf_index")
                        .params(Timestamp.from(now), agency.value(), after)
                        .update();
                // What was offered beyond that never got there, or was not stored: the answer was lost. It is offered
                // anew, and
                // a later cursor cannot end what this offer holds back.
                sql.sql(
                                "update delivery.item set attempts = 0, next_offer = '-infinity' where recipient = ? and leaf_index > ?"
                                        + " and acknowledge = 'cursor' and delivered_at is null and attempts > 0")
                        .params(agency.value(), after)
                        .update();
            }
            List<MailboxItem> items = take(agency, limit, now);
            offered(agency, items, after == null ? -1 : after, now, this::pause);
            return items;
        });
        return offered == null ? List.of() : offered;
    }

    /// Offers what waits to the recipient's own address; within a matter one at a time, since pushes run side by side.
    List<MailboxItem> takeToPush(AgencyCode agency, DeliveryPolicy policy) {
        List<MailboxItem> taken = transaction.execute(status -> {
            lock(agency);
            Instant now = clock.instant();
            List<MailboxItem> items = sql.sql("""
                            select i.* from delivery.item i
                            where i.recipient = :agency and (i.delivered_at is null or i.again) and (i.next_offer <= :now or i.next_offer > :never)
                              and i.quarantined_at is null
                              and not exists (select 1 from delivery.item e where e.recipient = i.recipient and e.matter_id = i.matter_id
                                              and e.delivered_at is null and e.leaf_index < i.leaf_index and not e.passed_over)
                            order by i.leaf_index limit :limit for update of i skip locked""")
                    .param("agency", agency.value())
                    .param("now", Timestamp.from(now))
                    .param("never", never(now, policy.longestPause()))
                    .param("limit", policy.inFlight())
                    .query((row, n) -> item(row, now))
                    .list();
            offered(agency, items, null, now, attempt -> policy.pause(attempt, Math.random()));
            return items;
        });
        return taken == null ? List.of() : taken;
    }

    /// Notes that the recipient's system has taken a record; what needs no receipt ends by that.
    void pushTaken(AgencyCode agency, MailboxItem item) {
        sql.sql("update delivery.item set last_error = null,"
                        + " delivered_at = case when acknowledge = 'cursor' then coalesce(delivered_at, ?::timestamptz) else delivered_at end"
                        + " where recipient = ? and leaf_index = ?")
                .params(Timestamp.from(clock.instant()), agency.value(), item.leafIndex())
                .update();
    }

    /// Counts that the recipient's system has refused a record.
    ///
    /// @return how often it has by now; not how often it could not be asked
    int refused(AgencyCode agency, MailboxItem item) {
        return sql.sql("update delivery.item set refusals = refusals + 1 where recipient = ? and leaf_index = ?"
                        + " returning refusals")
                .params(agency.value(), item.leafIndex())
                .query(Integer.class)
                .single();
    }

    /// Notes that a push came to nothing.
    ///
    /// @param aside whether the record is set aside until an operator has looked at it
    void pushFailed(AgencyCode agency, MailboxItem item, String why, boolean aside) {
        sql.sql("update delivery.item set last_error = ?, quarantined_at = case when ? then ?::timestamptz end"
                        + " where recipient = ? and leaf_index = ? and delivered_at is null")
                .params(why, aside, Timestamp.from(clock.instant()), agency.value(), item.leafIndex())
                .update();
    }

    /// What has been undelivered for longer than its recipient's policy allows, and was not said to be so.
    public List<Undelivered> overage(int limit) {
        Instant now = clock.instant();
        List<Undelivered> found = new ArrayList<>();
        List<String> recipients = sql.sql(
                        "select distinct recipient from delivery.item where delivered_at is null and expired_at is null")
                .query(String.class)
                .list();
        for (String recipient : recipients) {
            DeliveryPolicy policy = DeliveryPolicy.of(catalogue, new AgencyCode(recipient), now);
            Instant before =
                    now.atZone(ChinaTime.ZONE).minus(policy.maximumAge()).toInstant();
            found.addAll(sql.sql("""
                            select i.*, r.record_id, r.accepted_at as since from delivery.item i join ledger.record r using (message_id)
                            where i.recipient = ? and i.delivered_at is null and i.expired_at is null and i.accepted_at < ?
                              and i.record_type not in ('receipt', 'urge') order by i.leaf_index limit ?""")
                    .params(recipient, Timestamp.from(before), limit)
                    .query((row, n) -> new Undelivered(
                            recipient,
                            row.getLong("leaf_index"),
                            row.getObject("message_id", UUID.class),
                            row.getString("record_id"),
                            row.getString("matter_id"),
                            row.getString("sender"),
                            row.getTimestamp("since").toInstant(),
                            row.getInt("attempts")))
                    .list());
        }
        return found;
    }

    /// Notes that the sender has been told.
    public void expired(Undelivered item) {
        sql.sql("update delivery.item set expired_at = ? where recipient = ? and leaf_index = ?")
                .params(Timestamp.from(clock.instant()), item.recipient(), item.leafIndex())
                .update();
    }

    /// Recipients that have an address.
    List<String> pushed() {
        return sql.sql("select distinct recipient from delivery.endpoint order by 1")
                .query(String.class)
                .list();
    }

    List<Channel.Endpoint> endpoints(AgencyCode agency) {
        return sql.sql("select * from delivery.endpoint where recipient = ? order by rank, channel")
                .param(agency.value())
                .query((row, n) -> new Channel.Endpoint(
                        row.getString("recipient"), row.getString("channel"), row.getString("address")))
                .list();
    }

    /// Sets the addresses of a recipient, in the order in which they are tried; none leaves it its mailbox.
    public void enterEndpoints(AgencyCode agency, List<Channel.Endpoint> endpoints) {
        transaction.executeWithoutResult(status -> {
            sql.sql("delete from delivery.endpoint where recipient = ?")
                    .param(agency.value())
                    .update();
            for (int rank = 0; rank < endpoints.size(); rank++) {
                sql.sql("insert into delivery.endpoint values (?, ?, ?, ?)")
                        .params(
                                agency.value(),
                                endpoints.get(rank).channel(),
                                endpoints.get(rank).address(),
                                rank)
                        .update();
            }
        });
    }

    private void lock(AgencyCode agency) {
        sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 7))")
                .param(agency.value())
                .query((row, n) -> n)
                .list();
    }

    private List<MailboxItem> take(AgencyCode agency, int limit, Instant now) {
        String waiting = """
                select i.* from delivery.item i
                where i.recipient = :agency and (i.delivered_at is null or i.again) and (i.next_offer <= :now or i.next_offer > :never)
                  and i.quarantined_at is null
                  and not exists (select 1 from delivery.item e where e.recipient = i.recipient and e.matter_id = i.matter_id
                                  and e.delivered_at is null and e.leaf_index < i.leaf_index and not e.passed_over
                                  and (e.next_offer > :now and e.next_offer <= :never or e.quarantined_at is not null))
                order by i.leaf_index limit :limit for update of i skip locked""";
        List<MailboxItem> items = sql.sql(waiting)
                .param("agency", agency.value())
                .param("now", Timestamp.from(now))
                .param("never", never(now, settings.longestRedelivery()))
                .param("limit", limit)
                .query((row, n) -> item(row, now))
                .list();
        items.forEach(item -> Trail.note(item.messageId(), "offered", "to " + agency));
        return items;
    }

    /// No pause is so long: what is put off beyond was put off before the clock was set back, and is due.
    private static Timestamp never(Instant now, Duration longest) {
        return Timestamp.from(now.plus(longest.multipliedBy(2)));
    }

    private static MailboxItem item(ResultSet row, Instant now) throws SQLException {
        return new MailboxItem(
                row.getLong("leaf_index"),
                row.getObject("message_id", UUID.class),
                row.getString("record_type"),
                row.getString("matter_id"),
                row.getString("sender"),
                row.getString("role"),
                row.getInt("attempts") + 1,
                now);
    }

    /// @param after cursor of the puller; null for a push
    private void offered(
            AgencyCode agency,
            List<MailboxItem> items,
            @Nullable Long after,
            Instant now,
            IntFunction<Duration> pauseAfter) {
        batch.batchUpdate(
                "update delivery.item set attempts = attempts + 1, offered_at = ?, next_offer = ?, again = false,"
                        + " offered_after = coalesce(?, offered_after) where recipient = ? and leaf_index = ?",
                items,
                Math.max(1, items.size()),
                (s, item) -> {
                    s.setTimestamp(1, Timestamp.from(now));
                    s.setTimestamp(2, Timestamp.from(now.plus(pauseAfter.apply(item.attempt()))));
                    s.setObject(3, after, Types.BIGINT);
                    s.setString(4, agency.value());
                    s.setLong(5, item.leafIndex());
                });
    }

    /// Doubles from the first pause up to the longest; chance only makes it longer, since a puller may count on it.
    private Duration pause(int attempt) {
        return DeliveryPolicy.pause(
                settings.firstRedelivery(), settings.longestRedelivery(), 0.1, attempt, 0.5 + Math.random() / 2);
    }

    /// How far a record has come with each recipient.
    public List<DeliveryState> states(UUID messageId) {
        return sql.sql("select * from delivery.item where message_id = ? order by role desc, recipient")
                .param(messageId)
                .query((row, n) -> new DeliveryState(
                        row.getString("recipient"),
                        row.getString("role"),
                        row.getInt("attempts"),
                        instant(row.getTimestamp("offered_at")),
                        instant(row.getTimestamp("delivered_at")),
                        instant(row.getTimestamp("received_at")),
                        instant(row.getTimestamp("quarantined_at")),
                        instant(row.getTimestamp("expired_at")),
                        row.getString("last_error")))
                .list();
    }

    /// Whether the record is in the agency's mailbox, now or before.
    public boolean isRecipient(AgencyCode agency, UUID messageId) {
        return sql.sql("select count(*) from delivery.item where recipient = ? and message_id = ?")
                        .params(agency.value(), messageId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /// Message ids of the receipts for a record, in the order of the log.
    public List<UUID> receipts(UUID messageId) {
        return sql.sql("select message_id from delivery.receipt where for_message_id = ? order by leaf_index")
                .param(messageId)
                .query(UUID.class)
                .list();
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
