package io.concord.schema;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import io.concord.problem.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All that may be exchanged: schemas, descriptors, code lists and rules, read once from the `schemas` folder.
///
/// Immutable and safe to share; schemas are compiled when the catalogue is made, so a broken one stops the
/// start.
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
    private final SortedMap<String, StateMachine> machines = new TreeMap<>();
    private final Map<String, List<CodePlaces.Place>> places = new HashMap<>();
    private final Map<String, Condition> conditions = new HashMap<>();
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
            } else if (path.startsWith("machines/")) {
                StateMachine machine = yaml(path, text, StateMachine.class);
                machines.put(machine.machine(), machine);
            }
        });
        types.values().forEach(this::prepare);
        this.rules = Rules.of(files, text -> yaml("rules", text, JsonNode.class));
        for (JsonNode row : documents("rules")
                .getOrDefault("events.yaml", MissingNode.getInstance())
                .path("rules")) {
            row.path("events").forEach(event -> compile(event.path("when").textValue()));
        }
        SchemaRegistry registry = registry();
        for (String path : files.keySet()) {
            if (path.endsWith("/schema.json")) {
                schemas.put(path, compile(registry, path));
                if (path.startsWith("records/")) {
                    places.put(
                            path.substring("records/".length(), path.length() - "/schema.json".length()),
                            CodePlaces.of(path, this::schemaTree, codeLists));
                }
            }
        }
    }

    /// Compiles the conditions of a type and looks whether everything that it names is there.
    private void prepare(RecordTypeDescriptor type) {
        String where = "schemas/records/" + type.type() + "/" + type.line() + "/type.yaml: ";
        StateMachine machine = machines.get(type.stateMachine());
        if (machine == null) {
            throw new IllegalArgumentException(where + "no state machine " + type.stateMachine());
        }
        try {
            type.effects().forEach(effect -> compile(effect.when()));
            type.clocks().forEach(clock -> compile(clock.when()));
            machine.clocks().forEach(clock -> compile(clock.when()));
            type.followedBy().forEach(follow -> compile(follow.when()));
            type.rules().forEach(rule -> compile(rule.check()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(where + e.getMessage(), e);
        }
        type.followedBy().forEach(follow -> require(knows(new RecordType(follow.type())), where, follow.type()));
        type.needs()
                .forEach(need -> need.types().forEach(other -> require(knows(new RecordType(other)), where, other)));
        for (RecordTypeDescriptor.ExchangeRule rule : type.rules()) {
            require(Problems.find(rule.code()).isPresent(), where, rule.code());
            String check = rule.check();
            boolean looksAround =
                    rule.named() != null || check != null && (check.contains("target.") || check.contains("matter."));
            if ((check == null) == (rule.named() == null) || looksAround && !rule.needsMatter()) {
                throw new IllegalArgumentException(where + rule.id()
                        + " needs either check or named, and needsMatter: true where it looks beyond the record");
            }
        }
    }

    private static void require(boolean known, String where, String name) {
        if (!known) {
            throw new IllegalArgumentException(where + "there is no " + name);
        }
    }

    private void compile(@Nullable String condition) {
        if (condition != null) {
            conditions.computeIfAbsent(condition, Condition::compile);
        }
    }

    /// A condition of a descriptor or of an event; null, which always holds, where there is none.
    public @Nullable Condition condition(@Nullable String text) {
        return text == null ? null : conditions.get(text);
    }

    /// The procedure of a record type.
    public StateMachine machine(RecordTypeDescriptor type) {
        return Objects.requireNonNull(machines.get(type.stateMachine()));
    }

    public Collection<StateMachine> machines() {
        return machines.values();
    }

    private SchemaRegistry registry() {
        Dialect dialect = Dialect.builder(Dialects.getDraft202012())
                .formats(Formats.all())
                .keyword(new CodeListKeyword(codeLists))
                .keyword(new NonValidationKeyword("titleEn"))
                .keyword(new NonValidationKeyword("descriptionEn"))
                .keyword(new NonValidationKeyword("enumTitles"))
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

    private JsonNode schemaTree(String path) {
        return yaml(path, Objects.requireNonNull(files.get(path)), JsonNode.class);
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
        return latest(type.value()).isPresent();
    }

    /// The newest version of a type.
    public Optional<RecordTypeDescriptor> latest(String type) {
        return types.values().stream().filter(t -> t.type().equals(type)).reduce((earlier, later) -> later);
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

    /// The YAML files directly in a folder, parsed, by name.
    ///
    /// @param folder below `schemas/`
    public SortedMap<String, JsonNode> documents(String folder) {
        SortedMap<String, JsonNode> documents = new TreeMap<>();
        files.forEach((path, text) -> {
            if (path.matches(folder + "/[^/]+\\.yaml")) {
                documents.put(path.substring(folder.length() + 1), yaml(path, text, JsonNode.class));
            }
        });
        return documents;
    }

    /// Checks the header of a record; empty when it is as the envelope schema says.
    public List<SchemaFault> checkEnvelope(JsonNode envelope) {
        return check(ENVELOPE, envelope, "");
    }

    /// Checks the payload of a record and the header fields that its type asks for. Pointers start at the
    /// envelope.
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

    /// Codes of a payload that are known but not in force on a day, by pointer.
    public Map<String, CodeList.Item> codesOutOfForce(RecordTypeDescriptor type, JsonNode payload, LocalDate day) {
        Map<String, CodeList.Item> found = new TreeMap<>();
        for (CodePlaces.Place place : places.getOrDefault(type.type() + "/" + type.line(), List.of())) {
            CodeList list = codeLists.get(place.list());
            if (list != null) {
                place.codes(payload)
                        .forEach((pointer, code) -> list.find(code)
                                .filter(item -> !item.inForce(day))
                                .ifPresent(item -> found.put("/payload" + pointer, item)));
            }
        }
        return found;
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
