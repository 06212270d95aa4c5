package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.access.Person;
import io.concord.envelope.CanonicalJson;
import io.concord.ledger.LogReader;
import io.concord.matter.Entry;
import io.concord.matter.Matters;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/// What a new record can take over from the one that it follows, so that nobody types twice.
@Component
class Prefill {

    /// What was taken back or replaced has decided nothing.
    private static final Set<String> UNDONE = Set.of("WITHDRAWN", "SUPERSEDED");

    private final Matters matters;
    private final LogReader log;
    private final Forms forms;
    private final Masking masking;
    private final Catalogue catalogue;

    Prefill(Matters matters, LogReader log, Forms forms, Masking masking, Catalogue catalogue) {
        this.catalogue = catalogue;
        this.masking = masking;
        this.matters = matters;
        this.log = log;
        this.forms = forms;
    }

    /// @param about record id of what it is the next word on; empty for none
    /// @param step that it reports; empty for none
    /// @param matter that it belongs to; empty for a new one
    ObjectNode next(
            Person person, RecordTypeDescriptor type, ObjectNode envelope, String about, String step, String matter) {
        Shape shape = forms.payload(type);
        ObjectNode payload = envelope.putObject("payload");
        if (!matter.isEmpty()) {
            Matters.Matter found = matters.find(matter, person.agency())
                    .orElseThrow(() -> new NotHere("没有本单位可见的事项 " + matter, "no matter that you may see"));
            envelope.put("matterId", matter);
            found.entries().stream()
                    .filter(entry -> entry.head().recordId().equals(about))
                    .reduce((first, last) -> last)
                    .ifPresent(entry -> follow(person, type, shape, envelope, payload, entry));
            if (type.type().equals("case-nomination")) {
                nominate(
                        person,
                        found,
                        payload,
                        LocalDate.parse(envelope.path("docDate").asText()));
            }
        }
        if (shape.names().contains("meetingId") && !about.isEmpty()) {
            payload.put("meetingId", about);
        }
        if (type.type().equals("case-publication") && !about.isEmpty()) {
            publish(person, envelope, payload, about);
        }
        if (!step.isEmpty() && shape.names().contains("step")) {
            payload.put("step", step);
        }
        if (shape.names().contains("judge")) {
            payload.putObject("judge").put("agencyCode", person.agencyCode()).put("name", person.name());
        }
        return envelope;
    }

    private void follow(
            Person person,
            RecordTypeDescriptor type,
            Shape shape,
            ObjectNode envelope,
            ObjectNode payload,
            Entry about) {
        Entry.Head head = about.head();
        String other = head.sender().equals(person.agencyCode())
                ? head.mains().stream().findFirst().orElse("")
                : head.sender();
        if (!other.isEmpty()) {
            envelope.putArray("recipients")
                    .addObject()
                    .put("agencyCode", other)
                    .put("role", "MAIN")
                    .put("actionRequired", true);
        }
        envelope.putArray("relations")
                .addObject()
                .put("recordId", head.recordId())
                .put("relation", head.sender().equals(person.agencyCode()) ? "FOLLOWS" : "REPLY_TO");
        // What a page would hide from this person, a draft must not show.
        JsonNode original = log.find(head.messageId())
                .map(record -> CanonicalJson.parse(record.body()))
                .map(body -> masking.without(body, person, masking.isReasoned(person, head.messageId())))
                .orElse(envelope);
        // The same thing has the same name in every record type.
        for (String name : shape.names()) {
            JsonNode value = original.path("payload").path(name);
            if (!value.isMissingNode()
                    && !name.equals("service")
                    && value.getNodeType() == kindOf(shape.property(name), value)) {
                payload.set(name, value);
            }
        }
        if (original.has("legalBasis") && type.requiredHeader().contains("legalBasis")) {
            envelope.set("legalBasis", original.path("legalBasis"));
        }
        for (String tag : new String[] {"dataTags", "sharingBasis"}) {
            if (original.has(tag)) {
                envelope.set(tag, original.path(tag));
            }
        }
        point(envelope, type.about(), head.recordId());
        type.needs().forEach(need -> {
            if (need.types().isEmpty() || need.types().contains(head.type())) {
                point(envelope, need.at(), head.recordId());
            }
        });
        if (shape.names().contains("seq")) {
            payload.put("seq", 1);
        }
        if (type.type().equals("extension") || type.type().equals("urge")) {
            term(person, type, envelope.path("docDate").asText(), payload, about);
        }
    }

    /// Of which term it speaks: of several the earliest.
    private static void term(Person person, RecordTypeDescriptor type, String today, ObjectNode payload, Entry about) {
        boolean urges = type.type().equals("urge");
        about.clocks().stream()
                .filter(clock -> clock.isOpen() && clock.due() != null)
                .filter(clock -> urges
                        ? clock.terms().owner().equals(person.agencyCode())
                        : clock.terms().obligors().contains(person.agencyCode()))
                .min(Comparator.comparing(clock -> String.valueOf(clock.due())))
                .ifPresent(clock -> {
                    if (!clock.terms().rule().isEmpty()) {
                        payload.put("ruleId", clock.terms().rule());
                    }
                    if (urges) {
                        payload.put("dueAt", String.valueOf(clock.due()));
                    }
                });
        if (urges) {
            payload.put("level", "URGE").put("at", today).put("by", person.name());
        }
    }

    private static com.fasterxml.jackson.databind.node.JsonNodeType kindOf(Shape shape, JsonNode value) {
        return switch (shape.kind()) {
            case GROUP -> com.fasterxml.jackson.databind.node.JsonNodeType.OBJECT;
            case ROWS, SOME_OF -> com.fasterxml.jackson.databind.node.JsonNodeType.ARRAY;
            default ->
                value.isContainerNode()
                        ? com.fasterxml.jackson.databind.node.JsonNodeType.MISSING
                        : value.getNodeType();
        };
    }

    /// Writes an id where a pointer of one name within the payload says.
    private static void point(ObjectNode envelope, @org.jspecify.annotations.Nullable String pointer, String id) {
        if (pointer != null && pointer.matches("/payload/[A-Za-z]+")) {
            ((ObjectNode) envelope.path("payload")).put(pointer.substring(9), id);
        }
    }

    /// A publication tells what the nomination told, under the headings that readers expect.
    private void publish(Person person, ObjectNode envelope, ObjectNode payload, String about) {
        matters.find(envelope.path("matterId").asText(), person.agency()).stream()
                .flatMap(matter -> matter.entries().stream())
                .filter(entry -> entry.head().recordId().equals(about))
                .reduce((first, last) -> last)
                .flatMap(entry -> log.find(entry.head().messageId()))
                .map(record -> CanonicalJson.parse(record.body()).path("payload"))
                .ifPresent(nomination -> {
                    ArrayNode text = payload.putArray("finalText");
                    section(text, "基本案情", nomination.path("facts").asText());
                    section(text, "协同履职", nomination.path("process").asText());
                    section(text, "处理结果", nomination.path("result").asText());
                    section(text, "典型意义", nomination.path("significance").asText());
                    ArrayNode signOffs = payload.putArray("signOffs");
                    ArrayNode recipients = envelope.putArray("recipients");
                    nomination.path("agencies").forEach(agency -> {
                        String code = agency.path("agencyCode").asText();
                        signOffs.addObject().put("agencyCode", code);
                        recipients
                                .addObject()
                                .put("agencyCode", code)
                                .put("role", "MAIN")
                                .put("actionRequired", false);
                    });
                });
    }

    private static void section(ArrayNode text, String heading, String content) {
        if (!content.isEmpty()) {
            text.addObject().put("heading", heading).put("text", content);
        }
    }

    /// A nomination tells of the whole matter: who took part, what it was about, how it ended.
    private void nominate(Person person, Matters.Matter matter, ObjectNode payload, LocalDate today) {
        Set<String> agencies = new LinkedHashSet<>();
        matter.entries().forEach(entry -> agencies.add(entry.head().sender()));
        ArrayNode list = payload.putArray("agencies");
        agencies.forEach(code -> list.addObject().put("agencyCode", code));
        payload.putArray("sourceMatterIds").add(matter.matterId());
        payload.put("region", person.agency().region());
        decided(matter, today).ifPresent(day -> payload.put("decisionDate", day.toString()));
        Entry first = matter.entries().getFirst();
        payload.put("caseTitle", first.head().title());
        Optional<JsonNode> opening = log.find(first.head().messageId())
                .map(record -> CanonicalJson.parse(record.body()).path("payload"));
        opening.ifPresent(original -> {
            String facts =
                    original.path("facts").asText(original.path("summary").asText());
            if (!facts.isEmpty()) {
                payload.put("facts", facts);
            }
            ObjectNode figures = payload.putObject("figures");
            if (original.path("affectedCount").isInt()) {
                figures.set("workers", original.path("affectedCount"));
            }
            if (original.path("amountFen").isIntegralNumber()) {
                figures.set("amountFen", original.path("amountFen"));
            }
            if (figures.isEmpty()) {
                payload.remove("figures");
            }
        });
    }

    /// The last day on which a record said how a matter ended (`schemas/rules/selection.yaml`, `decision-day`). Whether
    /// it has ended is for the nominator to state: terms of what came before the outcome may run on for ever.
    private Optional<LocalDate> decided(Matters.Matter matter, LocalDate today) {
        return Outcomes.of(catalogue, today)
                .last(matter.entries().stream()
                        .filter(entry -> !UNDONE.contains(entry.state()))
                        .flatMap(entry -> log.find(entry.head().messageId()).stream())
                        .map(record -> CanonicalJson.parse(record.body()))
                        .toList());
    }
}
