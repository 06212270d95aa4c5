package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.envelope.CanonicalJson;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// A place in a schema with references followed, as forms need to see it.
///
/// @param schema of this place
/// @param file in which it stands, to resolve its references
/// @param ref file that it referred to, for example `common/fen/schema.json`; empty where it stands for itself
record Shape(JsonNode schema, String file, String ref, Schemas schemas) {

    /// Longer lists are typed into, with suggestions.
    private static final int LONG_LIST = 60;

    private static final int LONG_TEXT = 200;

    /// The schema files, each read once.
    record Schemas(Catalogue catalogue, Map<String, JsonNode> known) {

        Schemas(Catalogue catalogue) {
            this(catalogue, new ConcurrentHashMap<>());
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
        for (Iterator<JsonNode> i = schema.path("required").elements(); i.hasNext(); ) {
            required.add(i.next().asText());
        }
        return required;
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
        return isMoney()
                ? ""
                : schema.path(chinese ? "description" : "descriptionEn").asText();
    }
}
