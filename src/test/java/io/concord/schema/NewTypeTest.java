package io.concord.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.envelope.RecordType;
import io.concord.platform.ProductFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A record type is a folder: here one is added as CONTRIBUTING says, without a line of Java.
class NewTypeTest {

    @TempDir
    private Path home;

    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("schemas"))) {
            for (Path file :
                    files.filter(f -> !f.toString().contains("examples")).toList()) {
                Path copy = home.resolve(file.toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        folder = Files.createDirectories(home.resolve("schemas/records/heat-notice/1.0"));
        Files.writeString(folder.resolve("schema.json"), """
                {"$schema": "https://json-schema.org/draft/2020-12/schema",
                 "$id": "https://concord.example/schemas/records/heat-notice/1.0/schema.json",
                 "title": "高温停工通知", "titleEn": "Heat notice", "type": "object", "required": ["employer", "celsius"],
                 "additionalProperties": false,
                 "properties": {"employer": {"title": "用人单位", "titleEn": "Employer", "$ref": "../../../common/org-ref/schema.json"},
                                "celsius": {"title": "气温", "titleEn": "Temperature", "type": "integer", "minimum": 35}}}""");
        Files.writeString(folder.resolve("type.yaml"), descriptor("payload.celsius >= 40"));
    }

    private static String descriptor(String check) {
        return """
                rt: RT-90
                type: heat-notice
                version: 1.0.0
                group: A
                name: {zh: 高温停工通知, en: Heat notice}
                validFrom: 2026-06-01
                senders: [TRADE_UNION]
                recipients: [HRSS]
                externalParty: false
                maxBytes: 65536
                requiredHeader: []
                reply: {required: true, rule: D-02, expects: feedback}
                stateMachine: SM-X
                visibility: [A-PAIR]
                numberClass: "高温"
                acknowledge: signed
                logKind: record
                listFields: [/title]
                clocks:
                  - {rule: D-02, from: received, obligor: recipient, until: [replied]}
                rules:
                  - {id: R-10, at: /payload/celsius, check: "%s", needsMatter: false, zh: 未到四十度, en: below forty}
                """.formatted(check);
    }

    private Catalogue catalogue() {
        return new Catalogue(ProductFiles.read(home, "schemas"));
    }

    @Test
    void isThereWithSchemaProcedureTermsAndRules() throws IOException {
        Catalogue catalogue = catalogue();
        RecordTypeDescriptor type =
                catalogue.find(new RecordType("heat-notice"), "1.0.0").orElseThrow();
        assertThat(catalogue.machine(type).initial()).isEqualTo("SENT");
        assertThat(type.clocks()).hasSize(1);
        JsonNode good = new ObjectMapper().readTree("{\"payload\":{\"employer\":{\"name\":\"甲\"},\"celsius\":40}}");
        JsonNode bad = new ObjectMapper().readTree("{\"payload\":{\"employer\":{\"name\":\"甲\"},\"celsius\":20}}");
        assertThat(catalogue.checkPayload(type, good)).isEmpty();
        assertThat(catalogue.checkPayload(type, bad))
                .extracting(SchemaFault::pointer)
                .containsExactly("/payload/celsius");
    }

    @Test
    void isRefusedWithTheReasonWhereItIsBroken() throws IOException {
        Files.writeString(folder.resolve("type.yaml"), descriptor("payload.celsius >="));
        assertThatThrownBy(this::catalogue).hasMessageContaining("heat-notice").hasMessageContaining("not a condition");
        Files.writeString(folder.resolve("type.yaml"), descriptor("true").replace("SM-X", "SM-Z"));
        assertThatThrownBy(this::catalogue).hasMessageContaining("no state machine SM-Z");
        Files.writeString(folder.resolve("type.yaml"), descriptor("target.exists"));
        assertThatThrownBy(this::catalogue).hasMessageContaining("needsMatter: true");
        Files.writeString(folder.resolve("type.yaml"), descriptor("true") + "colour: red\n");
        assertThatThrownBy(this::catalogue).hasMessageContaining("colour");
    }
}
