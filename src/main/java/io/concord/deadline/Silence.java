package io.concord.deadline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.agency.HubAgency;
import io.concord.delivery.Mailboxes;
import io.concord.delivery.Undelivered;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.Envelope;
import io.concord.ledger.LogReader;
import io.concord.ledger.Outcome;
import io.concord.platform.ConcordSettings;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Says to a sender, in a signed statement (RT-67), that a record has not been fetched or received for longer than the
/// recipient's policy allows. The record itself goes on waiting: a late receipt is always taken.
@Component
public class Silence {

    private static final Logger LOG = LoggerFactory.getLogger(Silence.class);
    private static final int AT_ONCE = 500;

    private final Mailboxes mailboxes;
    private final HubAgency hub;
    private final LogReader log;
    private final JdbcClient sql;
    private final ConcordSettings settings;
    private final InstantSource clock;

    Silence(
            Mailboxes mailboxes,
            HubAgency hub,
            LogReader log,
            DataSource database,
            ConcordSettings settings,
            InstantSource clock) {
        this.mailboxes = mailboxes;
        this.hub = hub;
        this.log = log;
        this.sql = JdbcClient.create(database);
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${concord.deadline.first-tick:20s}",
            fixedDelayString = "${concord.deadline.tick:60s}")
    void tick() {
        if (settings.isHub()) {
            try {
                state();
            } catch (RuntimeException e) {
                // The next tick tries again; nothing is lost by being late.
                LOG.warn("statements of silence failed and are tried again", e);
            }
        }
    }

    /// States what has expired since the last time.
    ///
    /// @return how many statements were sent
    public int state() {
        int sent = 0;
        for (Undelivered item : mailboxes.overage(AT_ONCE)) {
            sent += send(item) ? 1 : 0;
        }
        return sent;
    }

    private boolean send(Undelivered item) {
        Instant now = clock.instant();
        byte[] body = CanonicalJson.write(envelope(item, now));
        Envelope envelope = Envelope.of(body, CanonicalJson.parse(body));
        try {
            Outcome outcome = hub.send(envelope, body).get(30, TimeUnit.SECONDS);
            if (outcome instanceof Outcome.Refused refused) {
                LOG.warn(
                        "correlation={} the statement of silence was refused: {}", item.messageId(), refused.reasons());
                return false;
            }
            mailboxes.expired(item);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("correlation={} the statement of silence is tried again", item.messageId(), e);
            return false;
        }
    }

    private ObjectNode envelope(Undelivered item, Instant now) {
        // The same statement whoever makes it, so that two nodes do not say it twice.
        UUID messageId = Clocks.named("silence " + item.messageId() + " " + item.recipient());
        String today = now.atZone(ChinaTime.ZONE).toLocalDate().toString();
        long number = sql.sql("select nextval('deadline.urge_number')")
                .query(Long.class)
                .single();
        ObjectNode e = JsonNodeFactory.instance.objectNode();
        e.put("messageId", messageId.toString()).put("recordType", "urge").put("schemaVersion", "1.0.0");
        e.put(
                "recordId",
                String.format(Locale.ROOT, "%s-RT67-%s-%06d", hub.code(), today.substring(0, 4), number % 1_000_000));
        e.put("recordVersion", 1).put("matterId", item.matterId());
        e.put("title", "关于" + item.recordId() + "未被" + item.recipient() + "接收的说明");
        e.putObject("sender")
                .put("agencyCode", hub.code().value())
                .putObject("officer")
                .put("name", "交换枢纽");
        e.putArray("recipients")
                .addObject()
                .put("agencyCode", item.sender())
                .put("role", "MAIN")
                .put("actionRequired", true);
        e.put("regionCode", item.recordId().substring(0, 6)).put("docDate", today);
        e.put("sentAt", ChinaTime.written(now)).put("urgency", "加急").put("secrecy", "INTERNAL");
        e.putArray("dataTags");
        e.putObject("reply").put("required", false);
        e.putArray("relations").addObject().put("recordId", item.recordId()).put("relation", "FOLLOWS");
        ObjectNode p = e.putObject("payload");
        p.put("forRecordId", item.recordId())
                .put("level", "URGE")
                .put("at", today)
                .put("by", "交换枢纽");
        p.putObject("silence")
                .put("asOf", ChinaTime.written(now))
                .put("logSize", log.size())
                .put("records", 0)
                .put(
                        "statement",
                        "自 " + ChinaTime.written(item.acceptedAt()) + " 受理以来，投送 " + item.attempts()
                                + " 次，本枢纽日志（共上述条数）中没有 " + item.recipient() + " 对该记录的回执");
        return e;
    }
}
