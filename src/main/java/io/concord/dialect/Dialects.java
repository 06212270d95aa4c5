package io.concord.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.concord.platform.ConcordSettings;
import io.concord.platform.ProductFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// All dialects of `routes/edge`, with their mappings ready to use.
@Component
public class Dialects {

    private static final String FOLDER = "edge/";

    private final Map<String, Speaker> speakers = new TreeMap<>();

    @Autowired
    Dialects(ConcordSettings settings) {
        this(ProductFiles.read(settings.home(), "routes"));
    }

    /// @param files text by path below `routes/`
    /// @throws IllegalArgumentException naming the file that is broken
    public Dialects(Map<String, String> files) {
        ObjectMapper yaml = YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                .build();
        files.forEach((path, text) -> {
            if (path.startsWith(FOLDER) && path.endsWith("/dialect.yaml")) {
                String folder = path.substring(0, path.length() - "dialect.yaml".length());
                Dialect dialect = parse(yaml, path, text, Dialect.class);
                speakers.put(dialect.dialect(), new Speaker(dialect, mappings(yaml, files, folder)));
            }
        });
    }

    private static Map<String, Dialect.Mapping> mappings(ObjectMapper yaml, Map<String, String> files, String folder) {
        Map<String, Dialect.Mapping> mappings = new TreeMap<>();
        files.forEach((path, text) -> {
            if (path.startsWith(folder) && path.endsWith(".map.yaml")) {
                String name = path.substring(folder.length(), path.length() - ".map.yaml".length());
                mappings.put(name, parse(yaml, path, text, Dialect.Mapping.class));
            }
        });
        return mappings;
    }

    private static <T> T parse(ObjectMapper yaml, String path, String text, Class<T> type) {
        try {
            return yaml.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("routes/" + path + ": " + e.getMessage(), e);
        }
    }

    public Collection<Speaker> all() {
        return speakers.values();
    }

    public boolean has(String name) {
        return speakers.containsKey(name);
    }

    /// @throws IllegalArgumentException when there is no such dialect
    public Speaker get(String name) {
        Speaker speaker = speakers.get(name);
        if (speaker == null) {
            throw new IllegalArgumentException(
                    "no dialect " + name + " in routes/edge; there are " + speakers.keySet());
        }
        return speaker;
    }

    /// A document in a record's form, and how it got there.
    ///
    /// @param content everything but identifiers and times
    /// @param map that made it
    public record Mapped(ObjectNode content, NativeDocument document, Speaker.Ready map) {

        /// Names the native field of a place in the record, for people; empty where there is none.
        public Optional<String> placeOf(String pointer) {
            return map.fields().sourceOf(pointer).map(document::placeOf);
        }
    }

    /// One dialect, able to read and write.
    public static final class Speaker {

        private static final ObjectMapper JSON = new ObjectMapper();

        private final Dialect dialect;
        private final NativeForm form;
        private final Map<String, Ready> byType = new TreeMap<>();
        private final Map<String, Ready> byKind = new TreeMap<>();

        /// A mapping with its rows.
        record Ready(Dialect.Mapping mapping, FieldMap fields) {}

        private Speaker(Dialect dialect, Map<String, Dialect.Mapping> mappings) {
            this.dialect = dialect;
            this.form = form(dialect);
            mappings.forEach((name, mapping) -> {
                if (mapping.type() != null) {
                    Dialect.Mapping whole = withIncludes(mapping, mappings);
                    Ready ready = new Ready(whole, fields(name, whole));
                    byType.put(mapping.type(), ready);
                    if (mapping.kind() != null && !mapping.type().equals("*")) {
                        byKind.put(mapping.kind(), ready);
                    }
                }
            });
        }

        private FieldMap fields(String name, Dialect.Mapping mapping) {
            try {
                return new FieldMap(mapping.fields(), dialect.codes());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "routes/edge: " + dialect.dialect() + ", " + name + ".map.yaml: " + e.getMessage(), e);
            }
        }

        private static NativeForm form(Dialect dialect) {
            Dialect.Form form = dialect.form();
            return switch (form.kind()) {
                case XML, JSON, CSV -> TextForms.of(form);
                case XLSX -> new Workbook(dialect.key());
                case PACKAGE ->
                    new FixedPackage(
                            form.document() == null ? "document.xml" : form.document(),
                            TextForms.of(Dialect.Form.xml(form.charset(), form.root())));
                case TABLE ->
                    new NativeForm() {
                        @Override
                        public List<NativeDocument> read(List<Part> parts) {
                            throw new IllegalStateException("rows of a table are not read from files");
                        }

                        @Override
                        public List<Part> write(ObjectNode document, String root, String name) {
                            throw new IllegalStateException("rows of a table are not written to files");
                        }
                    };
            };
        }

        private static Dialect.Mapping withIncludes(Dialect.Mapping mapping, Map<String, Dialect.Mapping> all) {
            List<Dialect.Field> fields = new ArrayList<>();
            List<String> loses = new ArrayList<>();
            for (String include : mapping.include()) {
                Dialect.Mapping part = all.get(include);
                if (part == null) {
                    throw new IllegalArgumentException("no " + include + ".map.yaml beside " + mapping.type());
                }
                Dialect.Mapping whole = withIncludes(part, all);
                fields.addAll(whole.fields());
                loses.addAll(whole.loses());
            }
            fields.addAll(mapping.fields());
            loses.addAll(mapping.loses());
            return new Dialect.Mapping(mapping.type(), mapping.version(), mapping.kind(), List.of(), fields, loses);
        }

        public Dialect dialect() {
            return dialect;
        }

        /// Record types that this dialect has a form for; `*` is any other.
        public Collection<String> types() {
            return byType.keySet();
        }

        /// What the native form of a type has no place for.
        public List<String> loses(String type) {
            Ready ready = byType.get(type);
            return ready == null ? List.of() : ready.mapping().loses();
        }

        /// @throws MappingFault when the files are not of the dialect's form
        public List<NativeDocument> read(List<Part> parts) {
            return form.read(parts);
        }

        /// A row of a table; what belongs to it is in the column `children`, as JSON.
        ///
        /// @param row by column
        public NativeDocument row(Map<?, ?> row) {
            ObjectNode content = textual(row);
            dialect.form().json().forEach(column -> parse(content, column));
            parse(content, "children");
            // Children come as JSON with its own types; mappings read texts.
            if (content.path("children") instanceof ArrayNode children) {
                ArrayNode texts = content.putArray("children");
                children.forEach(child ->
                        texts.add(textual(JSON.convertValue(child, new TypeReference<Map<String, Object>>() {}))));
            }
            return new NativeDocument(content, Map.of());
        }

        private static void parse(ObjectNode content, String column) {
            String text =
                    content.path(column).isNull() ? "" : content.path(column).asText();
            try {
                if (!text.isBlank()) {
                    content.set(column, JSON.readTree(text));
                }
            } catch (JsonProcessingException e) {
                throw new MappingFault("", column + "：不是有效的 JSON", column + ": not valid JSON");
            }
        }

        /// Native values as text, however the driver gives them: old tables keep numbers and dates in either form.
        private static ObjectNode textual(Map<?, ?> row) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            row.forEach((name, value) ->
                    out.put(String.valueOf(name).toLowerCase(Locale.ROOT), value == null ? null : value.toString()));
            return out;
        }

        /// How to read the document, where it is an officer's signature for a record that was received.
        public Optional<Dialect.SignOff> signOff(NativeDocument document) {
            return Optional.ofNullable(dialect.receipt())
                    .filter(form -> form.kind().equals(kind(document)));
        }

        /// Native document → record, without its identifiers and times.
        ///
        /// @throws MappingFault with every fault of the document
        public Mapped toCanonical(NativeDocument document, String agency, Scope scope) {
            String kind = kind(document);
            Ready ready = byKind.get(kind);
            if (ready == null) {
                String field = dialect.kind() == null ? "" : dialect.kind();
                throw new MappingFault(
                        "",
                        document.placeOf(field) + "：没有此类文书：" + kind + "，可用 " + byKind.keySet(),
                        document.placeOf(field) + ": no such kind of document: " + kind + ", there are "
                                + byKind.keySet());
            }
            ObjectNode content = JsonNodeFactory.instance.objectNode();
            content.put("recordType", ready.mapping().type());
            content.put(
                    "schemaVersion",
                    ready.mapping().version() == null
                            ? "1.0.0"
                            : ready.mapping().version());
            ready.fields().toCanonical(document, agency, dialect.officer(), scope, content);
            Conversion.put(content, "/sender/agencyCode", JsonNodeFactory.instance.textNode(agency));
            if (content.at("/sender/officer/name").isMissingNode()) {
                Conversion.put(content, "/sender/officer/name", JsonNodeFactory.instance.textNode(dialect.officer()));
            }
            return new Mapped(content, document, ready);
        }

        private String kind(NativeDocument document) {
            return dialect.kind() == null || dialect.kind().isEmpty() ? "" : document.text(dialect.kind());
        }

        /// Record → native document; empty where the dialect has no form for the type.
        public Optional<ObjectNode> toNative(JsonNode record, Scope scope) {
            @Nullable Ready own = byType.get(record.path("recordType").asText());
            @Nullable Ready ready = own == null ? byType.get("*") : own;
            if (ready == null) {
                return Optional.empty();
            }
            ObjectNode document = ready.fields().toNative(record, scope);
            String kind = ready.mapping().kind();
            if (kind != null && dialect.kind() != null && !dialect.kind().isEmpty()) {
                Conversion.put(document, "/" + dialect.kind(), JsonNodeFactory.instance.textNode(kind));
            }
            return Optional.of(document);
        }

        /// The files of a native document.
        ///
        /// @param name under which they lie
        public List<Part> write(ObjectNode document, String name) {
            return form.write(
                    document,
                    dialect.form().root() == null ? "document" : dialect.form().root(),
                    name);
        }

        /// What the system is told of a document.
        ///
        /// @param answer values by the names of [Dialect.AnswerForm]
        /// @param name under which the file lies
        public List<Part> writeAnswer(Map<String, ?> answer, String name) {
            Dialect.AnswerForm told = dialect.answer();
            if (told == null) {
                throw new IllegalStateException("the dialect " + dialect.dialect() + " has no answer");
            }
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            told.fields().forEach((field, value) -> document.put(field, String.valueOf(answer.get(value))));
            NativeForm plain = dialect.form().kind() == Dialect.Kind.PACKAGE
                    ? TextForms.of(Dialect.Form.xml(dialect.form().charset(), null))
                    : form;
            return plain.write(document, told.root() == null ? "answer" : told.root(), name);
        }

        /// The system's own state for a kind of answer.
        public String state(String kind) {
            Dialect.AnswerForm told = dialect.answer();
            return told == null || told.states() == null ? kind : told.states().getOrDefault(kind, kind);
        }
    }
}
