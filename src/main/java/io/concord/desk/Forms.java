package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.concord.agency.Agencies;
import io.concord.agency.Agency;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Makes forms, and pages to read, from the schemas of records: a new record type needs no page of its own.
@Component
class Forms {

    /// What the desk fills in itself.
    static final Set<String> OURS = Set.of(
            "messageId",
            "recordType",
            "schemaVersion",
            "recordId",
            "recordVersion",
            "sender",
            "sentAt",
            "approval",
            "seal",
            "attachments",
            "payload");

    /// Header fields that every record has and nobody must fill in.
    private static final Set<String> GIVEN = Set.of("matterId", "dataTags", "reply");

    private final Catalogue catalogue;
    private final Agencies agencies;
    private final Shape.Schemas schemas;

    Forms(Catalogue catalogue, Agencies agencies) {
        this.catalogue = catalogue;
        this.agencies = agencies;
        this.schemas = new Shape.Schemas(catalogue);
    }

    /// @param extra pointer of the list that gets an empty row more; empty for none
    /// @param needed header fields that the type asks for beyond the envelope's own
    /// @param faults by pointer
    record Asked(boolean chinese, String extra, Set<String> needed, Map<String, List<String>> faults) {

        /// To read.
        Asked(boolean chinese) {
            this(chinese, "", Set.of(), Map.of());
        }
    }

    Shape payload(RecordTypeDescriptor type) {
        return schemas.open("records/" + type.type() + "/" + type.line() + "/schema.json");
    }

    Shape envelope() {
        return schemas.open("envelope/1.0/schema.json");
    }

    List<Field> header(JsonNode envelope, Asked asked) {
        return group(envelope(), "", envelope, OURS, asked.needed(), asked);
    }

    List<Field> payload(RecordTypeDescriptor type, JsonNode envelope, Asked asked) {
        return group(payload(type), "/payload", envelope.path("payload"), Set.of(), Set.of(), asked);
    }

    private List<Field> group(
            Shape shape, String at, JsonNode value, Set<String> without, Set<String> needed, Asked asked) {
        List<Field> fields = new ArrayList<>();
        Set<String> required = shape.required(value);
        required.addAll(needed);
        if (at.isEmpty()) {
            required.removeAll(GIVEN);
        }
        for (String name : shape.names()) {
            if (!without.contains(name)) {
                fields.add(field(
                        shape.property(name), at + "/" + name, value.path(name), required.contains(name), asked, name));
            }
        }
        return fields;
    }

    private Field field(Shape shape, String at, JsonNode value, boolean required, Asked asked, String name) {
        String label = shape.title(asked.chinese());
        Field.Kind kind = shape.kind();
        List<Field> children = switch (kind) {
            case GROUP -> group(shape, at, value, Set.of(), Set.of(), asked);
            case ROWS -> rows(shape, at, value, required, asked);
            default -> List.of();
        };
        List<String> values = new ArrayList<>();
        if (kind == Field.Kind.SOME_OF) {
            value.forEach(v -> values.add(v.asText()));
        }
        List<String> faults = new ArrayList<>(asked.faults().getOrDefault(at, List.of()));
        return new Field(
                at,
                kind,
                label.isEmpty() ? name : label,
                shape.description(asked.chinese()),
                required,
                text(kind, value),
                values,
                options(kind, shape, value, asked.chinese()),
                children,
                value.isMissingNode() || value.isEmpty() && value.isContainerNode(),
                shape.schema().path("maxLength").asInt(10_000),
                faults,
                kind == Field.Kind.TEXT ? shape.pick() : "");
    }

    private List<Field> rows(Shape shape, String at, JsonNode value, boolean required, Asked asked) {
        List<Field> rows = new ArrayList<>();
        int least = required ? Math.max(1, shape.schema().path("minItems").asInt()) : 0;
        int count = Math.max(least, value.size()) + (asked.extra().equals(at) ? 1 : 0);
        for (int i = 0; i < count; i++) {
            JsonNode element = i < value.size() ? value.path(i) : MissingNode.getInstance();
            Field row = field(shape.items(), at + "/" + i, element, true, asked, String.valueOf(i + 1));
            rows.add(row);
        }
        return rows;
    }

    private List<Field.Option> options(Field.Kind kind, Shape shape, JsonNode value, boolean chinese) {
        Shape of = kind == Field.Kind.SOME_OF ? shape.items() : shape;
        if (kind != Field.Kind.ONE_OF && kind != Field.Kind.SOME_OF && kind != Field.Kind.CODE) {
            return List.of();
        }
        if (of.isAgency()) {
            return agencies.register().agencies().stream()
                    .sorted(Comparator.comparing((Agency a) -> a.code().value()))
                    .map(a -> new Field.Option(a.code().value(), a.name()))
                    .toList();
        }
        List<Field.Option> all = new ArrayList<>();
        of.codes(chinese).forEach((code, label) -> all.add(new Field.Option(code, label)));
        // A code that is no longer given out is still read, and not lost by opening a form.
        for (JsonNode one : kind == Field.Kind.SOME_OF ? value : List.of(value)) {
            String code = one.asText();
            if (kind != Field.Kind.CODE
                    && !code.isEmpty()
                    && all.stream().noneMatch(option -> option.value().equals(code))) {
                all.add(new Field.Option(code, of.name(code, chinese)));
            }
        }
        return all;
    }

    private static String text(Field.Kind kind, JsonNode value) {
        if (value.isMissingNode() || value.isNull() || value.isContainerNode()) {
            return "";
        }
        return switch (kind) {
            case MONEY ->
                value.isIntegralNumber()
                        ? BigDecimal.valueOf(value.asLong(), 2)
                                .stripTrailingZeros()
                                .toPlainString()
                        : value.asText();
            // What a browser's field for a moment takes: without the offset, which is always ours.
            case TIME -> value.asText().replaceFirst("(:[0-9]{2})\\+08:00$", "$1");
            default -> value.asText();
        };
    }
}
