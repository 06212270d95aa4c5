package io.concord.edge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.crypto.Digests;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.RecordType;
import io.concord.evidence.SignedText;
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
import org.springframework.transaction.support.TransactionTemplate;

/// What an edge sends: numbered, checked, signed and stored once, before the first attempt.
@Component
public class Outbox {

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final EdgeAgencies agencies;
    private final Catalogue catalogue;
    private final InstantSource clock;

    Outbox(
            DataSource database,
            TransactionTemplate transaction,
            EdgeAgencies agencies,
            Catalogue catalogue,
            InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.transaction = transaction;
        this.agencies = agencies;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /// What [#prepare] came to.
    public sealed interface Preparation {
        record Ready(Prepared prepared) implements Preparation {}

        record Unfit(Answer.Refused refused) implements Preparation {}
    }

    /// Fixes the bytes of a record made from a native row, or finds those fixed before.
    ///
    /// A row that was refused may come again with other content and keeps its number. One that is on its way or
    /// accepted keeps its bytes; other content is then refused, since what was accepted cannot change.
    ///
    /// @param source native table or folder
    /// @param nativeKey of the row in it
    /// @param content canonical content without `messageId`, `recordVersion` and `sentAt`; without `recordId` where
    /// the edge is to give the next number
    public Preparation prepare(AgencyCode agency, String source, String nativeKey, ObjectNode content) {
        try {
            byte[] digest = Digests.sha256(CanonicalJson.write(content));
            return prepare(agency, source, nativeKey, content, digest);
        } catch (CanonicalJson.NotCanonicalisable e) {
            Reason reason = Reason.of(e.fault().code(), "数据中有报文不能容纳的字符或数字", String.valueOf(e.getMessage()));
            return new Preparation.Unfit(new Answer.Refused(nativeKey, List.of(reason)));
        }
    }

    /// The same for what is made once whatever its content is the second time, for example a receipt with its time.
    Preparation prepareOnce(AgencyCode agency, String source, String nativeKey, ObjectNode content) {
        return prepare(agency, source, nativeKey, content, Digests.sha256(nativeKey.getBytes(StandardCharsets.UTF_8)));
    }

    private Preparation prepare(AgencyCode agency, String source, String nativeKey, ObjectNode content, byte[] digest) {
        Preparation done = transaction.execute(status -> {
            // A row that is not there yet cannot be locked; two nodes must not both make it.
            sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 11))")
                    .param(agency + " " + source + " " + nativeKey)
                    .query((row, n) -> n)
                    .list();
            Optional<Kept> kept = find(agency, source, nativeKey);
            if (kept.isPresent() && !kept.get().state.equals("REFUSED")) {
                return kept.get().again(nativeKey, digest);
            }
            Preparation fresh = fresh(agency, source, nativeKey, content, digest, kept.map(k -> k.prepared.recordId()));
            if (fresh instanceof Preparation.Unfit) {
                // Gives the number back: numbers have no gaps.
                status.setRollbackOnly();
            }
            return fresh;
        });
        if (done == null) {
            throw new IllegalStateException("a preparation without result");
        }
        return done;
    }

    private static Preparation changed(String nativeKey, Prepared prepared) {
        return new Preparation.Unfit(new Answer.Refused(
                nativeKey,
                List.of(Reason.of(
                        "row-changed-after-acceptance",
                        "该数据已作为 " + prepared.recordId() + " 提交，不能再改；请另发更正",
                        "this row went out as " + prepared.recordId() + " and cannot change; send a correction"))));
    }

    private Preparation fresh(
            AgencyCode agency,
            String source,
            String nativeKey,
            ObjectNode content,
            byte[] digest,
            Optional<String> number) {
        Optional<RecordTypeDescriptor> type = catalogue.find(
                new RecordType(content.path("recordType").asText()),
                content.path("schemaVersion").asText());
        if (type.isEmpty()) {
            return new Preparation.Unfit(new Answer.Refused(
                    nativeKey, List.of(Reason.of("type-unknown", "没有此业务类型", "no such record type"))));
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        ObjectNode envelope = content.deepCopy();
        envelope.put("messageId", UUID.randomUUID().toString());
        if (!envelope.has("recordId")) {
            envelope.put(
                    "recordId",
                    number.orElseGet(() -> nextNumber(agency, type.get().rt(), now)));
        }
        envelope.put("recordVersion", 1);
        envelope.put("sentAt", ChinaTime.written(now));
        List<SchemaFault> faults = new ArrayList<>(catalogue.checkEnvelope(envelope));
        faults.addAll(catalogue.checkPayload(type.get(), envelope));
        if (!faults.isEmpty()) {
            return new Preparation.Unfit(new Answer.Refused(
                    nativeKey, faults.stream().map(SchemaFault::reason).toList()));
        }
        byte[] body = CanonicalJson.write(envelope);
        EdgeAgency signer = agencies.get(agency.value());
        byte[] signature = signer.key()
                .sign(SignedText.of(
                                SignedText.SUBMIT, agency.value(), signer.key().publicKey(), body)
                        .bytes());
        Prepared prepared = new Prepared(
                agency,
                source,
                nativeKey,
                UUID.fromString(envelope.path("messageId").asText()),
                envelope.path("recordId").asText(),
                body,
                signature,
                false);
        store(prepared, digest, now);
        return new Preparation.Ready(prepared);
    }

    /// Gap-free per agency, type and year: taken in the transaction that stores the record.
    private String nextNumber(AgencyCode agency, String rt, Instant now) {
        int year = now.atZone(ChinaTime.ZONE).getYear();
        int next = sql.sql("insert into edge.counter values (?, ?, ?, 1) on conflict (agency, rt, year)"
                        + " do update set last = counter.last + 1 returning last")
                .params(agency.value(), rt, year)
                .query(Integer.class)
                .single();
        return "%s-%s-%d-%06d".formatted(agency, rt.replace("-", ""), year, next);
    }

    private void store(Prepared p, byte[] digest, Instant now) {
        sql.sql(
                        "insert into edge.outgoing values (?, ?, ?, ?, ?, ?, ?, ?, 'PREPARED', null, ?, null)"
                                + " on conflict (agency, source, native_key) do update set content = excluded.content,"
                                + " message_id = excluded.message_id, record_id = excluded.record_id, body = excluded.body,"
                                + " signature = excluded.signature, state = 'PREPARED', answer = null, prepared_at = excluded.prepared_at")
                .params(
                        p.agency().value(),
                        p.source(),
                        p.nativeKey(),
                        digest,
                        p.messageId(),
                        p.recordId(),
                        p.body(),
                        p.signature(),
                        Timestamp.from(now))
                .update();
    }

    /// Notes the hub's answer.
    void answered(Prepared prepared, boolean accepted, String answer) {
        sql.sql("update edge.outgoing set state = ?, answer = ?, answered_at = ? where message_id = ?")
                .params(
                        accepted ? "ACCEPTED" : "REFUSED",
                        answer,
                        Timestamp.from(clock.instant()),
                        prepared.messageId())
                .update();
    }

    /// The native row from which a message was made.
    public Optional<String> nativeKeyOf(UUID messageId) {
        return sql.sql("select native_key from edge.outgoing where message_id = ?")
                .param(messageId)
                .query(String.class)
                .optional();
    }

    private record Kept(Prepared prepared, byte[] content, String state) {
        /// Once on its way the first content counts: it may be at the hub already.
        Preparation again(String nativeKey, byte[] digest) {
            if (Arrays.equals(content, digest)) {
                return new Preparation.Ready(prepared);
            }
            return state.equals("ACCEPTED")
                    ? changed(nativeKey, prepared)
                    : new Preparation.Ready(new Prepared(
                            prepared.agency(),
                            prepared.source(),
                            prepared.nativeKey(),
                            prepared.messageId(),
                            prepared.recordId(),
                            prepared.body(),
                            prepared.signature(),
                            true));
        }
    }

    private Optional<Kept> find(AgencyCode agency, String source, String nativeKey) {
        return sql.sql("select * from edge.outgoing where agency = ? and source = ? and native_key = ? for update")
                .params(agency.value(), source, nativeKey)
                .query((row, n) -> kept(row))
                .optional();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return new Kept(
                new Prepared(
                        new AgencyCode(row.getString("agency")),
                        row.getString("source"),
                        row.getString("native_key"),
                        row.getObject("message_id", UUID.class),
                        row.getString("record_id"),
                        row.getBytes("body"),
                        row.getBytes("signature"),
                        false),
                row.getBytes("content"),
                row.getString("state"));
    }
}
