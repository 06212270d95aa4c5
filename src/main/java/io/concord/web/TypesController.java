package io.concord.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.deadline.DeadlineRule;
import io.concord.deadline.Deadlines;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import io.concord.schema.RecordTypeDescriptor;
import io.concord.schema.RecordTypeDescriptor.ClockRule;
import io.concord.schema.StateMachine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;

/// The catalogue of record types, for programs and for people.
@Controller
class TypesController {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Catalogue catalogue;
    private final Deadlines deadlines;

    TypesController(Catalogue catalogue, Deadlines deadlines) {
        this.catalogue = catalogue;
        this.deadlines = deadlines;
    }

    @GetMapping("/api/v1/types")
    @ResponseBody
    List<Map<String, Object>> list() {
        return types().map(TypesController::summary).toList();
    }

    private Stream<RecordTypeDescriptor> types() {
        return catalogue.types().stream().sorted(Comparator.comparing(RecordTypeDescriptor::rt));
    }

    private static Map<String, Object> summary(RecordTypeDescriptor type) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("rt", type.rt());
        one.put("type", type.type());
        one.put("version", type.version());
        one.put("group", type.group());
        one.put("name", type.name());
        one.put("stateMachine", type.stateMachine());
        one.put("reply", type.reply());
        return one;
    }

    /// Everything that a form or a sender needs: descriptor, schema with what it refers to, code lists,
    /// procedure, terms.
    @GetMapping("/api/v1/types/{type}")
    @ResponseBody
    Map<String, Object> one(@PathVariable String type) {
        RecordTypeDescriptor descriptor = find(type);
        Map<String, Object> answer = new LinkedHashMap<>(summary(descriptor));
        answer.put("descriptor", descriptor);
        answer.put("schema", schema(descriptor));
        answer.put("machine", catalogue.machine(descriptor));
        answer.put("deadlines", rules(descriptor));
        answer.put("examples", examples(descriptor));
        answer.put("form", form(descriptor));
        return answer;
    }

    private RecordTypeDescriptor find(String type) {
        return types().filter(t -> t.type().equals(type) || t.rt().equalsIgnoreCase(type))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new Refusal("not-found", "没有业务类型 " + type, "there is no record type " + type));
    }

    private JsonNode schema(RecordTypeDescriptor type) {
        return json("records/" + type.type() + "/" + type.line() + "/schema.json");
    }

    private JsonNode json(String path) {
        try {
            return JSON.readTree(Objects.requireNonNull(catalogue.files().get(path), path));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(path, e);
        }
    }

    private List<JsonNode> examples(RecordTypeDescriptor type) {
        String folder = "records/" + type.type() + "/" + type.line() + "/examples/valid/";
        return catalogue.files().keySet().stream()
                .filter(path -> path.startsWith(folder))
                .map(this::json)
                .toList();
    }

    private List<DeadlineRule> rules(RecordTypeDescriptor type) {
        List<String> ids = Stream.concat(type.clocks().stream(), catalogue.machine(type).clocks().stream())
                .map(ClockRule::rule)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return deadlines.rules().stream()
                .filter(rule -> ids.contains(rule.id()))
                .toList();
    }

    /// One field of a form, in the order of the schema.
    ///
    /// @param pointer in the payload, `*` for every element of a list
    /// @param widget what to show: `text`, `area`, `number`, `date`, `moment`, `check`, `choice`, `list`,
    /// `group`
    public record Field(
            String pointer,
            int depth,
            String zh,
            String en,
            @Nullable String helpZh,
            @Nullable String helpEn,
            boolean required,
            String widget,
            @Nullable String codeList,
            Map<String, String> choices,
            @Nullable String limits) {}

    private List<Field> form(RecordTypeDescriptor type) {
        List<Field> fields = new ArrayList<>();
        String path = "records/" + type.type() + "/" + type.line() + "/schema.json";
        fields(json(path), path, "", 0, fields);
        return fields;
    }

    private void fields(JsonNode schema, String path, String at, int depth, List<Field> fields) {
        List<String> required =
                schema.path("required").valueStream().map(JsonNode::asText).toList();
        schema.path("properties").properties().forEach(property -> {
            String pointer = at + "/" + property.getKey();
            JsonNode own = property.getValue();
            Place part = resolve(own, path);
            fields.add(field(own, part.schema(), pointer, depth, required.contains(property.getKey())));
            Place inner = part.schema().has("items") ? resolve(part.schema().path("items"), part.path()) : part;
            String below = part.schema().has("items") ? pointer + "/*" : pointer;
            if (inner.schema().has("properties")) {
                fields(inner.schema(), inner.path(), below, depth + 1, fields);
            }
        });
    }

    private record Place(JsonNode schema, String path) {}

    private Place resolve(JsonNode schema, String path) {
        if (!schema.has("$ref")) {
            return new Place(schema, path);
        }
        String ref = java.nio.file.Path.of(path)
                .resolveSibling(schema.path("$ref").asText())
                .normalize()
                .toString()
                .replace('\\', '/');
        return new Place(json(ref), ref);
    }

    private Field field(JsonNode own, JsonNode part, String pointer, int depth, boolean required) {
        String list = part.has("codeList") ? part.path("codeList").asText() : null;
        Map<String, String> choices = new LinkedHashMap<>();
        part.path("enum")
                .forEach(value -> choices.put(
                        value.asText(),
                        part.at("/enumTitles/" + value.asText() + "/zh").asText(value.asText())));
        return new Field(
                pointer,
                depth,
                own.path("title").asText(part.path("title").asText()),
                own.path("titleEn").asText(part.path("titleEn").asText()),
                own.path("description").asText(null),
                own.path("descriptionEn").asText(null),
                required,
                widget(part),
                list,
                choices,
                limits(part));
    }

    private static String widget(JsonNode part) {
        String format = part.path("format").asText();
        if (part.has("enum") || part.has("codeList")) {
            return "choice";
        }
        return switch (part.path("type").asText()) {
            case "array" -> "list";
            case "object" -> "group";
            case "boolean" -> "check";
            case "integer" -> "number";
            default ->
                format.equals("date")
                        ? "date"
                        : format.equals("date-time")
                                ? "moment"
                                : part.path("maxLength").asInt() > 200 ? "area" : "text";
        };
    }

    private static @Nullable String limits(JsonNode part) {
        List<String> limits = new ArrayList<>();
        for (String key :
                List.of("minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems", "pattern", "format")) {
            if (part.has(key)) {
                limits.add(key + " " + part.path(key).asText());
            }
        }
        return limits.isEmpty() ? null : String.join(", ", limits);
    }

    @GetMapping("/api/v1/codes/{list}")
    @ResponseBody
    CodeList codes(@PathVariable String list) {
        CodeList codes = catalogue.codeLists().get(list);
        if (codes == null) {
            throw new Refusal("not-found", "没有代码表 " + list, "there is no code list " + list);
        }
        return codes;
    }

    @GetMapping("/types")
    String page(Locale locale, Model model) {
        Map<String, List<RecordTypeDescriptor>> groups = new LinkedHashMap<>();
        types().forEach(type ->
                groups.computeIfAbsent(type.group(), g -> new ArrayList<>()).add(type));
        model.addAttribute("groups", groups);
        model.addAttribute("kinds", kinds(language(locale)));
        model.addAttribute("language", language(locale));
        return "types";
    }

    @GetMapping("/types/{type}")
    String typePage(@PathVariable String type, Locale locale, Model model) throws JsonProcessingException {
        RecordTypeDescriptor descriptor = find(type);
        StateMachine machine = catalogue.machine(descriptor);
        List<ClockRule> clocks = Stream.concat(descriptor.clocks().stream(), machine.clocks().stream())
                .toList();
        Map<String, List<DeadlineRule>> rows = new LinkedHashMap<>();
        rules(descriptor)
                .forEach(rule ->
                        rows.computeIfAbsent(rule.id(), id -> new ArrayList<>()).add(rule));
        model.addAttribute("type", descriptor);
        model.addAttribute("kinds", kinds(language(locale)));
        model.addAttribute("machine", machine);
        model.addAttribute("clocks", clocks);
        model.addAttribute("rules", rows);
        model.addAttribute("fields", form(descriptor));
        model.addAttribute(
                "example",
                JSON.writerWithDefaultPrettyPrinter()
                        .writeValueAsString(examples(descriptor).getFirst()));
        model.addAttribute("language", language(locale));
        return "type";
    }

    /// Names of the kinds of agency, by code.
    private Map<String, String> kinds(String language) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("*", language.equals("en") ? "any" : "各成员单位");
        CodeList list = catalogue.codeLists().get("agency-kind");
        if (list != null) {
            list.items().forEach(item -> names.put(item.code(), language.equals("en") ? item.en() : item.zh()));
        }
        return names;
    }

    private static String language(Locale locale) {
        return locale.getLanguage().equals("en") ? "en" : "zh";
    }
}
