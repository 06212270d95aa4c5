package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.envelope.CanonicalJson;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a schema with references followed, as forms need to see it.
///
/// @param schema of this place
/// @param file in which it stands, to resolve its references
/// @param ref file that it referred to, for example `common/fen/schema.json`; empty where it stands for itself
record Shape(JsonNode schema, String file, String ref, Schemas schemas) {

    /// Record numbers, of one type or of any.
    private static final Pattern RECORD = Pattern.compile("-RT(?:([0-9]{2})|\\[0-9\\]\\{2\\})-");
    /// Names of record types.
    private static final String TYPE = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$";

    /// Longer lists are typed into, with suggestions.
    private static final int LONG_LIST = 60;

    private static final int LONG_TEXT = 200;

    /// The schema files, each read once.
    ///
    /// @param forms files of `schemas/forms` by name
    record Schemas(Catalogue catalogue, Map<String, JsonNode> known, Map<String, JsonNode> forms) {

        Schemas(Catalogue catalogue) {
            this(catalogue, new ConcurrentHashMap<>(), catalogue.documents("forms"));
        }

        Shape open(String file) {
            return new Shape(read(file), file, "", this);
        }

        private JsonNode read(String file) {
            return known.computeIfAbsent(file, f -> {
                String text = catalogue.files().get(f);
                if (text == null) {
                    throw new IllegalStateException("no schema " + f);
                }
                return CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8));
            });
        }

        /// Rows of a file of `schemas/forms`.
        JsonNode list(String name) {
            return forms.getOrDefault(name + ".yaml", MissingNode.getInstance()).path(name);
        }

        /// What a pattern asks for, in words; empty where nobody wrote it down.
        private String words(String pattern, boolean chinese) {
            for (JsonNode row : list("patterns")) {
                if (pattern.contains(row.path("holds").asText())) {
                    return row.path(chinese ? "zh" : "en").asText();
                }
            }
            return "";
        }

        private boolean isLong(String list) {
            CodeList codes = catalogue.codeLists().get(list);
            return codes != null && codes.items().size() > LONG_LIST;
        }
    }

    Shape property(String name) {
        return resolved(schema.path("properties").path(name));
    }

    Shape items() {
        return resolved(schema.path("items"));
    }

    private Shape resolved(JsonNode there) {
        String reference = there.path("$ref").asText();
        if (reference.isEmpty()) {
            return new Shape(there, file, "", schemas);
        }
        String other =
                Path.of(file).resolveSibling(reference).normalize().toString().replace('\\', '/');
        // The title where it is used says more than that of what is referred to.
        ObjectNode both = schemas.read(other).deepCopy();
        for (String name : new String[] {"title", "titleEn", "description", "descriptionEn"}) {
            if (there.has(name)) {
                both.set(name, there.path(name));
            }
        }
        return new Shape(both, other, other, schemas);
    }

    /// Names of the properties, the required ones first.
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        schema.path("properties").fieldNames().forEachRemaining(name -> {
            if (required().contains(name)) {
                names.add(name);
            }
        });
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    Set<String> required() {
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        return required;
    }

    /// Names that must be there beside what already is: a type may ask for more where a field has a certain value.
    Set<String> required(JsonNode value) {
        Set<String> required = required();
        ask(schema, value, required);
        schema.path("allOf").forEach(part -> ask(part, value, required));
        return required;
    }

    private static void ask(JsonNode part, JsonNode value, Set<String> required) {
        if (part.has("if") && part.at("/if/properties").isObject()) {
            part.path(holds(part.path("if"), value) ? "then" : "else")
                    .path("required")
                    .forEach(name -> required.add(name.asText()));
        }
    }

    /// Whether a condition holds, as far as conditions compare with one value or a few; what is not there compares as
    /// equal, as it does for the validator.
    private static boolean holds(JsonNode condition, JsonNode value) {
        for (JsonNode name : condition.path("required")) {
            if (!value.has(name.asText())) {
                return false;
            }
        }
        for (Map.Entry<String, JsonNode> property : condition.path("properties").properties()) {
            JsonNode there = value.path(property.getKey());
            JsonNode one = property.getValue().path("const");
            JsonNode some = property.getValue().path("enum");
            if (!there.isMissingNode()
                    && (!one.isMissingNode() && !one.equals(there) || some.isArray() && !contains(some, there))) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode one : list) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    /// The codes that may stand here with their names, in the order of the schema or of the list.
    Map<String, String> codes(boolean chinese) {
        Map<String, String> names = new LinkedHashMap<>();
        for (JsonNode one : schema.path("enum")) {
            JsonNode titles = schema.path("enumTitles").path(one.asText());
            names.put(one.asText(), titles.path(chinese ? "zh" : "en").asText(one.asText()));
        }
        CodeList list = schemas.catalogue().codeLists().get(codes());
        if (list != null) {
            list.items().stream()
                    .filter(item -> !item.refused() && item.validTo() == null)
                    .forEach(item -> names.put(item.code(), item.name(chinese)));
        }
        return names;
    }

    /// The name of a code, also of one that is no longer given out.
    String name(String code, boolean chinese) {
        CodeList list = schemas.catalogue().codeLists().get(codes());
        return list == null
                ? codes(chinese).getOrDefault(code, code)
                : list.find(code).map(item -> item.name(chinese)).orElse(code);
    }

    boolean isObject() {
        return schema.has("properties");
    }

    boolean isArray() {
        return schema.path("type").asText().equals("array");
    }

    String type() {
        return schema.path("type").asText(schema.has("enum") ? "string" : "");
    }

    String format() {
        return schema.path("format").asText();
    }

    boolean isMoney() {
        return ref.equals("common/fen/schema.json");
    }

    boolean isAgency() {
        return ref.equals("common/agency-code/schema.json");
    }

    /// What is looked up while somebody types it (see [PickController]); empty for nothing.
    String pick() {
        String pattern = schema.path("pattern").asText();
        Matcher record = RECORD.matcher(pattern);
        if (ref.equals("common/region-code/schema.json")) {
            return "region";
        } else if (pattern.startsWith("^MT-")) {
            return "matter";
        } else if (record.find()) {
            return record.group(1) == null ? "record" : "record-RT" + record.group(1);
        } else if (pattern.startsWith("^D-")) {
            return "rule";
        }
        return pattern.equals(TYPE) ? "type" : "";
    }

    /// Name of its list of codes; empty where it has none.
    String codes() {
        return schema.path("codeList").asText();
    }

    Field.Kind kind() {
        if (isObject()) {
            return Field.Kind.GROUP;
        }
        if (isArray()) {
            Shape items = items();
            return items.kind() == Field.Kind.ONE_OF && !items.isAgency() ? Field.Kind.SOME_OF : Field.Kind.ROWS;
        }
        if (schema.has("enum") || isAgency()) {
            return Field.Kind.ONE_OF;
        }
        if (!codes().isEmpty()) {
            return schemas.isLong(codes()) ? Field.Kind.CODE : Field.Kind.ONE_OF;
        }
        return switch (type()) {
            case "boolean" -> Field.Kind.YES_NO;
            case "integer" -> isMoney() ? Field.Kind.MONEY : Field.Kind.NUMBER;
            default ->
                switch (format()) {
                    case "date" -> Field.Kind.DATE;
                    case "date-time" -> Field.Kind.TIME;
                    default -> schema.path("maxLength").asInt() > LONG_TEXT ? Field.Kind.LONG_TEXT : Field.Kind.TEXT;
                };
        };
    }

    String title(boolean chinese) {
        String title = schema.path(chinese ? "title" : "titleEn")
                .asText(schema.path("title").asText());
        // 分 is what the wire carries; people type 元.
        return isMoney()
                ? title.replace("（分）", "（元）").replace(", in fen", ", in yuan").replace("in fen", "in yuan")
                : title;
    }

    String description(boolean chinese) {
        if (isMoney()) {
            return "";
        }
        String said = schema.path(chinese ? "description" : "descriptionEn").asText();
        return said.isEmpty() && schema.has("pattern")
                ? schemas.words(schema.path("pattern").asText(), chinese)
                : said;
    }
}
