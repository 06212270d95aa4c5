package io.concord.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.crypto.Digests;
import io.concord.crypto.SigningKey;
import io.concord.crypto.VerifyingKey;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.RecordType;
import io.concord.evidence.SignedText;
import io.concord.platform.Trail;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import io.concord.schema.SchemaFault;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// What an edge sends: numbered, checked, signed and stored once, before the first attempt. [Sender] empties it.
@Component
public class Outbox {

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final EdgeAgencies agencies;
    private final Catalogue catalogue;
    private final InstantSource clock;
    private final Bell bell;

    Outbox(
            DataSource database,
            PlatformTransactionManager transactions,
            EdgeAgencies agencies,
            Catalogue catalogue,
            InstantSource clock,
            Bell bell) {
        this.sql = JdbcClient.create(database);
        // Several records of one poll share a commit; one that is unfit is undone alone.
        this.transaction = new TransactionTemplate(
                transactions, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NESTED));
        this.agencies = agencies;
        this.catalogue = catalogue;
        this.clock = clock;
        this.bell = bell;
    }

    /// What [#prepare] came to.
    public sealed interface Preparation {
        /// Stored; it goes to the hub by itself from here.
        record Ready(Prepared prepared) implements Preparation {}

        /// @param reasons at least one
        record Unfit(List<Reason> reasons) implements Preparation {
            public Unfit {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /// Fixes the bytes of a record made from a native document, or finds those fixed before.
    ///
    /// A document that was refused may come again with other content and keeps its number. One that is on its way
    /// or
    /// accepted keeps its bytes; other content is then refused, since what was accepted cannot change.
    ///
    /// @param connection over which it came
    /// @param nativeKey of the document there
    /// @param content canonical content without `messageId`, `recordVersion` and `sentAt`; without `recordId` where
    /// the edge is to give the next number
    public Preparation prepare(AgencyCode agency, String connection, String nativeKey, ObjectNode content) {
        try {
            byte[] digest = Digests.sha256(CanonicalJson.write(content));
            return prepare(agency, connection, nativeKey, content, digest);
        } catch (CanonicalJson.NotCanonicalisable e) {
            Reason reason = Reason.of(e.fault().code(), "数据中有报文不能容纳的字符或数字", String.valueOf(e.getMessage()));
            return new Preparation.Unfit(List.of(reason));
        }
    }

    /// The same for what is made once whatever its content is the second time, for example a receipt with its time.
    Preparation prepareOnce(AgencyCode agency, String connection, String nativeKey, ObjectNode content) {
        return prepare(
                agency, connection, nativeKey, content, Digests.sha256(nativeKey.getBytes(StandardCharsets.UTF_8)));
    }

    private Preparation prepare(
            AgencyCode agency, String connection, String nativeKey, ObjectNode content, byte[] digest) {
        Preparation done = transaction.execute(status -> {
            // A row that is not there yet cannot be locked; two nodes must not both make it. Held to the end of the
            // transaction, it also makes the order of the queue the order in which rows become visible.
            sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 11))")
                    .param(agency.value())
                    .query((row, n) -> n)
                    .list();
            Optional<Kept> kept = find(agency, connection, nativeKey);
            if (kept.isPresent() && !kept.get().state.equals("REFUSED")) {
                return again(kept.get(), digest);
            }
            Preparation fresh = fresh(
                    agency,
                    connection,
                    nativeKey,
                    content,
                    digest,
                    kept.filter(k -> !k.taken).map(k -> k.prepared.recordId()));
            if (fresh instanceof Preparation.Unfit) {
                // Gives the number back: numbers have no gaps.
                status.setRollbackOnly();
            }
            return fresh;
        });
        if (done == null) {
            throw new IllegalStateException("a preparation without result");
        }
        if (done instanceof Preparation.Ready) {
            bell.ring(Bell.OUT);
        }
        return done;
    }

    private static Preparation changed(Prepared prepared) {
        return new Preparation.Unfit(List.of(Reason.of(
                "row-changed-after-acceptance",
                "该数据已作为 " + prepared.recordId() + " 提交，不能再改；请另发更正",
                "this row went out as " + prepared.recordId() + " and cannot change; send a correction")));
    }

    private Preparation fresh(
            AgencyCode agency,
            String connection,
            String nativeKey,
            ObjectNode content,
            byte[] digest,
            Optional<String> number) {
        Optional<RecordTypeDescriptor> type = catalogue.find(
                new RecordType(content.path("recordType").asText()),
                content.path("schemaVersion").asText());
        if (type.isEmpty()) {
            return new Preparation.Unfit(List.of(Reason.of("type-unknown", "没有此业务类型", "no such record type")));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        ObjectNode envelope = content.deepCopy();
        envelope.put("messageId", UUID.randomUUID().toString());
        if (!envelope.has("recordId")) {
            envelope.put(
                    "recordId",
                    number.orElseGet(() -> nextNumber(agency, type.get().rt(), now)));
        }
        if (!envelope.has("recordVersion")) {
            envelope.put("recordVersion", 1);
        }
        envelope.put("sentAt", ChinaTime.written(now));
        List<SchemaFault> faults = new ArrayList<>(catalogue.checkEnvelope(envelope));
        faults.addAll(catalogue.checkPayload(type.get(), envelope));
        if (!faults.isEmpty()) {
            return new Preparation.Unfit(
                    faults.stream().map(SchemaFault::reason).toList());
        }
        byte[] body = CanonicalJson.write(envelope);
        Prepared prepared = signed(
                agency,
                connection,
                nativeKey,
                UUID.fromString(envelope.path("messageId").asText()),
                envelope.path("recordId").asText(),
                body);
        store(prepared, digest, envelope.path("matterId").asText(), now);
        Trail.note(prepared.messageId(), "prepared", prepared.recordId() + " from " + connection + "/" + nativeKey);
        return new Preparation.Ready(prepared);
    }

    /// With the key that the agency has now.
    private Prepared signed(
            AgencyCode agency, String connection, String nativeKey, UUID messageId, String recordId, byte[] body) {
        SigningKey key = agencies.get(agency.value()).key();
        SignedText text = SignedText.of(SignedText.SUBMIT, agency.value(), key.publicKey(), body);
        return new Prepared(
                agency,
                connection,
                nativeKey,
                messageId,
                recordId,
                body,
                text.suite(),
                text.keyId(),
                key.sign(text.bytes()),
                false);
    }

    /// Signs what waits once more, where the agency has another key by now: the hub has refused the old one.
    ///
    /// @return whether it has another
    boolean signAgain(Prepared p) {
        Prepared again = signed(p.agency(), p.connection(), p.nativeKey(), p.messageId(), p.recordId(), p.body());
        return !again.keyId().equals(p.keyId())
                && sql.sql("update edge.outgoing set suite = ?, key_id = ?, signature = ?, next_attempt = '-infinity'"
                                        + " where message_id = ? and state = 'PREPARED'")
                                .params(again.suite(), again.keyId(), again.signature(), p.messageId())
                                .update()
                        == 1;
    }

    /// Gap-free per agency, type and year: taken in the transaction that stores the record.
    private String nextNumber(AgencyCode agency, String rt, Instant now) {
        int year = now.atZone(ChinaTime.ZONE).getYear();
        while (true) {
            int next = sql.sql("insert into edge.counter values (?, ?, ?, 1) on conflict (agency, rt, year)"
                            + " do update set last = counter.last + 1 returning last")
                    .params(agency.value(), rt, year)
                    .query(Integer.class)
                    .single();
            String number = "%s-%s-%d-%06d".formatted(agency, rt.replace("-", ""), year, next);
            if (!isUsed(agency, number)) {
                return number;
            }
        }
    }

    private boolean isUsed(AgencyCode agency, String recordId) {
        return sql.sql("select count(*) from edge.outgoing where agency = ? and record_id = ?")
                        .params(agency.value(), recordId)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    private void store(Prepared p, byte[] digest, String matterId, Instant now) {
        sql.sql(
                        "insert into edge.outgoing (agency, source, native_key, content, message_id, record_id, body, suite, key_id, signature,"
                                + " state, prepared_at, matter_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'PREPARED', ?, ?)"
                                + " on conflict (agency, source, native_key) do update set content = excluded.content,"
                                + " message_id = excluded.message_id, record_id = excluded.record_id, body = excluded.body, suite = excluded.suite, key_id = excluded.key_id,"
                                + " signature = excluded.signature, state = 'PREPARED', answer = null, attempts = 0,"
                                + " next_attempt = '-infinity', outdated = false, last_error = null, prepared_at = excluded.prepared_at, matter_id = excluded.matter_id,"
                                + " seq = nextval('edge.outgoing_seq_seq')")
                .params(
                        p.agency().value(),
                        p.connection(),
                        p.nativeKey(),
                        digest,
                        p.messageId(),
                        p.recordId(),
                        p.body(),
                        p.suite(),
                        p.keyId(),
                        p.signature(),
                        Timestamp.from(now),
                        matterId)
                .update();
    }

    /// Agencies for which something waits.
    List<String> waitingAgencies() {
        return sql.sql("select distinct agency from edge.outgoing where state = 'PREPARED'")
                .query(String.class)
                .list();
    }

    /// The oldest that waits of each matter, so that within a matter nothing overtakes.
    List<Prepared> next(String agency, int limit) {
        return sql.sql("""
                        select * from (select distinct on (matter_id) * from edge.outgoing
                                       where agency = ? and state = 'PREPARED' order by matter_id, seq) o
                        where next_attempt <= ?::timestamptz or next_attempt > ?::timestamptz + interval '30 minutes' order by seq limit ?""")
                .params(agency, Timestamp.from(clock.instant()), Timestamp.from(clock.instant()), limit)
                .query((row, n) -> prepared(row))
                .list();
    }

    /// All that waits, in order.
    List<Prepared> all(AgencyCode agency, int limit) {
        return sql.sql("select * from edge.outgoing where agency = ? and state = 'PREPARED' order by seq limit ?")
                .params(agency.value(), limit)
                .query((row, n) -> prepared(row))
                .list();
    }

    /// The place in the queue of the newest that waits; 0 where nothing does.
    long newest(AgencyCode agency) {
        return sql.sql("select coalesce(max(seq), 0) from edge.outgoing where agency = ? and state = 'PREPARED'")
                .param(agency.value())
                .query(Long.class)
                .single();
    }

    /// Notes that the hub could not say what became of it; it stays, and is tried again after a pause that grows.
    void failed(Prepared prepared, String reason) {
        sql.sql("update edge.outgoing set attempts = attempts + 1, last_error = ?, next_attempt = ?::timestamptz"
                        + " + least(interval '5 minutes', interval '1 second' * power(2, least(attempts, 10)))"
                        + " where message_id = ? and state = 'PREPARED'")
                .params(reason, Timestamp.from(clock.instant()), prepared.messageId())
                .update();
    }

    /// Notes the hub's answer.
    ///
    /// @return whether this is news: a receipt of the recipient may have told before that the hub has it
    boolean answered(Prepared prepared, boolean accepted, String answer) {
        boolean news = sql.sql("update edge.outgoing set state = ?, answered_at = ?, last_error = null"
                                + " where message_id = ? and state = 'PREPARED'")
                        .params(
                                accepted ? "ACCEPTED" : "REFUSED",
                                Timestamp.from(clock.instant()),
                                prepared.messageId())
                        .update()
                == 1;
        sql.sql("update edge.outgoing set answer = ? where message_id = ?")
                .params(answer, prepared.messageId())
                .update();
        return news;
    }

    /// Notes which native document asked for a receipt, so that its system is told what became of it.
    public void follow(UUID messageId, String connection, String nativeKey) {
        sql.sql("update edge.outgoing set asked_by = ?, asked_key = ? where message_id = ? and asked_by is null")
                .params(connection, nativeKey, messageId)
                .update();
    }

    /// The receipt as the native document that asked for it: its connection and key; empty where the edge made it by
    /// itself.
    Optional<Prepared> asked(Prepared receipt) {
        return sql.sql("select asked_by, asked_key from edge.outgoing where message_id = ? and asked_by is not null")
                .param(receipt.messageId())
                .query((row, n) -> new Prepared(
                        receipt.agency(),
                        row.getString("asked_by"),
                        row.getString("asked_key"),
                        receipt.messageId(),
                        receipt.recordId(),
                        receipt.body(),
                        receipt.suite(),
                        receipt.keyId(),
                        receipt.signature(),
                        false))
                .optional();
    }

    /// Drops what the hub has refused, so that it can be made anew with another number.
    void forget(Prepared refused) {
        sql.sql("delete from edge.outgoing where message_id = ? and state = 'REFUSED'")
                .param(refused.messageId())
                .update();
    }

    /// What a message was made from.
    Optional<Prepared> find(UUID messageId) {
        return sql.sql("select * from edge.outgoing where message_id = ?")
                .param(messageId)
                .query((row, n) -> prepared(row))
                .optional();
    }

    /// The record id under which a native document went out.
    public Optional<String> recordOf(AgencyCode agency, String nativeKey) {
        return sql.sql("select record_id from edge.outgoing where agency = ? and native_key = ?"
                        + " and source not like 'receipt-%' order by seq desc limit 1")
                .params(agency.value(), nativeKey)
                .query(String.class)
                .optional();
    }

    /// The native key of what went out under a record id.
    public Optional<String> keyOf(AgencyCode agency, String recordId) {
        return sql.sql("select native_key from edge.outgoing where agency = ? and record_id = ?"
                        + " and source not like 'receipt-%' order by seq desc limit 1")
                .params(agency.value(), recordId)
                .query(String.class)
                .optional();
    }

    /// @param taken whether its number was refused as another's
    private record Kept(Prepared prepared, byte[] content, String state, boolean taken) {}

    /// Once on its way the first content counts: it may be at the hub already. The system is told so with the hub's
    /// answer.
    private Preparation again(Kept kept, byte[] digest) {
        if (Arrays.equals(kept.content, digest)) {
            return new Preparation.Ready(kept.prepared);
        }
        if (kept.state.equals("ACCEPTED")) {
            return changed(kept.prepared);
        }
        sql.sql("update edge.outgoing set outdated = true where message_id = ?")
                .param(kept.prepared.messageId())
                .update();
        return new Preparation.Ready(kept.prepared);
    }

    private Optional<Kept> find(AgencyCode agency, String connection, String nativeKey) {
        return sql.sql("select * from edge.outgoing where agency = ? and source = ? and native_key = ? for update")
                .params(agency.value(), connection, nativeKey)
                .query((row, n) -> new Kept(
                        prepared(row),
                        row.getBytes("content"),
                        row.getString("state"),
                        String.valueOf(row.getString("answer")).contains("\"record-id-taken\"")))
                .optional();
    }

    private Prepared prepared(ResultSet row) throws SQLException {
        String agency = row.getString("agency");
        String suite = row.getString("suite");
        return new Prepared(
                new AgencyCode(agency),
                row.getString("source"),
                row.getString("native_key"),
                row.getObject("message_id", UUID.class),
                row.getString("record_id"),
                row.getBytes("body"),
                suite == null ? present(agency).suite().id() : suite,
                suite == null ? present(agency).id() : row.getString("key_id"),
                row.getBytes("signature"),
                row.getBoolean("outdated"));
    }

    private VerifyingKey present(String agency) {
        return agencies.get(agency).key().publicKey();
    }
}
