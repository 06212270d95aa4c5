package io.concord.schema;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import io.concord.envelope.RecordType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that may be exchanged: schemas, descriptors, code lists and rules, read once from the `schemas` folder.
///
/// Immutable and safe to share; schemas are compiled when the catalogue is made, so a broken one stops the start.
public final class Catalogue {

    /// Prefix of every schema's `$id`; what follows is the path below `schemas/`.
    public static final String PREFIX = "https://concord.example/schemas/";

    private static final String ENVELOPE = "envelope/1.0/schema.json";
    private static final ObjectMapper YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final SortedMap<String, String> files;
    private final SortedMap<String, CodeList> codeLists = new TreeMap<>();
    private final SortedMap<String, RecordTypeDescriptor> types = new TreeMap<>();
    private final SortedMap<String, Schema> schemas = new TreeMap<>();
    private final Rules rules;

    /// Reads a `schemas` folder.
    ///
    /// @param files text by path below `schemas/`
    /// @throws IllegalArgumentException naming the file that is broken
    public Catalogue(SortedMap<String, String> files) {
        this.files = files;
        files.forEach((path, text) -> {
            if (path.startsWith("codes/")) {
                CodeList list = yaml(path, text, CodeList.class);
                codeLists.put(list.list(), list);
            } else if (path.matches("records/[^/]+/[^/]+/type\\.yaml")) {
                RecordTypeDescriptor type = yaml(path, text, RecordTypeDescriptor.class);
                if (!path.equals("records/" + type.type() + "/" + type.line() + "/type.yaml")) {
                    throw new IllegalArgumentException(path + " describes " + type.type() + " " + type.version());
                }
                types.put(type.type() + "/" + type.line(), type);
            }
        });
        this.rules = Rules.of(files, text -> yaml("rules", text, JsonNode.class));
        SchemaRegistry registry = registry();
        for (String path : files.keySet()) {
            if (path.endsWith("/schema.json")) {
                schemas.put(path, compile(registry, path));
            }
        }
    }

    private SchemaRegistry registry() {
        Dialect dialect = Dialect.builder(Dialects.getDraft202012())
                .formats(Formats.all())
                .keyword(new CodeListKeyword(codeLists))
                .keyword(new NonValidationKeyword("titleEn"))
                .keyword(new NonValidationKeyword("descriptionEn"))
                .build();
        return SchemaRegistry.withDialect(
                dialect,
                builder -> builder.schemas(
                                (String id) -> id.startsWith(PREFIX) ? files.get(id.substring(PREFIX.length())) : null)
                        .schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .formatAssertionsEnabled(true)
                                .pathType(PathType.JSON_POINTER)
                                .locale(Locale.ENGLISH)
                                .build()));
    }

    private static Schema compile(SchemaRegistry registry, String path) {
        try {
            Schema schema = registry.getSchema(SchemaLocation.of(PREFIX + path));
            schema.initializeValidators();
            return schema;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("schemas/" + path + ": " + e.getMessage(), e);
        }
    }

    private static <T> T yaml(String path, String text, Class<T> type) {
        try {
            return YAML.readValue(text, type);
        } catch (IOException e) {
            throw new IllegalArgumentException("schemas/" + path + ": " + e.getMessage(), new UncheckedIOException(e));
        }
    }

    /// Every record type, by name and version.
    public Collection<RecordTypeDescriptor> types() {
        return types.values();
    }

    /// The descriptor for a type in any patch version of a line, for example `1.0.3` for the folder `1.0`.
    public Optional<RecordTypeDescriptor> find(RecordType type, String schemaVersion) {
        int lastDot = schemaVersion.lastIndexOf('.');
        return lastDot < 0
                ? Optional.empty()
                : Optional.ofNullable(types.get(type.value() + "/" + schemaVersion.substring(0, lastDot)));
    }

    public boolean knows(RecordType type) {
        return types.values().stream().anyMatch(t -> t.type().equals(type.value()));
    }

    public Map<String, CodeList> codeLists() {
        return codeLists;
    }

    public Rules rules() {
        return rules;
    }

    /// The files as read, for those who show or test them.
    public SortedMap<String, String> files() {
        return files;
    }

    /// Checks the header of a record; empty when it is as the envelope schema says.
    public List<SchemaFault> checkEnvelope(JsonNode envelope) {
        return check(ENVELOPE, envelope, "");
    }

    /// Checks the payload of a record and the header fields that its type asks for. Pointers start at the envelope.
    public List<SchemaFault> checkPayload(RecordTypeDescriptor type, JsonNode envelope) {
        List<SchemaFault> faults = new ArrayList<>();
        for (String field : type.requiredHeader()) {
            if (!field.isEmpty() && !envelope.has(field)) {
                faults.add(new SchemaFault("/" + field, "required", "本业务类型必须填写此项", "this record type needs it"));
            }
        }
        faults.addAll(check(
                "records/" + type.type() + "/" + type.line() + "/schema.json", envelope.path("payload"), "/payload"));
        return faults;
    }

    /// Checks any document against a schema file of the catalogue.
    ///
    /// @param path below `schemas/`
    public List<SchemaFault> check(String path, JsonNode document) {
        return check(path, document, "");
    }

    private List<SchemaFault> check(String path, JsonNode document, String prefix) {
        Schema schema = schemas.get(path);
        if (schema == null) {
            throw new IllegalArgumentException("no schema " + path);
        }
        List<com.networknt.schema.Error> errors = schema.validate(document);
        return errors.isEmpty() ? List.of() : Faults.of(schema, document, prefix);
    }

    /// Validates a text against a schema; used by tests of the validator's own conformance.
    static boolean conforms(Schema schema, String json) {
        return schema.validate(json, InputFormat.JSON).isEmpty();
    }
}
