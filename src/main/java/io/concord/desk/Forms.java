package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.concord.agency.Agencies;
import io.concord.agency.Agency;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import io.concord.schema.RecordTypeDescriptor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
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

    private final Catalogue catalogue;
    private final Agencies agencies;
    private final Shape.Schemas schemas;

    Forms(Catalogue catalogue, Agencies agencies) {
        this.catalogue = catalogue;
        this.agencies = agencies;
        this.schemas = new Shape.Schemas(catalogue);
    }

    /// @param extra pointer of the list that gets an empty row more; empty for none
    /// @param faults by pointer
    record Asked(boolean chinese, String extra, Map<String, List<String>> faults) {}

    Shape payload(RecordTypeDescriptor type) {
        return schemas.open("records/" + type.type() + "/" + type.line() + "/schema.json");
    }

    Shape envelope() {
        return schemas.open("envelope/1.0/schema.json");
    }

    /// The header, then the payload.
    List<Field> form(RecordTypeDescriptor type, JsonNode envelope, Asked asked) {
        List<Field> fields =
                new ArrayList<>(group(payload(type), "/payload", envelope.path("payload"), Set.of(), asked));
        fields.addAll(header(envelope, asked));
        return fields;
    }

    List<Field> header(JsonNode envelope, Asked asked) {
        return group(envelope(), "", envelope, OURS, asked);
    }

    List<Field> payload(RecordTypeDescriptor type, JsonNode envelope, Asked asked) {
        return group(payload(type), "/payload", envelope.path("payload"), Set.of(), asked);
    }

    private List<Field> group(Shape shape, String at, JsonNode value, Set<String> without, Asked asked) {
        List<Field> fields = new ArrayList<>();
        for (String name : shape.names()) {
            if (!without.contains(name)) {
                fields.add(field(
                        shape.property(name),
                        at + "/" + name,
                        value.path(name),
                        shape.required().contains(name),
                        asked,
                        name));
            }
        }
        return fields;
    }

    private Field field(Shape shape, String at, JsonNode value, boolean required, Asked asked, String name) {
        String label = shape.title(asked.chinese());
        Field.Kind kind = shape.kind();
        List<Field> children = switch (kind) {
            case GROUP -> group(shape, at, value, Set.of(), asked);
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
                options(kind, shape, asked.chinese()),
                children,
                value.isMissingNode() || value.isEmpty() && value.isContainerNode(),
                shape.schema().path("maxLength").asInt(10_000),
                faults);
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

    private List<Field.Option> options(Field.Kind kind, Shape shape, boolean chinese) {
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
        Map<String, String> options = new LinkedHashMap<>();
        if (of.schema().has("enum")) {
            for (JsonNode one : of.schema().path("enum")) {
                String code = one.asText();
                options.put(
                        code,
                        of.schema()
                                .at("/enumTitles/" + code.replace("~", "~0").replace("/", "~1")
                                        + (chinese ? "/zh" : "/en"))
                                .asText(common(code, chinese)));
            }
        } else {
            CodeList list = catalogue.codeLists().get(of.codes());
            if (list != null) {
                for (CodeList.Item item : list.items()) {
                    if (!item.refused() && item.validTo() == null) {
                        options.put(item.code(), chinese ? item.zh() : item.en().isEmpty() ? item.zh() : item.en());
                    }
                }
            }
        }
        List<Field.Option> all = new ArrayList<>();
        options.forEach((code, label) -> all.add(new Field.Option(code, label)));
        return all;
    }

    /// Codes of the envelope, whose schema has no titles for them.
    private static final Map<String, String[]> COMMON = Map.ofEntries(
            Map.entry("MAIN", new String[] {"主送", "Main"}),
            Map.entry("COPY", new String[] {"抄送", "Copy"}),
            Map.entry("INFO", new String[] {"知会", "Information"}),
            Map.entry("PUBLIC", new String[] {"公开", "Public"}),
            Map.entry("INTERNAL", new String[] {"内部", "Internal"}),
            Map.entry("WORK_SECRET", new String[] {"工作秘密", "Work secret"}),
            Map.entry("STATUTORY_DUTY", new String[] {"法定职责", "Statutory duty"}),
            Map.entry("CONSENT", new String[] {"本人同意", "Consent"}),
            Map.entry("OTHER", new String[] {"其他", "Other"}),
            Map.entry("REPLY_TO", new String[] {"回复", "Reply to"}),
            Map.entry("FOLLOWS", new String[] {"承接", "Follows"}),
            Map.entry("ESCALATES", new String[] {"升级", "Escalates"}),
            Map.entry("CORRECTS", new String[] {"更正", "Corrects"}),
            Map.entry("WITHDRAWS", new String[] {"撤回", "Withdraws"}),
            Map.entry("ATTACHES", new String[] {"附随", "Attaches"}),
            Map.entry("DERIVED_FROM", new String[] {"源自", "Derived from"}),
            Map.entry("DUPLICATE_OF", new String[] {"重复", "Duplicate of"}),
            Map.entry("平件", new String[] {"平件", "Ordinary"}),
            Map.entry("加急", new String[] {"加急", "Urgent"}),
            Map.entry("特急", new String[] {"特急", "Very urgent"}));

    private static String common(String code, boolean chinese) {
        String[] both = COMMON.get(code);
        return both == null ? code : both[chinese ? 0 : 1];
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
