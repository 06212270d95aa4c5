package io.concord.casebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.crypto.Sealing;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.ChinaTime;
import io.concord.platform.ConcordSettings;
import io.concord.problem.Reason;
import io.concord.redaction.Finding;
import io.concord.redaction.Kind;
import io.concord.redaction.Known;
import io.concord.redaction.MaskMap;
import io.concord.redaction.Redacted;
import io.concord.redaction.Redactor;
import io.concord.redaction.Redactors;
import io.concord.schema.Catalogue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Brings a text to where it may be published: suggestions, one person's decisions, another's confirmation after a
/// search that finds nothing left (domain dossier §6.4). What a mask stands for is kept sealed and apart from the text.
@Component
public class RedactionDesk {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 100_000;
    private static final int MOST_DIFFERENCES = 50;

    private final JdbcClient sql;
    private final InstantSource clock;
    private final Sealing sealing;
    private final Redactors redactors;

    RedactionDesk(
            DataSource database,
            Catalogue catalogue,
            InstantSource clock,
            ConcordSettings settings,
            SecureRandom random)
            throws IOException {
        this.sql = JdbcClient.create(database);
        this.redactors = new Redactors(catalogue);
        this.clock = clock;
        this.sealing = Sealing.of(settings.data().resolve("keys/redaction.key"), random);
    }

    /// What a step came to.
    public sealed interface Outcome {
        record Done(Draft draft) implements Outcome {}

        record Refused(List<Reason> reasons) implements Outcome {
            public Refused {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /// @param findings suggestions in the text as it was handed in
    /// @param masked the text with the decisions applied; null before there are any
    /// @param residuals what a search of the masked text still finds; publication waits until it is empty
    /// @param report as a nomination's `deidReport`; null until confirmed
    public record Draft(
            UUID id,
            int revision,
            List<Finding> findings,
            @Nullable String masked,
            @Nullable String maskedBy,
            List<Finding> residuals,
            @Nullable ObjectNode report) {}

    /// A decision of the person who masks.
    ///
    /// @param mask what stands instead; the suggestion's where empty
    public record Decision(int start, int end, Kind kind, String mask) {}

    private Redactor redactor() {
        return redactors.on(Publications.today(clock.instant()));
    }

    /// Takes a text in and finds what should be masked.
    public Outcome begin(AgencyCode agency, String text, JsonNode known, String profile) {
        if (text.isBlank() || text.length() > LONGEST) {
            return refused(
                    "parameter-invalid", "text 须有 1 至 " + LONGEST + " 字", "text has 1 to " + LONGEST + " characters");
        }
        UUID id = UUID.randomUUID();
        try {
            known(known);
            redactor().profile(profile);
        } catch (IllegalArgumentException e) {
            return refused(
                    "parameter-invalid", "known 或 profile 不符：" + e.getMessage(), "known or profile: " + e.getMessage());
        }
        byte[] about = id.toString().getBytes(StandardCharsets.UTF_8);
        sql.sql(
                        "insert into casebook.redaction (id, agency, profile, text, known, rules_from, made_at) values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        id,
                        agency.value(),
                        profile,
                        sealing.seal(text.getBytes(StandardCharsets.UTF_8), about),
                        sealing.seal(known.toString().getBytes(StandardCharsets.UTF_8), about),
                        Date.valueOf(Publications.today(clock.instant())),
                        Timestamp.from(clock.instant()))
                .update();
        return new Outcome.Done(draft(row(agency, id).orElseThrow()));
    }

    /// Parties as `{persons: [{name, aliases, role}], firms: [{name, shortForms}], items: [{kind, value}], people}`.
    private static Known known(JsonNode known) {
        List<Known.Person> persons = new ArrayList<>();
        known.path("persons")
                .forEach(p -> persons.add(new Known.Person(
                        p.path("name").asText(),
                        CaseBody.texts(p.path("aliases")),
                        Known.Role.valueOf(p.path("role").asText("PARTY")))));
        List<Known.Firm> firms = new ArrayList<>();
        known.path("firms")
                .forEach(f -> firms.add(new Known.Firm(f.path("name").asText(), CaseBody.texts(f.path("shortForms")))));
        List<Known.Item> items = new ArrayList<>();
        known.path("items")
                .forEach(i -> items.add(new Known.Item(
                        Kind.valueOf(i.path("kind").asText()), i.path("value").asText())));
        return new Known(persons, firms, items, known.path("people").asInt(), null);
    }

    private record Row(
            UUID id,
            String agency,
            String profile,
            String text,
            Known known,
            @Nullable MaskMap map,
            @Nullable String masked,
            LocalDate rulesFrom,
            int revision,
            @Nullable String maskedBy,
            @Nullable String confirmedBy,
            @Nullable LocalDate confirmedOn) {}

    private Optional<Row> row(AgencyCode agency, UUID id) {
        byte[] about = id.toString().getBytes(StandardCharsets.UTF_8);
        return sql.sql("select * from casebook.redaction where id = ? and agency = ?")
                .params(id, agency.value())
                .query((r, n) -> new Row(
                        id,
                        r.getString("agency"),
                        r.getString("profile"),
                        new String(sealing.open(r.getBytes("text"), about), StandardCharsets.UTF_8),
                        known(tree(sealing.open(r.getBytes("known"), about))),
                        r.getBytes("map") == null ? null : MaskMap.parse(sealing.open(r.getBytes("map"), about)),
                        r.getString("masked"),
                        r.getDate("rules_from").toLocalDate(),
                        r.getInt("revision"),
                        r.getString("masked_by"),
                        r.getString("confirmed_by"),
                        r.getTimestamp("confirmed_at") == null
                                ? null
                                : r.getTimestamp("confirmed_at")
                                        .toInstant()
                                        .atZone(ChinaTime.ZONE)
                                        .toLocalDate()))
                .optional();
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException("what was sealed is not JSON", e);
        }
    }

    /// A line of an agency's list.
    public record Summary(
            UUID id,
            Instant madeAt,
            @Nullable String maskedBy,
            @Nullable String confirmedBy) {}

    /// The newest first.
    public List<Summary> of(AgencyCode agency, int limit) {
        return sql.sql("select id, made_at, masked_by, confirmed_by from casebook.redaction where agency = ?"
                        + " order by made_at desc limit ?")
                .params(agency.value(), limit)
                .query((r, n) -> new Summary(
                        r.getObject("id", UUID.class),
                        r.getTimestamp("made_at").toInstant(),
                        r.getString("masked_by"),
                        r.getString("confirmed_by")))
                .list();
    }

    /// The text as it was handed in, for those who mask it.
    public Optional<String> original(AgencyCode agency, UUID id) {
        return row(agency, id).map(Row::text);
    }

    public Optional<Draft> find(AgencyCode agency, UUID id) {
        return row(agency, id).map(this::draft);
    }

    private Draft draft(Row row) {
        List<Finding> findings =
                redactor().find(row.text(), row.known(), redactor().profile(row.profile()));
        ObjectNode report = null;
        if (row.confirmedBy() != null) {
            report = JSON.createObjectNode()
                    .put("by", row.maskedBy())
                    .put("confirmedBy", row.confirmedBy())
                    .put("rescannedAt", String.valueOf(row.confirmedOn()))
                    .put("residual", 0)
                    .put("rulesVersion", row.rulesFrom().toString());
        }
        return new Draft(row.id(), row.revision(), findings, row.masked(), row.maskedBy(), residuals(row), report);
    }

    private List<Finding> residuals(Row row) {
        String masked = row.masked();
        MaskMap map = row.map();
        return masked == null || map == null ? List.of() : redactor().residuals(masked, row.known(), map);
    }

    /// Applies a person's decisions; each replaces those before.
    ///
    /// @param revision that the person has seen: another's decisions in between are not overwritten
    public Outcome mask(AgencyCode agency, UUID id, int revision, List<Decision> decisions, String by) {
        Row row = row(agency, id).orElse(null);
        if (row == null) {
            return refused("redaction-not-found", "没有该脱敏稿", "no such draft");
        }
        if (by.isBlank()) {
            return refused("parameter-invalid", "缺少 by", "by is missing");
        }
        List<Finding> accepted = new ArrayList<>();
        List<Finding> suggested =
                redactor().find(row.text(), row.known(), redactor().profile(row.profile()));
        for (Decision d : decisions) {
            if (d.start() < 0 || d.end() > row.text().length() || d.start() >= d.end()) {
                return refused(
                        "parameter-invalid", "位置不在文中：" + d.start() + "–" + d.end(), "not in the text: " + d.start());
            }
            Finding like = suggested.stream()
                    .filter(f -> f.start() == d.start() && f.end() == d.end())
                    .findFirst()
                    .orElse(null);
            String mask = d.mask().isEmpty() ? like == null ? "×" : like.mask() : d.mask();
            accepted.add(new Finding(
                    d.kind(),
                    d.start(),
                    d.end(),
                    row.text().substring(d.start(), d.end()),
                    mask,
                    like == null ? new io.concord.redaction.Reason("人工标出", "marked by a person") : like.reason(),
                    1));
        }
        accepted.sort(Comparator.comparingInt(Finding::start));
        Redacted redacted;
        try {
            redacted = Redactor.apply(row.text(), accepted);
        } catch (IllegalArgumentException e) {
            return refused("parameter-invalid", "标注重叠：" + e.getMessage(), "decisions overlap: " + e.getMessage());
        }
        if (row.revision() != revision) {
            return overtaken(row, redacted.map());
        }
        byte[] about = id.toString().getBytes(StandardCharsets.UTF_8);
        int changed = sql.sql(
                        "update casebook.redaction set masked = ?, map = ?, masked_by = ?, masked_at = ?, confirmed_by = null,"
                                + " confirmed_at = null, revision = revision + 1 where id = ? and revision = ?")
                .params(
                        redacted.text(),
                        sealing.seal(redacted.map().toJson(), about),
                        by.strip(),
                        Timestamp.from(clock.instant()),
                        id,
                        revision)
                .update();
        return changed == 1
                ? new Outcome.Done(draft(row(agency, id).orElseThrow()))
                : overtaken(row(agency, id).orElseThrow(), redacted.map());
    }

    /// What another person decided otherwise meanwhile, so that nobody has to look for it.
    private static Outcome overtaken(Row row, MaskMap wanted) {
        List<Reason> reasons = new ArrayList<>();
        reasons.add(Reason.of(
                "redaction-changed",
                row.maskedBy() + " 已改到第 " + row.revision() + " 稿，请在其上重做；不同之处如下",
                row.maskedBy() + " has made revision " + row.revision()
                        + " meanwhile; decide again on that. They differ in"));
        Map<String, String> theirs = masks(row.map() == null ? MaskMap.EMPTY : row.map());
        Map<String, String> yours = masks(wanted);
        Set<String> originals = new LinkedHashSet<>(theirs.keySet());
        originals.addAll(yours.keySet());
        for (String original : originals) {
            String their = theirs.getOrDefault(original, original);
            String your = yours.getOrDefault(original, original);
            if (!their.equals(your) && reasons.size() <= MOST_DIFFERENCES) {
                reasons.add(Reason.of(
                        "redaction-changed",
                        "“" + original + "”：您作“" + your + "”，现稿作“" + their + "”",
                        "“" + original + "”: yours “" + your + "”, there “" + their + "”"));
            }
        }
        return new Outcome.Refused(reasons);
    }

    private static Map<String, String> masks(MaskMap map) {
        Map<String, String> masks = new LinkedHashMap<>();
        // One original may be masked in more than one way.
        map.entries().forEach(entry -> masks.merge(entry.original(), entry.mask(), (a, b) -> a + "/" + b));
        return masks;
    }

    /// The second person's word: the text is searched once more and must hold nothing.
    public Outcome confirm(AgencyCode agency, UUID id, String by) {
        Row row = row(agency, id).orElse(null);
        if (row == null) {
            return refused("redaction-not-found", "没有该脱敏稿", "no such draft");
        }
        if (row.masked() == null) {
            return refused("redaction-unfinished", "尚未脱敏", "nothing has been masked yet");
        }
        if (by.isBlank() || by.strip().equals(row.maskedBy())) {
            return refused("redaction-same-person", "须由另一人复核", "another person has to confirm");
        }
        List<Finding> left = residuals(row);
        if (!left.isEmpty()) {
            return new Outcome.Refused(left.stream()
                    .map(f -> new Reason(
                            "redaction-residue",
                            "/masked/" + f.start(),
                            f.kind().zh() + "，第 " + f.start() + " 字："
                                    + f.reason().zh(),
                            f.kind().en() + " at " + f.start() + ": "
                                    + f.reason().en()))
                    .toList());
        }
        sql.sql("update casebook.redaction set confirmed_by = ?, confirmed_at = ? where id = ? and revision = ?")
                .params(by.strip(), Timestamp.from(clock.instant()), id, row.revision())
                .update();
        return new Outcome.Done(draft(row(agency, id).orElseThrow()));
    }

    private static Outcome refused(String code, String zh, String en) {
        return new Outcome.Refused(List.of(Reason.of(code, zh, en)));
    }
}
