package io.concord.matter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.concord.deadline.Deadlines;
import io.concord.envelope.Envelope;
import io.concord.problem.Problems;
import io.concord.schema.Catalogue;
import io.concord.schema.Catalogues;
import io.concord.schema.Condition;
import io.concord.schema.RecordTypeDescriptor;
import io.concord.schema.RecordTypeDescriptor.ExchangeRule;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every rule of every descriptor refuses what it should and lets pass what it should.
class RulesTest {

    private static final Catalogue CATALOGUE = Catalogues.product();
    private static final Deadlines DEADLINES = new Deadlines(CATALOGUE);
    private static final ObjectMapper JSON = new ObjectMapper();

    record Case(JsonNode data) {
        String type() {
            return data.path("type").asText();
        }

        String rule() {
            return data.path("rule").asText();
        }

        @Override
        public String toString() {
            return type() + " " + rule();
        }
    }

    static Stream<Case> cases() throws IOException {
        return new YAMLMapper()
                .readTree(RulesTest.class.getResourceAsStream("/rules/cases.yaml"))
                .valueStream()
                .map(Case::new);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void refusesAndAccepts(Case one) throws IOException {
        RecordTypeDescriptor type = type(one.type());
        ExchangeRule rule = type.rules().stream()
                .filter(r -> r.id().equals(one.rule()))
                .findFirst()
                .orElseThrow();
        assertThat(holds(one, type, rule, "refuse", "targetRefused", "matterRefused"))
                .as("refused")
                .isFalse();
        assertThat(holds(one, type, rule, "accept", "target", "matter"))
                .as("accepted")
                .isTrue();
    }

    /// Shared conditions need one case; whatever differs needs its own.
    @Test
    void everyRuleHasACaseAndAProblemInBothLanguages() throws IOException {
        Set<String> tested = new TreeSet<>();
        cases().forEach(one -> type(one.type()).rules().stream()
                .filter(r -> r.id().equals(one.rule()))
                .forEach(r -> tested.add(r.check() + " " + r.named())));
        Set<String> untested = new TreeSet<>();
        for (RecordTypeDescriptor type : CATALOGUE.types()) {
            for (ExchangeRule rule : type.rules()) {
                if (!tested.contains(rule.check() + " " + rule.named())) {
                    untested.add(type.type() + " " + rule.id());
                }
                assertThat(rule.zh()).isNotBlank();
                assertThat(rule.en()).isNotBlank();
                assertThat(Problems.find(rule.code())).isPresent();
            }
        }
        assertThat(untested).isEmpty();
    }

    /// No rule stumbles over the product's own examples.
    @Test
    void everyConditionCanBeSaidOfEveryExample() throws IOException {
        for (RecordTypeDescriptor type : CATALOGUE.types()) {
            for (ObjectNode record : records(type)) {
                for (ExchangeRule rule : type.rules()) {
                    if (rule.check() != null) {
                        holds(new Case(JSON.createObjectNode()), type, rule, record, Map.of(), Map.of(), "about");
                    }
                }
                Map<String, Object> own = Map.of("facts", Condition.value(Pointers.facts(record, type.facts())));
                type.effects().forEach(effect -> say(effect.when(), record, own));
                type.clocks().forEach(clock -> say(clock.when(), record, own));
                type.followedBy().forEach(follow -> say(follow.when(), record, own));
            }
        }
    }

    private static RecordTypeDescriptor type(String name) {
        return CATALOGUE.latest(name).orElseThrow();
    }

    private static void say(@Nullable String when, ObjectNode record, Map<String, Object> target) {
        Condition condition = CATALOGUE.condition(when);
        if (condition != null) {
            condition.holds(variables(record, target, Map.of()));
        }
    }

    private static boolean holds(
            Case one, RecordTypeDescriptor type, ExchangeRule rule, String patch, String target, String matter)
            throws IOException {
        ObjectNode record = records(type).getFirst();
        merge(record, one.data.path(patch));
        JsonNode t = one.data.has(target) ? one.data.path(target) : one.data.path("target");
        JsonNode m = one.data.has(matter) ? one.data.path(matter) : one.data.path("matter");
        String about = patch.equals("refuse") && one.data.has("aboutRefused") ? "aboutRefused" : "about";
        return holds(one, type, rule, record, map(t), map(m), about);
    }

    private static boolean holds(
            Case one,
            RecordTypeDescriptor type,
            ExchangeRule rule,
            ObjectNode record,
            Map<String, Object> target,
            Map<String, Object> matter,
            String about) {
        if (rule.named() != null) {
            Envelope envelope = Envelope.of(new byte[0], record);
            return NamedRule.of(rule.named())
                    .holds(new RuleCase(
                            envelope,
                            LocalDate.parse(record.path("docDate").asText()),
                            one.data.has(about) ? new Entry(Known.head(one.data.path(about)), "BALLOT", false) : null,
                            List.of(),
                            CATALOGUE,
                            DEADLINES,
                            new Known(one.data.path("known"), one.data.path("agencies"))));
        }
        return Objects.requireNonNull(CATALOGUE.condition(rule.check())).holds(variables(record, target, matter));
    }

    private static Map<String, Object> variables(
            ObjectNode record, Map<String, Object> target, Map<String, Object> matter) {
        Map<String, Object> seen = new HashMap<>(MatterFold.view(null, LocalDate.of(2026, 1, 1)));
        seen.putAll(target);
        Map<String, Object> around = new HashMap<>(Map.of("records", List.of()));
        around.putAll(matter);
        return Map.of(
                "record",
                Condition.value(record),
                "payload",
                Condition.value(record.path("payload")),
                "target",
                seen,
                "matter",
                around);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(JsonNode node) {
        return node.isObject() ? (Map<String, Object>) Condition.value(node) : Map.of();
    }

    /// A record for each valid example of a type, with a plain header.
    private static List<ObjectNode> records(RecordTypeDescriptor type) throws IOException {
        List<ObjectNode> records = new ArrayList<>();
        for (Map.Entry<String, String> file : CATALOGUE.files().entrySet()) {
            if (file.getKey().startsWith("records/" + type.type() + "/" + type.line() + "/examples/valid/")) {
                ObjectNode record = (ObjectNode) JSON.readTree("""
                        {"messageId":"0193f0a2-7c11-7b3e-9a54-2f6f0c8e1a77","recordType":"%s","schemaVersion":"1.0.0","recordId":"519901-TRADE_UNION-01-RT03-2026-000001",
                         "recordVersion":1,"matterId":"MT-519901-2026-000001","sender":{"agencyCode":"519901-TRADE_UNION-01"},"recipients":[],
                         "regionCode":"519901","docDate":"2026-01-15","dataTags":[]}""".formatted(type.type()));
                record.set("payload", JSON.readTree(file.getValue()));
                records.add(record);
            }
        }
        return records;
    }

    /// RFC 7386.
    private static void merge(ObjectNode into, JsonNode patch) {
        patch.properties().forEach(p -> {
            if (p.getValue().isNull()) {
                into.remove(p.getKey());
            } else if (p.getValue().isObject() && into.path(p.getKey()).isObject()) {
                merge((ObjectNode) into.path(p.getKey()), p.getValue());
            } else {
                ObjectNode fresh = JSON.createObjectNode();
                if (p.getValue().isObject()) {
                    merge(fresh, p.getValue());
                    into.set(p.getKey(), fresh);
                } else {
                    into.set(p.getKey(), p.getValue().deepCopy());
                }
            }
        });
    }

    /// A history of a few records.
    private record Known(JsonNode records, JsonNode members) implements History {

        static Entry.Head head(JsonNode r) {
            return new Entry.Head(
                    1,
                    new UUID(0, 1),
                    r.path("recordId").asText("R0"),
                    1,
                    r.path("matterId").asText("MT-0"),
                    r.path("type").asText(),
                    "1.0",
                    r.path("sender").asText("519901-TRADE_UNION-01"),
                    List.of(),
                    List.of(),
                    List.of(),
                    "519901",
                    LocalDate.parse(r.path("docDate").asText("2026-01-01")),
                    Instant.EPOCH,
                    "",
                    r.path("docNo").asText(),
                    false,
                    r.path("facts"));
        }

        private Stream<Entry.Head> heads() {
            return records.valueStream().map(Known::head);
        }

        @Override
        public List<Entry.Head> letters(String type, String uscc, String otherThanMatter, LocalDate since) {
            return heads().filter(h -> h.type().equals(type)
                            && h.facts().path("employer").asText().equals(uscc)
                            && !h.matterId().equals(otherThanMatter)
                            && !h.docDate().isBefore(since))
                    .toList();
        }

        @Override
        public Optional<Entry.Head> numbered(String sender, String docNo, String otherThanRecordId) {
            return heads().filter(h -> h.docNo().equals(docNo) && !h.recordId().equals(otherThanRecordId))
                    .findFirst();
        }

        @Override
        public Optional<Entry.Head> find(String recordId) {
            return heads().filter(h -> h.recordId().equals(recordId)).findFirst();
        }

        @Override
        public Optional<Entry.Head> latest(String type, String fact, String value) {
            return all(type, fact, value).stream().findFirst();
        }

        @Override
        public List<Entry.Head> all(String type, String fact, String value) {
            return heads().filter(h -> h.type().equals(type)
                            && (h.facts().path(fact).asText().equals(value)
                                    || h.facts()
                                            .path(fact)
                                            .valueStream()
                                            .anyMatch(v -> v.asText().equals(value))))
                    .toList();
        }

        @Override
        public Set<String> agencies(String region) {
            return members.valueStream().map(JsonNode::asText).collect(Collectors.toSet());
        }
    }
}
