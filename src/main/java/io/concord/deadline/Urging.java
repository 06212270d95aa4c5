package io.concord.deadline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.agency.HubAgency;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.Envelope;
import io.concord.ledger.LogReader;
import io.concord.ledger.Outcome;
import io.concord.platform.ConcordSettings;
import io.concord.schema.Catalogue;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
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

/// Reminds, urges, and states silence, in records that the hub signs (RT-67): three working days before the
/// last day, on
/// it, one after and five after, as `schemas/rules/exchange.yaml` says.
///
/// Whoever comes late to a term, the hub included, gets the one stage that applies, not those that have passed.
@Component
public class Urging {

    private static final Logger LOG = LoggerFactory.getLogger(Urging.class);
    /// Terms whose last day is further off are not looked at; longer than any stage before the last day.
    private static final int AHEAD_DAYS = 30;

    private static final int AT_ONCE = 200;

    private final DataSource database;
    private final JdbcClient sql;
    private final Catalogue catalogue;
    private final Deadlines deadlines;
    private final HubAgency hub;
    private final LogReader log;
    private final ConcordSettings settings;
    private final InstantSource clock;

    Urging(
            DataSource database,
            Catalogue catalogue,
            Deadlines deadlines,
            HubAgency hub,
            LogReader log,
            ConcordSettings settings,
            InstantSource clock) {
        this.database = database;
        this.sql = JdbcClient.create(database);
        this.catalogue = catalogue;
        this.deadlines = deadlines;
        this.hub = hub;
        this.log = log;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${concord.deadline.first-tick:20s}",
            fixedDelayString = "${concord.deadline.tick:60s}")
    void tick() {
        if (settings.isHub()) {
            try {
                urge();
            } catch (SQLException | RuntimeException e) {
                // The next tick tries again; nothing is lost by being late.
                LOG.warn("urging failed and is tried again", e);
            }
        }
    }

    /// A stage to send.
    private record Stage(Clock due, int number, String level) {}

    /// Sends every stage that is due and was not sent, the most overdue first.
    ///
    /// @return how many were sent
    public int urge() throws SQLException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
        int sent = 0;
        for (Stage stage : due(today)) {
            sent += send(stage.due, stage.number, stage.level, today) ? 1 : 0;
        }
        return sent;
    }

    private List<Stage> due(LocalDate today) throws SQLException {
        JsonNode duties = catalogue.rules().get("urging", today).values().path("stages");
        JsonNode options =
                catalogue.rules().get("option-warning", today).values().path("stages");
        List<Stage> stages = new ArrayList<>();
        try (Connection c = database.getConnection();
                PreparedStatement s = c.prepareStatement("""
                        select c.*, (select max(stage) from deadline.urged u where u.record_id = c.record_id and u.record_version = c.record_version
                                     and u.rule = c.rule and u.item = c.item and u.anchor = c.anchor) as sent
                        from deadline.clock c where state = 'OPEN' and due <= ? order by due""")) {
            c.setAutoCommit(false);
            s.setFetchSize(AT_ONCE);
            s.setDate(1, Date.valueOf(today.plusDays(AHEAD_DAYS)));
            try (ResultSet r = s.executeQuery()) {
                while (r.next() && stages.size() < AT_ONCE) {
                    Clock due = ClockStore.read(r);
                    int before = r.getObject("sent") == null ? -1 : r.getInt("sent");
                    boolean option = due.terms().kind() == Clock.Kind.OPTION;
                    JsonNode its = option ? options : duties;
                    int stage = UrgingStages.of(deadlines.calendars(), its, Objects.requireNonNull(due.due()), today);
                    boolean over = option && today.isAfter(Objects.requireNonNull(due.due()));
                    if (stage > before && !over && due.terms().kind() != Clock.Kind.LIMIT) {
                        stages.add(new Stage(
                                due, stage, its.get(stage).path("level").asText()));
                    }
                }
            }
            c.commit();
        }
        return stages;
    }

    private boolean send(Clock due, int stage, String level, LocalDate today) {
        Clock.Terms t = due.terms();
        UUID messageId = Clocks.named("urge " + t.recordId() + " " + t.recordVersion() + " " + t.rule() + " " + t.item()
                + " " + t.anchor() + " " + stage);
        Instant now = clock.instant();
        byte[] body = CanonicalJson.write(envelope(due, level, messageId, today, now));
        Envelope envelope = Envelope.of(body, CanonicalJson.parse(body));
        try {
            Outcome outcome = hub.send(envelope, body).get(30, TimeUnit.SECONDS);
            if (outcome instanceof Outcome.Refused refused) {
                LOG.warn("urging of {} was refused: {}", t.recordId(), refused.reasons());
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("urging of {} could not be stored and is tried again", t.recordId(), e);
            return false;
        }
        return sql.sql("insert into deadline.urged values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
                        .params(
                                t.recordId(),
                                t.recordVersion(),
                                t.rule(),
                                t.item(),
                                Timestamp.from(t.anchor().toInstant()),
                                stage,
                                messageId,
                                Timestamp.from(now))
                        .update()
                > 0;
    }

    private ObjectNode envelope(Clock due, String level, UUID messageId, LocalDate today, Instant now) {
        Clock.Terms t = due.terms();
        LocalDate last = Objects.requireNonNull(due.due());
        boolean over = today.isAfter(last);
        String name = deadlines
                .find(t.rule().isEmpty() ? "D-18" : t.rule(), t.region(), t.ruleFrom())
                .map(rule -> t.rule().isEmpty()
                        ? "约定期限"
                        : Objects.requireNonNull(rule.name().get("zh")))
                .orElse(t.rule());
        long number = sql.sql("select nextval('deadline.urge_number')")
                .query(Long.class)
                .single();
        ObjectNode e = JsonNodeFactory.instance.objectNode();
        e.put("messageId", messageId.toString()).put("recordType", "urge").put("schemaVersion", "1.0.0");
        e.put(
                "recordId",
                String.format(Locale.ROOT, "%s-RT67-%d-%06d", hub.code(), today.getYear(), number % 1_000_000));
        e.put("recordVersion", 1).put("matterId", t.matterId());
        e.put("title", "关于" + t.recordId() + "“" + name + "”" + (over ? "逾期的催办" : "即将到期的提醒"));
        e.putObject("sender")
                .put("agencyCode", hub.code().value())
                .putObject("officer")
                .put("name", "交换枢纽");
        Set<String> mains = new LinkedHashSet<>();
        t.obligors().stream().filter(o -> !o.startsWith("external:")).forEach(mains::add);
        boolean nobody = mains.isEmpty();
        ArrayNode recipients = e.putArray("recipients");
        for (String obligor : nobody ? Set.of(t.owner()) : mains) {
            recipients
                    .addObject()
                    .put("agencyCode", obligor)
                    .put("role", "MAIN")
                    .put("actionRequired", true);
        }
        if (!nobody && !mains.contains(t.owner())) {
            recipients
                    .addObject()
                    .put("agencyCode", t.owner())
                    .put("role", "COPY")
                    .put("actionRequired", false);
        }
        e.put("regionCode", t.recordId().substring(0, 6)).put("docDate", today.toString());
        e.put("sentAt", ChinaTime.written(now))
                .put("urgency", over ? "加急" : "平件")
                .put("secrecy", "INTERNAL");
        e.putArray("dataTags");
        e.putObject("reply").put("required", false);
        ArrayNode relations = e.putArray("relations");
        relations.addObject().put("recordId", t.recordId()).put("relation", "FOLLOWS");
        ObjectNode p = e.putObject("payload");
        p.put("forRecordId", t.recordId())
                .put("level", level)
                .put("at", today.toString())
                .put("by", "交换枢纽");
        if (!t.rule().isEmpty()) {
            p.put("ruleId", t.rule());
        }
        p.put("dueAt", last.toString());
        if (over) {
            p.put("overdueWorkdays", UrgingStages.overdue(deadlines.calendars(), last, today));
            p.putObject("silence")
                    .put("asOf", ChinaTime.written(now))
                    .put("logSize", log.size())
                    .put("records", 0)
                    .put("statement", "截至上述时刻，本枢纽日志（共上述条数）中没有结束“" + name + "”（截止 " + last + "）的签收、答复或办理记录");
        }
        return e;
    }
}
