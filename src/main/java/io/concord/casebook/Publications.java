package io.concord.casebook;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.RecordType;
import io.concord.platform.ConcordSettings;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import io.concord.schema.RecordTypeDescriptor;
import io.concord.search.Lexicon;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Follows the ledger: what an accepted record publishes, corrects or withdraws is entered into the casebook. May be
/// repeated from the start at any time; one node does it at a time.
@Component
class Publications {

    private static final Logger LOG = LoggerFactory.getLogger(Publications.class);
    private static final int ROUND = 200;

    /// Record type → kind of item.
    private static final Map<String, String> KINDS = Map.of(
            "case-publication", "case",
            "excellent-document-nomination", "document",
            "research-project", "research",
            "research-material", "research",
            "legislative-proposal", "proposal",
            "promoted-practice", "practice");

    private static final String WITHDRAWAL = "case-withdrawal";
    private static final List<String> TYPES =
            Stream.concat(KINDS.keySet().stream(), Stream.of(WITHDRAWAL)).toList();

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final TransactionTemplate nested;
    private final Casebook casebook;
    private final Catalogue catalogue;
    private final Lexicon lexicon;
    private final ConcordSettings settings;
    private final InstantSource clock;

    Publications(
            DataSource database,
            TransactionTemplate transaction,
            PlatformTransactionManager transactions,
            Casebook casebook,
            Catalogue catalogue,
            Lexicon lexicon,
            ConcordSettings settings,
            InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.transaction = transaction;
        this.nested = new TransactionTemplate(
                transactions, new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_NESTED));
        this.casebook = casebook;
        this.catalogue = catalogue;
        this.lexicon = lexicon;
        this.settings = settings;
        this.clock = clock;
    }

    private record Row(long leafIndex, String recordId, String type, byte[] body, Instant acceptedAt) {}

    @Scheduled(fixedDelay = 300)
    void follow() {
        if (!settings.isHub()) {
            return;
        }
        try {
            boolean more = true;
            while (more) {
                more = Boolean.TRUE.equals(transaction.execute(status -> round()));
            }
        } catch (RuntimeException e) {
            LOG.warn("the ledger cannot be followed and is read again: {}", e.toString());
        }
    }

    @Scheduled(initialDelay = 5_000, fixedDelay = 60_000)
    void endEmbargoes() {
        if (!settings.isHub()) {
            return;
        }
        try {
            Integer shown =
                    transaction.execute(status -> casebook.endEmbargoes(today(clock.instant()), clock.instant()));
            if (shown != null && shown > 0) {
                LOG.info("{} items are no longer under embargo", shown);
            }
        } catch (RuntimeException e) {
            LOG.warn("embargoes are looked at again: {}", e.toString());
        }
    }

    /// @return whether there may be more
    private boolean round() {
        List<Long> place = sql.sql("select leaf_index from casebook.place for update skip locked")
                .query(Long.class)
                .list();
        if (place.isEmpty()) {
            return false;
        }
        long end = sql.sql("select coalesce(max(leaf_index), -1) from ledger.record")
                .query(Long.class)
                .single();
        if (end <= place.getFirst()) {
            return false;
        }
        List<Row> rows = sql.sql("select leaf_index, record_id, record_type, body, accepted_at from ledger.record"
                        + " where leaf_index > :place and leaf_index <= :end and record_type in (:types) and body is not null"
                        + " order by leaf_index limit :limit")
                .param("place", place.getFirst())
                .param("end", end)
                .param("types", TYPES)
                .param("limit", ROUND)
                .query((row, n) -> new Row(
                        row.getLong("leaf_index"),
                        row.getString("record_id"),
                        row.getString("record_type"),
                        row.getBytes("body"),
                        row.getTimestamp("accepted_at").toInstant()))
                .list();
        rows.forEach(this::enterAlone);
        boolean more = rows.size() == ROUND;
        sql.sql("update casebook.place set leaf_index = ?")
                .param(more ? rows.getLast().leafIndex() : end)
                .update();
        return more;
    }

    /// One that cannot be entered is undone alone, said, and passed over; a lost connection undoes the round.
    private void enterAlone(Row row) {
        try {
            nested.executeWithoutResult(status -> enter(row));
        } catch (DataAccessException | IllegalArgumentException | IllegalStateException e) {
            LOG.error("{} cannot be entered into the casebook: {}", row.recordId(), e.toString());
        }
    }

    private void enter(Row row) {
        JsonNode envelope = CanonicalJson.parse(row.body());
        if (row.type().equals(WITHDRAWAL)) {
            withdraw(envelope, row);
        } else {
            Casebook.Edition edition = edition(envelope, row.type());
            Item former = casebook.get(edition.id()).orElse(null);
            if (former != null && !isPublisher(former, envelope)) {
                LOG.error("{} would replace {} of another agency; it is not entered", row.recordId(), former.humanId());
                return;
            }
            casebook.publish(edition, row.acceptedAt());
        }
    }

    private void withdraw(JsonNode envelope, Row row) {
        JsonNode payload = envelope.path("payload");
        Item item = target(payload).orElse(null);
        if (item == null) {
            LOG.warn("{} withdraws what is not in the casebook", row.recordId());
            return;
        }
        if (!isPublisher(item, envelope)) {
            LOG.error(
                    "{} is not of the agency that published {}; nothing is withdrawn", row.recordId(), item.humanId());
            return;
        }
        String code = payload.path("reason").asText();
        String reason = schema(WITHDRAWAL, envelope)
                .at("/properties/reason/enumTitles/" + code + "/zh")
                .asText(code);
        String note = payload.path("note").asText();
        String said = note.isEmpty() ? reason : reason + "：" + note;
        switch (payload.path("action").asText()) {
            case "NOTE" -> note(item, said, reason, row);
            case "REPLACE" -> {
                String next = payload.path("replacedBy").asText();
                UUID successor = casebook.ofRecord(next)
                        .or(() -> casebook.find(next).stream().findFirst())
                        .map(Item::id)
                        .orElse(null);
                casebook.withdraw(item.id(), said, successor, row.acceptedAt());
            }
            default -> casebook.withdraw(item.id(), said, null, row.acceptedAt());
        }
    }

    /// An item belongs to the agency whose record published it: nobody else corrects or withdraws it. A record id
    /// begins
    /// with its sender's code.
    private static boolean isPublisher(Item item, JsonNode envelope) {
        String recordId = item.recordId();
        return recordId != null
                && recordId.startsWith(envelope.at("/sender/agencyCode").asText() + "-RT");
    }

    /// Adds a note to what is shown; one that is there already is not added again.
    private void note(Item item, String note, String reason, Row row) {
        if (item.body() == null || CaseBody.texts(item.body().path("notes")).contains(note)) {
            return;
        }
        CaseBody noted = new CaseBody();
        noted.json().setAll(item.body().deepCopy());
        noted.json().withArray("notes").add(note);
        casebook.publish(again(item, noted, reason, row), row.acceptedAt());
    }

    private static Casebook.Edition again(Item item, CaseBody body, String reason, Row row) {
        return new Casebook.Edition(
                item.id(),
                item.kind(),
                item.sourceId(),
                item.title(),
                body.json(),
                item.open(),
                item.embargo(),
                item.publishedOn(),
                item.recordId() == null ? row.recordId() : item.recordId(),
                List.of(),
                CaseBody.texts(body.json().at("/tags/article")),
                reason);
    }

    private Optional<Item> target(JsonNode payload) {
        Optional<Item> byRecord =
                casebook.ofRecord(payload.path("publicationId").asText());
        return byRecord.isPresent()
                ? byRecord
                : casebook.find(payload.path("caseId").asText("-")).stream().findFirst();
    }

    private Casebook.Edition edition(JsonNode envelope, String type) {
        return type.equals("case-publication") ? publishedCase(envelope) : other(envelope, type);
    }

    private Casebook.Edition publishedCase(JsonNode envelope) {
        JsonNode payload = envelope.path("payload");
        JsonNode nomination = record(payload.path("nominationId").asText()).path("payload");
        CaseBody body = new CaseBody();
        nomination.path("keywords").forEach(k -> body.keyword(k.asText()));
        payload.path("finalText")
                .forEach(s ->
                        body.section(s.path("heading").asText(), s.path("text").asText()));
        nomination.path("field").forEach(f -> body.tag("field", f.asText()));
        nomination.path("causes").forEach(c -> body.tag("cause", name("dispute-cause", c.asText())));
        LocalDate day = LocalDate.parse(payload.path("publishDate").asText());
        body.tag(
                "region",
                nomination.path("region").asText(envelope.path("regionCode").asText()));
        body.tag("year", nomination.path("year").asText(String.valueOf(day.getYear())));
        body.tag("batch", payload.path("batch").asText());
        payload.path("signOffs")
                .forEach(s -> body.tag("agency", s.path("agencyCode").asText()));
        List<String> articles = articles(nomination.path("law"), CaseBody.text(body.json()));
        articles.forEach(a -> body.tag("article", a));
        nomination.path("figures").properties().forEach(f -> {
            switch (f.getKey()) {
                case "workers" -> body.number("workers", f.getValue().asLong());
                case "amountFen" -> body.number("amount", f.getValue().asLong());
                case "days" -> body.number("days", f.getValue().asLong());
                default -> {}
            }
        });
        body.alias(payload.path("caseId").asText());
        body.say("credit", payload.path("credit").asText())
                .say("licence", payload.path("licence").asText())
                .say("decisionDate", nomination.path("decisionDate").asText());
        body.number("order", payload.path("order").asLong());
        return new Casebook.Edition(
                id(payload.path("caseId").asText()),
                "case",
                "",
                payload.path("caseTitle").asText(),
                body.json(),
                true,
                null,
                day,
                envelope.path("recordId").asText(),
                CaseBody.texts(body.json().path("aliases")),
                // Letters that were used in it too: whoever has one finds the case that came of it.
                Stream.concat(articles.stream(), CaseBody.texts(nomination.path("letters")).stream())
                        .toList(),
                envelope.path("recordVersion").asInt(1) > 1 ? "更正" : "发布");
    }

    /// Any other kind: every text of its payload under the title that its schema gives it.
    private Casebook.Edition other(JsonNode envelope, String type) {
        JsonNode payload = envelope.path("payload");
        CaseBody body = new CaseBody();
        RecordTypeDescriptor descriptor = descriptor(type, envelope);
        JsonNode schema = schema(type, envelope);
        payload.properties().forEach(field -> {
            String title = schema.at("/properties/" + field.getKey() + "/title").asText(field.getKey());
            JsonNode names = schema.at("/properties/" + field.getKey() + "/enumTitles");
            body.section(title, written(named(field.getValue(), names)));
        });
        body.tag(
                "region",
                payload.path("region").asText(envelope.path("regionCode").asText()));
        LocalDate day = LocalDate.parse(envelope.path("docDate").asText());
        body.tag("year", String.valueOf(day.getYear()));
        body.tag("agency", envelope.at("/sender/agencyCode").asText());
        envelope.path("recipients")
                .forEach(r -> body.tag("agency", r.path("agencyCode").asText()));
        List<String> articles = articles(envelope.path("legalBasis"), CaseBody.text(body.json()));
        articles.forEach(a -> body.tag("article", a));
        body.alias(envelope.path("recordId").asText());
        String title = Optional.of(payload.path("projectTitle")
                        .asText(payload.path("practiceTitle").asText()))
                .filter(t -> !t.isBlank())
                .orElse(envelope.path("title").asText());
        boolean open = descriptor.visibility().contains("A-PUBLIC");
        if (descriptor.visibility().contains("A-REGION")) {
            String region = envelope.path("regionCode").asText();
            for (int length = 2; length <= region.length() && length <= 6; length += 2) {
                body.tag("scope", region.substring(0, length));
            }
        }
        return new Casebook.Edition(
                id(envelope.path("recordId").asText()),
                String.valueOf(KINDS.get(type)),
                "",
                title,
                body.json(),
                open,
                payload.has("embargoUntil")
                        ? LocalDate.parse(payload.path("embargoUntil").asText())
                        : null,
                day,
                envelope.path("recordId").asText(),
                List.of(envelope.path("recordId").asText()),
                articles,
                "登记");
    }

    private RecordTypeDescriptor descriptor(String type, JsonNode envelope) {
        return catalogue
                .find(new RecordType(type), envelope.path("schemaVersion").asText())
                .orElseThrow(() -> new IllegalStateException("no type " + type));
    }

    private JsonNode schema(String type, JsonNode envelope) {
        String path = "records/" + type + "/" + descriptor(type, envelope).line() + "/schema.json";
        return CanonicalJson.parse(String.valueOf(catalogue.files().get(path)).getBytes(StandardCharsets.UTF_8));
    }

    /// A code by the name that its schema gives it.
    private static JsonNode named(JsonNode value, JsonNode names) {
        JsonNode name = names.path(value.asText()).path("zh");
        return value.isTextual() && name.isTextual() ? name : value;
    }

    private static String written(JsonNode value) {
        if (value.isValueNode()) {
            return value.isNull() ? "" : value.asText();
        }
        List<String> parts = new ArrayList<>();
        value.elements().forEachRemaining(part -> parts.add(written(part)));
        return String.join(value.isArray() ? "；" : "，", parts);
    }

    private String name(String list, String code) {
        return Optional.ofNullable(catalogue.codeLists().get(list))
                .flatMap(l -> l.find(code))
                .map(CodeList.Item::zh)
                .orElse(code);
    }

    /// Those that the record lists, or that its text cites.
    private List<String> articles(JsonNode listed, String text) {
        StringBuilder all = new StringBuilder();
        listed.forEach(l -> all.append(
                        l.isTextual()
                                ? l.asText()
                                : "《" + l.path("instrument").asText() + "》"
                                        + l.path("article").asText())
                .append('\n'));
        return lexicon.citations().articles(all + text);
    }

    private JsonNode record(String recordId) {
        return sql.sql(
                        "select body from ledger.record where record_id = ? and body is not null order by record_version desc limit 1")
                .param(recordId)
                .query((row, n) -> CanonicalJson.parse(row.getBytes("body")))
                .optional()
                .orElseGet(() -> CanonicalJson.parse("{}".getBytes(StandardCharsets.UTF_8)));
    }

    static UUID id(String name) {
        return UUID.nameUUIDFromBytes(("concord casebook " + name).getBytes(StandardCharsets.UTF_8));
    }

    static LocalDate today(Instant now) {
        return now.atZone(ChinaTime.ZONE).toLocalDate();
    }
}
