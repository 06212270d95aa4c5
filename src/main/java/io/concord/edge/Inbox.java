package io.concord.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.crypto.Digests;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.RecordType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What an edge receives: stored here first, then given to the agency's own system, then receipted.
@Component
public class Inbox {

    private final JdbcClient sql;
    private final HubClient hub;
    private final Outbox outbox;
    private final InstantSource clock;

    /// What came since the start and is not done yet, and the last that came, by agency. The cursor stays before
    /// the first that is not done. After a restart the hub offers again what has no receipt.
    private final Map<String, Progress> progress = new ConcurrentHashMap<>();

    private static final class Progress {
        private final TreeSet<Long> open = new TreeSet<>();
        private long last = -1;

        synchronized void came(long leafIndex) {
            open.add(leafIndex);
            last = Math.max(last, leafIndex);
        }

        synchronized void done(long leafIndex) {
            open.remove(leafIndex);
        }

        synchronized long cursor() {
            return open.isEmpty() ? last : open.first() - 1;
        }
    }

    private Progress progress(AgencyCode agency) {
        return progress.computeIfAbsent(agency.value(), a -> new Progress());
    }

    Inbox(DataSource database, HubClient hub, Outbox outbox, InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.hub = hub;
        this.outbox = outbox;
        this.clock = clock;
    }

    /// Waits for records and stores them.
    ///
    /// @return in the order of the mailbox; those that came before are among them when the hub offers them again
    /// @throws HubUnavailable when the hub does not answer
    public List<Arrived> receive(AgencyCode agency) {
        JsonNode page = hub.mailbox(agency.value(), progress(agency).cursor());
        List<Arrived> arrived = new ArrayList<>();
        for (JsonNode item : page.path("items")) {
            String messageId = item.path("messageId").asText();
            byte[] body = hub.fetch(agency.value(), messageId);
            JsonNode envelope = CanonicalJson.parse(body);
            Arrived one = new Arrived(
                    agency,
                    UUID.fromString(messageId),
                    envelope.path("recordId").asText(),
                    envelope.path("recordType").asText(),
                    body,
                    envelope,
                    Digests.hex(Digests.sha256(body)),
                    Digests.hex(Digests.sm3(body)));
            store(one, item.path("leafIndex").asLong());
            progress(agency).came(item.path("leafIndex").asLong());
            arrived.add(one);
        }
        return arrived;
    }

    /// Tells that a record is where it should be; the next poll ends such items as need no receipt.
    public void done(AgencyCode agency, long leafIndex) {
        progress(agency).done(leafIndex);
    }

    private void store(Arrived one, long leafIndex) {
        sql.sql("insert into edge.incoming values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
                .params(
                        one.agency().value(),
                        one.messageId(),
                        leafIndex,
                        one.recordId(),
                        one.recordType(),
                        Digests.unhex(one.sha256()),
                        Digests.unhex(one.sm3()),
                        one.body(),
                        Timestamp.from(clock.instant()))
                .update();
    }

    /// Where a stored record stands in the mailbox.
    public long leafIndexOf(Arrived arrived) {
        return sql.sql("select leaf_index from edge.incoming where agency = ? and message_id = ?")
                .params(arrived.agency().value(), arrived.messageId())
                .query(Long.class)
                .single();
    }

    /// A record received before, by its record id.
    public Optional<Arrived> find(AgencyCode agency, String recordId) {
        return sql.sql(
                        "select * from edge.incoming where agency = ? and record_id = ? order by leaf_index desc limit 1")
                .params(agency.value(), recordId)
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

    /// Whether the record ends by a receipt of its own; receipts do not.
    public static boolean needsReceipt(Arrived arrived) {
        return !arrived.recordType().equals(RecordType.RECEIPT.value());
    }

    /// Prepares the signed receipt for a record; the second time the same one.
    ///
    /// @param kind SYSTEM 系统送达 or SIGNED 签收
    /// @param officer who signs for it, or who is responsible for the system
    public Outbox.Preparation receipt(Arrived arrived, String kind, String officer) {
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
        return outbox.prepareOnce(
                arrived.agency(), "receipt-" + kind, arrived.messageId().toString(), content);
    }
}
