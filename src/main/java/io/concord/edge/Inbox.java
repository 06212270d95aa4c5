package io.concord.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.crypto.Digests;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.RecordType;
import io.concord.platform.Trail;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// What an edge receives: stored here first, then handed to the agency's own system, then receipted.
///
/// [Receiver] fills it. Within a matter nothing is handed over before what came earlier.
@Component
public class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private static final String RECEIPTS = "receipt-";
    /// Nobody else hands a record over meanwhile; a node that died gives it back after that.
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Outbox outbox;
    private final Tellings tellings;
    private final InstantSource clock;
    private final Bell bell;

    Inbox(
            DataSource database,
            TransactionTemplate transaction,
            Outbox outbox,
            Tellings tellings,
            InstantSource clock,
            Bell bell) {
        this.transaction = transaction;
        this.sql = JdbcClient.create(database);
        this.outbox = outbox;
        this.tellings = tellings;
        this.clock = clock;
        this.bell = bell;
    }

    /// Places of receipts that are stored here and that the hub has not been told of.
    List<Long> unconfirmed(AgencyCode agency) {
        return sql.sql(
                        "select leaf_index from edge.incoming where agency = ? and record_type = 'receipt' and not confirmed"
                                + " order by leaf_index limit 300")
                .param(agency.value())
                .query(Long.class)
                .list();
    }

    /// Notes that the hub knows that they are stored.
    void confirmed(AgencyCode agency, List<Long> places) {
        if (!places.isEmpty()) {
            sql.sql("update edge.incoming set confirmed = true where agency = :agency and leaf_index in (:places)")
                    .param("agency", agency.value())
                    .param("places", places)
                    .update();
        }
    }

    /// Which of these are here already.
    Set<UUID> having(AgencyCode agency, List<UUID> messageIds) {
        return messageIds.isEmpty()
                ? Set.of()
                : Set.copyOf(
                        sql.sql("select message_id from edge.incoming where agency = :agency and message_id in (:ids)")
                                .param("agency", agency.value())
                                .param("ids", messageIds)
                                .query(UUID.class)
                                .list());
    }

    /// A record from the mailbox.
    ///
    /// @param leafIndex its place in the hub's log
    record Fetched(byte[] body, long leafIndex) {}

    /// Stores records. A receipt is for the document that it is about: its system is told, and nothing more is done.
    void store(AgencyCode agency, List<Fetched> records) {
        if (records.isEmpty()) {
            return;
        }
        try {
            transaction.executeWithoutResult(
                    status -> records.forEach(record -> keep(agency, record.body(), record.leafIndex())));
        } catch (DataAccessException e) {
            if (records.size() == 1) {
                throw e;
            }
            // In order, until the one that cannot be stored.
            records.forEach(record -> store(agency, List.of(record)));
        }
        bell.ring(Bell.in(agency));
    }

    private void keep(AgencyCode agency, byte[] body, long leafIndex) {
        JsonNode envelope = CanonicalJson.parse(body);
        boolean receipt = envelope.path("recordType").asText().equals(RecordType.RECEIPT.value());
        if (receipt) {
            tell(envelope);
        }
        Instant now = clock.instant();
        sql.sql("insert into edge.incoming (agency, message_id, leaf_index, record_id, record_type, sha256, sm3, body,"
                        + " stored_at, matter_id, sender, state, handed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict do nothing")
                .params(
                        agency.value(),
                        UUID.fromString(envelope.path("messageId").asText()),
                        leafIndex,
                        envelope.path("recordId").asText(),
                        envelope.path("recordType").asText(),
                        Digests.sha256(body),
                        Digests.sm3(body),
                        body,
                        Timestamp.from(now),
                        envelope.path("matterId").asText(),
                        envelope.at("/sender/agencyCode").asText(),
                        receipt ? "HANDED" : "STORED",
                        receipt ? Timestamp.from(now) : null)
                .update();
        Trail.note(envelope.path("messageId").asText(), "fetched", "for " + agency);
    }

    private void tell(JsonNode receipt) {
        JsonNode payload = receipt.path("payload");
        outbox.find(UUID.fromString(payload.path("forMessageId").asText()))
                .filter(sent -> !isReceipt(sent))
                .ifPresent(sent -> {
                    Instant at = clock.instant();
                    String by = receipt.at("/sender/agencyCode").asText();
                    boolean signed = payload.path("kind").asText().equals("SIGNED");
                    // The recipient may be faster than the hub's own answer; that it has the record proves acceptance.
                    // The edge goes on submitting until it has the hub's own proof.
                    tellings.accepted(sent, at, "已受理（由回执得知） " + sent.recordId());
                    tellings.received(
                            sent,
                            signed,
                            by,
                            at,
                            (signed ? "已签收 " : "已送达 ") + by + " "
                                    + payload.path("at").asText());
                });
    }

    /// What is to be handed to the agency's system next; waits a while when there is nothing.
    public List<Arrived> next(AgencyCode agency, int limit) throws InterruptedException {
        long seen = bell.count(Bell.in(agency));
        List<Arrived> due = take(agency, limit);
        if (due.isEmpty()) {
            bell.await(Bell.in(agency), seen, Bell.look());
        }
        return due.isEmpty() ? take(agency, limit) : due;
    }

    private List<Arrived> take(AgencyCode agency, int limit) {
        Instant now = clock.instant();
        return sql
                .sql("""
                        with due as (
                          select agency, message_id from edge.incoming i
                          where agency = :agency and state = 'STORED' and (next_attempt <= :now or next_attempt > cast(:now as timestamptz) + interval '30 minutes')
                            and not exists (select 1 from edge.incoming e where e.agency = i.agency and e.matter_id = i.matter_id
                                            and e.state <> 'HANDED' and e.leaf_index < i.leaf_index)
                          order by leaf_index limit :limit for update skip locked)
                        update edge.incoming i set next_attempt = :lease, attempts = attempts + 1 from due
                        where i.agency = due.agency and i.message_id = due.message_id returning i.*""")
                .param("agency", agency.value())
                .param("now", Timestamp.from(now))
                .param("lease", Timestamp.from(now.plus(LEASE)))
                .param("limit", limit)
                .query((row, n) -> new Due(row.getLong("leaf_index"), arrived(agency, row)))
                .list()
                .stream()
                .sorted(Comparator.comparingLong(Due::leafIndex))
                .map(Due::arrived)
                .toList();
    }

    private record Due(long leafIndex, Arrived arrived) {}

    /// Notes that the agency's system has the record, and prepares the system's receipt for it.
    ///
    /// @param officer who is responsible for the system
    public void handedOver(Arrived arrived, String officer) {
        transaction.executeWithoutResult(status -> {
            require(receipt(arrived, "SYSTEM", officer, null));
            sql.sql("update edge.incoming set state = 'HANDED', handed_at = ?, last_error = null"
                            + " where agency = ? and message_id = ?")
                    .params(Timestamp.from(clock.instant()), arrived.agency().value(), arrived.messageId())
                    .update();
        });
        Trail.note(arrived.messageId(), "handed-over", "to " + arrived.agency());
        bell.ring(Bell.in(arrived.agency()));
    }

    private static void require(Outbox.Preparation preparation) {
        if (preparation instanceof Outbox.Preparation.Unfit unfit) {
            throw new IllegalStateException("a receipt that does not fit its schema: " + unfit.reasons());
        }
    }

    /// Notes that the agency's system could not take the record; it is tried again after a pause that grows.
    public void notHandedOver(Arrived arrived, String why) {
        sql.sql("update edge.incoming set last_error = ?, next_attempt = ?::timestamptz"
                        + " + least(interval '10 minutes', interval '1 second' * power(2, least(attempts, 10)))"
                        + " where agency = ? and message_id = ?")
                .params(why, Timestamp.from(clock.instant()), arrived.agency().value(), arrived.messageId())
                .update();
    }

    /// Sets a record aside that cannot be handed over as it is; later ones of its matter wait for it.
    public void quarantine(Arrived arrived, String why) {
        LOG.error("correlation={} quarantined: {}", arrived.messageId(), why);
        sql.sql("update edge.incoming set state = 'QUARANTINED', last_error = ? where agency = ? and message_id = ?")
                .params(why, arrived.agency().value(), arrived.messageId())
                .update();
    }

    /// A record received before, by its record id.
    public Optional<Arrived> find(AgencyCode agency, String recordId) {
        return sql.sql(
                        "select * from edge.incoming where agency = ? and record_id = ? order by leaf_index desc limit 1")
                .params(agency.value(), recordId)
                .query((row, n) -> arrived(agency, row))
                .optional();
    }

    /// A record received before, by its message id; empty also where that is no UUID.
    public Optional<Arrived> findMessage(AgencyCode agency, String messageId) {
        return sql.sql("select * from edge.incoming where agency = ? and message_id::text = ?")
                .params(agency.value(), messageId)
                .query((row, n) -> arrived(agency, row))
                .optional();
    }

    private static Arrived arrived(AgencyCode agency, ResultSet row) throws SQLException {
        byte[] body = row.getBytes("body");
        return new Arrived(
                agency,
                row.getObject("message_id", UUID.class),
                row.getString("record_id"),
                row.getString("record_type"),
                body,
                CanonicalJson.parse(body),
                Digests.hex(row.getBytes("sha256")),
                Digests.hex(row.getBytes("sm3")));
    }

    /// Whether something sent is a receipt of this edge's making.
    static boolean isReceipt(Prepared prepared) {
        return prepared.connection().startsWith(RECEIPTS);
    }

    /// Prepares a refused receipt once more, under the next number.
    void receiptAgain(Prepared refused) {
        ObjectNode content = (ObjectNode) CanonicalJson.parse(refused.body());
        content.remove(List.of("messageId", "recordId", "recordVersion", "sentAt"));
        transaction.executeWithoutResult(status -> {
            outbox.forget(refused);
            require(outbox.prepareOnce(refused.agency(), refused.connection(), refused.nativeKey(), content));
        });
    }

    /// Prepares the signed receipt for a record; the second time the same one.
    ///
    /// @param kind SYSTEM 系统送达 or SIGNED 签收
    /// @param officer who signs for it, or who is responsible for the system
    /// @param concludes record that this concludes
    public Outbox.Preparation receipt(Arrived arrived, String kind, String officer, @Nullable String concludes) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        JsonNode original = arrived.envelope();
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("recordType", RecordType.RECEIPT.value()).put("schemaVersion", "1.0.0");
        content.put("matterId", original.path("matterId").asText());
        content.put("title", "关于" + original.path("recordId").asText() + "的回执");
        content.putObject("sender")
                .put("agencyCode", arrived.agency().value())
                .putObject("officer")
                .put("name", officer);
        content.putArray("recipients")
                .addObject()
                .put("agencyCode", original.at("/sender/agencyCode").asText())
                .put("role", "MAIN")
                .put("actionRequired", false);
        content.putArray("relations")
                .addObject()
                .put("recordId", arrived.recordId())
                .put("relation", "REPLY_TO");
        content.put("regionCode", arrived.agency().region());
        content.put("docDate", now.atZone(ChinaTime.ZONE).toLocalDate().toString());
        content.put("urgency", "平件").put("secrecy", "INTERNAL");
        content.putArray("dataTags");
        content.putObject("reply").put("required", false);
        ObjectNode payload = content.putObject("payload");
        payload.put("forMessageId", arrived.messageId().toString()).put("kind", kind);
        payload.putObject("digest").put("sha256", arrived.sha256()).put("sm3", arrived.sm3());
        payload.put("at", ChinaTime.written(now));
        if (kind.equals("SIGNED")) {
            payload.putObject("officer").put("name", officer);
        }
        if (concludes != null && !concludes.isEmpty()) {
            payload.put("concludes", concludes);
        }
        return outbox.prepareOnce(
                arrived.agency(), RECEIPTS + kind, arrived.messageId().toString(), content);
    }
}
