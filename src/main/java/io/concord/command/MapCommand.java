package io.concord.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.dialect.Dialect;
import io.concord.dialect.Dialects;
import io.concord.dialect.MappingFault;
import io.concord.dialect.NativeDocument;
import io.concord.dialect.Part;
import io.concord.dialect.Scope;
import io.concord.dialect.Trial;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.RecordType;
import io.concord.platform.ProductFiles;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import io.concord.schema.SchemaFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Works on mappings: `map try` shows what a dialect makes of a sample, and what gets lost on the way.
@Command(
        name = "map",
        mixinStandardHelpOptions = true,
        description = "Try mappings. 试用映射。",
        subcommands = {MapCommand.Try.class, MapCommand.Check.class})
final class MapCommand implements Runnable {

    @Override
    public void run() {
        System.out.println(
                "concord map check DIALECT…, concord map try DIALECT FILE…   (see routes/README.md 用法见 routes/README.md)");
    }

    @Command(
            name = "try",
            mixinStandardHelpOptions = true,
            description = "Show what a dialect makes of a sample. 对样例试用映射，并标出差异。")
    static final class Try implements Callable<Integer> {

        @Parameters(index = "0", description = "Name of the dialect, a folder of routes/edge. 方言名。")
        private String dialect = "";

        @Parameters(
                index = "1..*",
                arity = "1..*",
                description =
                        "Native files, or records as JSON; a row of a table is a JSON object; a package is its folder. 本系统文件，或 JSON 报文。")
        private List<Path> files = List.of();

        @Option(names = "--home", description = "Folder with routes and schemas (default: here). 产品目录。")
        private Path home = Path.of("");

        @Option(names = "--agency", description = "Code of the agency (default: ${DEFAULT-VALUE}). 单位代码。")
        private String agency = "519901-TRADE_UNION-01";

        private final ObjectMapper json = new ObjectMapper();

        @Override
        public Integer call() throws IOException {
            Dialects.Speaker speaker;
            Catalogue catalogue;
            try {
                speaker = new Dialects(ProductFiles.read(home, "routes")).get(dialect);
                catalogue = new Catalogue(ProductFiles.read(home, "schemas"));
            } catch (IllegalArgumentException e) {
                System.err.println(e.getMessage());
                return 2;
            }
            if (!AgencyCode.isValid(agency)) {
                System.err.println(agency + " is no agency code 不是单位代码");
                return 2;
            }
            say("@|faint 单位 agency: " + agency + "（--agency）|@");
            boolean well = true;
            for (Path file : files) {
                if (!Files.exists(file)) {
                    System.err.println("no file " + file + " 没有此文件");
                    return 2;
                }
                well &= tryOne(speaker, catalogue, file);
            }
            return well ? 0 : 1;
        }

        private boolean tryOne(Dialects.Speaker speaker, Catalogue catalogue, Path file) throws IOException {
            say("@|bold " + file + "|@");
            ObjectNode record = record(file);
            if (record != null) {
                return tryRecord(speaker, record);
            }
            boolean well = true;
            try {
                for (NativeDocument document : documents(speaker, file)) {
                    well &= tryDocument(speaker, catalogue, document);
                }
            } catch (MappingFault unreadable) {
                unreadable.reasons().forEach(this::fault);
                well = false;
            }
            return well;
        }

        /// The file as a record, where it is one.
        private @org.jspecify.annotations.Nullable ObjectNode record(Path file) throws IOException {
            if (Files.isDirectory(file)) {
                return null;
            }
            try {
                return json.readTree(Files.readAllBytes(file)) instanceof ObjectNode o && o.has("recordType")
                        ? o
                        : null;
            } catch (JsonProcessingException e) {
                return null;
            }
        }

        private List<NativeDocument> documents(Dialects.Speaker speaker, Path file) throws IOException {
            if (speaker.dialect().form().kind() == Dialect.Kind.TABLE) {
                JsonNode tree = json.readTree(Files.readAllBytes(file));
                List<NativeDocument> rows = new ArrayList<>();
                for (JsonNode row : tree.isArray() ? tree : List.of(tree)) {
                    rows.add(new NativeDocument((ObjectNode) row, Map.of()));
                }
                return rows;
            }
            if (!Files.isDirectory(file)) {
                return speaker.read(List.of(new Part(file.getFileName().toString(), Files.readAllBytes(file))));
            }
            List<Part> parts = new ArrayList<>();
            try (Stream<Path> walk = Files.walk(file)) {
                for (Path one : walk.filter(Files::isRegularFile).toList()) {
                    parts.add(new Part(file.relativize(one).toString(), Files.readAllBytes(one)));
                }
            }
            return speaker.read(parts);
        }

        private boolean tryRecord(Dialects.Speaker speaker, ObjectNode record) {
            ObjectNode document = speaker.toNative(record, Scope.NONE).orElse(null);
            if (document == null) {
                say("@|yellow " + speaker.dialect().dialect() + " 没有 "
                        + record.path("recordType").asText()
                        + " 的格式，将原样交付 no form for this type; it would be handed over as it is|@");
                return true;
            }
            show("native 本系统格式", document);
            if (!speaker.types().contains(record.path("recordType").asText())) {
                say("@|yellow 该类没有自己的映射，用通用格式交付 no mapping of its own; handed over in the general form|@");
                return true;
            }
            return differences("lost on the way there and back 往返丢失或改变", Trial.ofRecord(speaker, record));
        }

        private boolean tryDocument(Dialects.Speaker speaker, Catalogue catalogue, NativeDocument document) {
            try {
                if (speaker.signOff(document).isPresent()) {
                    say("@|green 签收 an officer signs for a record|@");
                    return true;
                }
                Dialects.Mapped mapped = speaker.toCanonical(document, agency, Scope.NONE);
                ObjectNode record = complete(mapped.content().deepCopy());
                show("record 报文", record);
                List<Reason> faults = faults(catalogue, record);
                faults.forEach(f -> fault(new Reason(
                        f.code(),
                        f.pointer(),
                        mapped.placeOf(f.pointer()).map(p -> p + "：").orElse("") + f.zh(),
                        mapped.placeOf(f.pointer()).map(p -> p + ": ").orElse("") + f.en())));
                List<Trial.Difference> lost = Trial.ofNative(speaker, document, record);
                return differences("native values that would come back otherwise 往返后不同的本系统值", lost) & faults.isEmpty();
            } catch (MappingFault fault) {
                fault.reasons().forEach(this::fault);
                return false;
            }
        }

        /// What the edge adds when it sends.
        private static ObjectNode complete(ObjectNode record) {
            record.put("messageId", new UUID(0, 0).toString());
            if (!record.has("recordId")) {
                record.put("recordId", record.at("/sender/agencyCode").asText() + "-RT00-2000-000000");
            }
            record.put("recordVersion", 1);
            return record;
        }

        private static List<Reason> faults(Catalogue catalogue, ObjectNode record) {
            List<SchemaFault> faults = new ArrayList<>(catalogue.checkEnvelope(record));
            catalogue
                    .find(
                            new RecordType(record.path("recordType").asText()),
                            record.path("schemaVersion").asText())
                    .ifPresent(type -> faults.addAll(catalogue.checkPayload(type, record)));
            return faults.stream().map(SchemaFault::reason).toList();
        }

        private void show(String title, JsonNode document) {
            say("@|cyan " + title + "|@");
            System.out.println(document.toPrettyString());
        }

        private boolean differences(String title, List<Trial.Difference> found) {
            if (found.isEmpty()) {
                say("@|green 往返无损 nothing lost|@");
            } else {
                say("@|yellow " + title + "|@");
                found.forEach(d -> say("  @|bold " + d.path() + "|@  @|red " + shown(d.before()) + "|@ → @|green "
                        + shown(d.after()) + "|@"
                        + (d.after().isEmpty()
                                ? "  @|faint 不写回；若应读取，请核对名称 not written back; if it should be read, check its name|@"
                                : "")));
            }
            return true;
        }

        private static String shown(String value) {
            return value.isEmpty() ? "∅" : value;
        }

        private void fault(Reason reason) {
            say("@|red ✗|@ " + reason.pointer() + "  " + reason.zh());
        }

        private static void say(String text) {
            System.out.println(Ansi.AUTO.string(text));
        }
    }

    /// Every type of a dialect, with every example of its schema, there and back.
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Take every example of every type there and back, and list what is lost. 逐类逐例往返核对，列出丢失的字段。")
    static final class Check implements Callable<Integer> {

        @Parameters(arity = "0..*", description = "Names of dialects (default: all). 方言名。")
        private List<String> names = List.of();

        @Option(names = "--home", description = "Folder with routes and schemas (default: here). 产品目录。")
        private Path home = Path.of("");

        @Override
        public Integer call() throws IOException {
            Dialects dialects = new Dialects(ProductFiles.read(home, "routes"));
            Catalogue catalogue = new Catalogue(ProductFiles.read(home, "schemas"));
            boolean well = true;
            for (String name : names) {
                if (dialects.all().stream().noneMatch(s -> s.dialect().dialect().equals(name))) {
                    System.err.println("no dialect " + name + " in routes/edge 没有此方言");
                    return 2;
                }
            }
            for (Dialects.Speaker speaker : dialects.all()) {
                if (names.isEmpty() || names.contains(speaker.dialect().dialect())) {
                    for (String type : speaker.types()) {
                        well &= type.equals("*") || check(speaker, catalogue, type);
                    }
                }
            }
            return well ? 0 : 1;
        }

        private static boolean check(Dialects.Speaker speaker, Catalogue catalogue, String type) throws IOException {
            String rt = catalogue.latest(type).map(t -> t.rt()).orElse("RT-00");
            int examples = 0;
            Map<String, Trial.Difference> lost = new java.util.TreeMap<>();
            String folder = "records/" + type + "/1.0/examples/valid/";
            for (Map.Entry<String, String> file :
                    catalogue.files().tailMap(folder).entrySet()) {
                if (!file.getKey().startsWith(folder)) {
                    break;
                }
                examples++;
                ObjectNode payload = (ObjectNode) new ObjectMapper().readTree(file.getValue());
                try {
                    Trial.unexplained(
                                    speaker, Trial.record(type, rt, "519901-TRADE_UNION-01", "519901-HRSS-01", payload))
                            .forEach(d -> lost.put(d.path(), d));
                } catch (MappingFault fault) {
                    fault.reasons().forEach(r -> lost.put(r.pointer(), new Trial.Difference(r.pointer(), "", r.zh())));
                }
            }
            System.out.println(Ansi.AUTO.string((lost.isEmpty() ? "@|green ok |@ " : "@|red BAD|@ ")
                    + speaker.dialect().dialect() + " " + rt + " " + type + ": " + examples
                    + " examples, says it loses "
                    + speaker.loses(type)));
            lost.values().forEach(d -> System.out.println("      " + d.path() + "  " + d.before() + " → " + d.after()));
            return lost.isEmpty() && examples > 0;
        }
    }
}
