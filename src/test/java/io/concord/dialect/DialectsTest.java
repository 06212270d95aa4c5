package io.concord.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.envelope.RecordType;
import io.concord.platform.ProductFiles;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import io.concord.schema.Catalogues;
import io.concord.schema.SchemaFault;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every dialect of `routes/edge`: what goes there comes back, and every native sample is a valid record.
class DialectsTest {

    private static final Dialects DIALECTS = new Dialects(ProductFiles.read(Path.of(""), "routes"));
    private static final Catalogue CATALOGUE = Catalogues.product();
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Arguments> types() {
        return DIALECTS.all().stream()
                .flatMap(speaker -> speaker.types().stream()
                        .filter(type -> !type.equals("*"))
                        .map(type -> Arguments.of(speaker.dialect().dialect(), type)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("types")
    void everyExampleComesBackButForWhatTheMappingSaysItLoses(String dialect, String type)
            throws JsonProcessingException {
        Dialects.Speaker speaker = DIALECTS.get(dialect);
        String rt = CATALOGUE.latest(type).orElseThrow().rt();
        int examples = 0;
        for (Map.Entry<String, String> file : CATALOGUE.files().entrySet()) {
            if (file.getKey().startsWith("records/" + type + "/1.0/examples/valid/")) {
                examples++;
                ObjectNode record = Trial.record(type, rt, "519901-TRADE_UNION-01", "519901-HRSS-01", (ObjectNode)
                        JSON.readTree(file.getValue()));
                assertThat(Trial.unexplained(speaker, record)).as(file.getKey()).isEmpty();
            }
        }
        assertThat(examples).isPositive();
    }

    static Stream<Arguments> samples() throws IOException {
        List<Arguments> samples = new ArrayList<>();
        for (Dialects.Speaker speaker : DIALECTS.all()) {
            Path folder = Path.of("samples/native", speaker.dialect().dialect());
            try (Stream<Path> files = Files.list(folder)) {
                files.sorted()
                        .forEach(file ->
                                samples.add(Arguments.of(speaker.dialect().dialect(), file)));
            }
        }
        return samples.stream();
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("samples")
    void everySampleIsAValidRecord(String dialect, Path file) throws IOException {
        Dialects.Speaker speaker = DIALECTS.get(dialect);
        for (NativeDocument document : read(speaker, file)) {
            if (speaker.signOff(document).isEmpty()) {
                ObjectNode record = speaker.toCanonical(document, "519901-TRADE_UNION-01", Scope.NONE)
                        .content();
                record.put("messageId", "0193f0a2-7c11-7b3e-9a54-2f6f0c8e1a77").put("recordVersion", 1);
                if (!record.has("recordId")) {
                    record.put("recordId", "519901-TRADE_UNION-01-RT00-2026-000001");
                }
                List<SchemaFault> faults = new ArrayList<>(CATALOGUE.checkEnvelope(record));
                faults.addAll(CATALOGUE.checkPayload(
                        CATALOGUE
                                .find(
                                        new RecordType(record.path("recordType").asText()),
                                        record.path("schemaVersion").asText())
                                .orElseThrow(),
                        record));
                assertThat(faults).isEmpty();
            }
        }
    }

    private static List<NativeDocument> read(Dialects.Speaker speaker, Path file) throws IOException {
        if (speaker.dialect().form().kind() == Dialect.Kind.TABLE) {
            return List.of(new NativeDocument((ObjectNode) JSON.readTree(file.toFile()), Map.of()));
        }
        if (!Files.isDirectory(file)) {
            return speaker.read(List.of(new Part(file.getFileName().toString(), Files.readAllBytes(file))));
        }
        List<Part> parts = new ArrayList<>();
        try (Stream<Path> files = Files.list(file)) {
            for (Path part : files.toList()) {
                parts.add(new Part(part.getFileName().toString(), Files.readAllBytes(part)));
            }
        }
        return speaker.read(parts);
    }

    // --- one small dialect of each form, to say what is wrong and where

    private static Dialects.Speaker small(String form) {
        return new Dialects(Map.of(
                        "edge/small/dialect.yaml",
                        "dialect: small\nform: {" + form + "}\nkey: no\nofficer: 某人\ncodes:\n  yes: {\"1\": A}\n",
                        "edge/small/feedback.map.yaml",
                        """
                        type: feedback
                        kind: ""
                        fields:
                          - {native: title, at: /title}
                          - {native: paid, at: /payload/paidFen, as: fen}
                          - {native: kind, at: /payload/outcome, as: code yes}
                          - native: list
                            at: /payload/measures
                            fields:
                              - {native: nr, at: /no, as: whole}
                              - {native: text, at: /text}
                        """))
                .get("small");
    }

    private static List<Reason> faults(Dialects.Speaker speaker, byte[] bytes) {
        MappingFault fault = catchThrowableOfType(
                MappingFault.class,
                () -> speaker.toCanonical(
                        speaker.read(List.of(new Part("x", bytes))).getFirst(), "519901-HRSS-01", Scope.NONE));
        return fault.reasons();
    }

    @Test
    void everyFaultIsSaidAtOnceWithItsPlaceAndWhereItWasToGo() {
        byte[] xml = "<x><no>1</no>\n<paid>三十万</paid><kind>7</kind>\n<list><nr>一</nr></list><list><nr>2</nr></list></x>"
                .getBytes(Charset.forName("GB18030"));
        assertThat(faults(small("kind: xml, charset: GB18030, root: x"), xml))
                .extracting(r -> r.pointer() + " " + r.zh())
                .containsExactly(
                        "/payload/paidFen paid（第 2 行第 10 列）：不是以元为单位的金额：三十万",
                        "/payload/outcome kind（第 2 行第 24 列）：不在代码表 yes 中：7",
                        "/payload/measures/0/no list[1]/nr（第 3 行第 12 列）：不是整数：一");
        assertThat(faults(
                        small("kind: csv"),
                        "no,paid\n1,5.00\n".replace("5.00", "x").getBytes(StandardCharsets.UTF_8)))
                .extracting(Reason::zh)
                .containsExactly("paid（第 2 行）：不是以元为单位的金额：x");
        ObjectNode row = JSON.createObjectNode().put("no", "1").put("paid", "x");
        row.putArray("list").addObject().put("nr", "1").put("text", "甲");
        byte[] book = new Workbook("no").write(row, "", "x").getFirst().bytes();
        assertThat(faults(small("kind: xlsx"), book))
                .extracting(Reason::zh)
                .containsExactly("paid（表「登记表」B2）：不是以元为单位的金额：x");
    }

    @Test
    void aListOfAWorkbookIsASheetOfItsOwn() {
        ObjectNode row = JSON.createObjectNode().put("no", "A7").put("title", "关于整改的答复");
        row.putArray("list").addObject().put("nr", "1").put("text", "甲");
        row.withArray("list").addObject().put("nr", "2").put("text", "=1+1");
        Dialects.Speaker speaker = small("kind: xlsx");
        NativeDocument back =
                speaker.read(new Workbook("no").write(row, "", "x")).getFirst();
        JsonNode record =
                speaker.toCanonical(back, "519901-HRSS-01", Scope.NONE).content();
        assertThat(record.at("/payload/measures/1/text").asText())
                .as("a formula is text")
                .isEqualTo("=1+1");
        assertThat(record.at("/payload/measures")).hasSize(2);
    }

    @Test
    void aPackageIsTakenOnlyWhenItsManifestFits() {
        Dialects.Speaker speaker = small("kind: package, root: x, document: d.xml");
        ObjectNode document = JSON.createObjectNode().put("no", "1").put("title", "标题");
        List<Part> parts = speaker.write(document, "p").stream()
                .map(part -> new Part(part.name().substring(2), part.bytes()))
                .toList();
        assertThat(speaker.read(parts).getFirst().text("title")).isEqualTo("标题");
        List<Part> changed =
                List.of(new Part("d.xml", "<x><no>2</no></x>".getBytes(StandardCharsets.UTF_8)), parts.get(1));
        assertThat(catchThrowableOfType(MappingFault.class, () -> speaker.read(changed))
                        .reasons()
                        .getFirst()
                        .zh())
                .contains("清单与文件不符", "摘要不同");
        assertThat(catchThrowableOfType(MappingFault.class, () -> speaker.read(List.of(parts.get(1))))
                        .reasons()
                        .getFirst()
                        .zh())
                .contains("文件缺失");
    }

    @Test
    void whatAMappingForgetsIsReportedFieldByField() {
        ObjectNode payload = JSON.createObjectNode().put("stage", "FINAL").put("paidFen", 500);
        List<Trial.Difference> lost = Trial.ofRecord(
                small("kind: json"),
                Trial.record("feedback", "RT-61", "519901-HRSS-01", "519901-TRADE_UNION-01", payload));
        assertThat(lost)
                .extracting(Trial.Difference::path)
                .contains("/payload/stage", "/docDate", "/recipients/0/role");
        assertThat(lost).extracting(Trial.Difference::path).doesNotContain("/payload/paidFen", "/title");
    }

    @Test
    void unreadableFilesAreFaultsNotFailures() {
        assertThat(faults(small("kind: xml, root: x"), "<x>".getBytes(StandardCharsets.UTF_8))
                        .getFirst()
                        .zh())
                .contains("不是有效的 XML 文件");
        assertThat(faults(small("kind: json"), new byte[] {(byte) 0xff, 1})
                        .getFirst()
                        .zh())
                .contains("编码");
        assertThat(faults(small("kind: xlsx"), "PK".getBytes(StandardCharsets.UTF_8))
                        .getFirst()
                        .zh())
                .contains("XLSX");
        assertThat(faults(
                                small("kind: xml, root: x"),
                                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x><title>&e;</title></x>"
                                        .getBytes(StandardCharsets.UTF_8))
                        .getFirst()
                        .zh())
                .as("no entities")
                .contains("XML");
    }
}
