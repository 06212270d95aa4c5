package io.concord.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.FreshHubIT;
import io.concord.access.Person;
import io.concord.access.Role;
import io.concord.document.Numbering;
import io.concord.envelope.AgencyCode;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/// Forms made from schemas: what a record says comes back from its form as it was, for every example of every type.
class FormsIT extends FreshHubIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Forms.Asked PLAIN = new Forms.Asked(true);

    @Autowired
    private Forms forms;

    @Autowired
    private Masking masking;

    @Autowired
    private Numbering numbering;

    @Autowired
    private Catalogue catalogue;

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> all = Files.walk(Path.of("schemas/records"))) {
            return all
                    .filter(path -> path.toString().matches(".*/examples/valid/.*[.]json"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void whatARecordSaysComesBackFromItsForm(Path example) throws IOException {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.set("payload", JSON.readTree(example.toFile()));
        RecordTypeDescriptor type =
                catalogue.latest(example.getName(2).toString()).orElseThrow();
        Map<String, String[]> typed = new LinkedHashMap<>();
        forms.payload(type, envelope, PLAIN).forEach(field -> type(field, typed));
        ObjectNode read = new FormReader(typed).object(forms.payload(type), "/payload");
        assertThat(read).isEqualTo(plain(envelope.path("payload")));
    }

    /// As a browser sends it.
    private static void type(Field field, Map<String, String[]> typed) {
        switch (field.kind()) {
            case GROUP, ROWS -> field.children().forEach(child -> type(child, typed));
            case SOME_OF -> typed.put(field.pointer(), field.values().toArray(String[]::new));
            default -> typed.put(field.pointer(), new String[] {field.value()});
        }
    }

    /// Numbers of one kind, and nothing that is empty: a form has no way to say that.
    private static JsonNode plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode kept = JSON.createObjectNode();
            object.properties().forEach(p -> {
                JsonNode value = plain(p.getValue());
                if (!value.isContainerNode() || !value.isEmpty()) {
                    kept.set(p.getKey(), value);
                }
            });
            return kept;
        }
        if (node.isArray()) {
            var list = JSON.createArrayNode();
            node.forEach(item -> list.add(plain(item)));
            return list;
        }
        return node.isIntegralNumber()
                ? JSON.getNodeFactory().numberNode(node.longValue())
                : node.isNumber() ? JSON.getNodeFactory().numberNode(new BigDecimal(node.asText())) : node;
    }

    @Test
    void personalFieldsAreHiddenUntilSomebodyWhoMaySaysWhy() throws IOException {
        JsonNode envelope = JSON.readTree("""
                {"payload":{"applicant":{"name":"王建国","idType":"居民身份证","idNo":"519901198001010017","phone":"13900000001"}}}""");
        RecordTypeDescriptor intake = catalogue.latest("intake-registration").orElseThrow();
        List<Field> fields = forms.payload(intake, envelope, PLAIN);
        Person clerk = new Person("c", "张三", "", "519901-TRADE_UNION-01", Set.of(Role.CLERK));
        Person liaison = new Person("l", "李四", "", "519901-TRADE_UNION-01", Set.of(Role.LIAISON));
        assertThat(values(masking.of(fields, clerk, false)))
                .contains("519*************17", "139******01", "王建国")
                .doesNotContain("519901198001010017");
        assertThat(masking.hides(fields, clerk)).isTrue();
        assertThat(values(masking.of(fields, clerk, true))).contains("519901198001010017", "13900000001");
        assertThat(values(masking.of(fields, liaison, true)))
                .as("a liaison officer telephones, and needs no identity number")
                .contains("519*************17", "13900000001");
        assertThat(masking.isReason("  核 ")).isFalse();
        assertThat(masking.isReason("核对身份")).isTrue();
    }

    private static List<String> values(List<Field> fields) {
        return fields.stream()
                .flatMap(field -> Stream.concat(Stream.of(field.value()), values(field.children()).stream()))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    @Test
    void everyChoiceOfEveryFormHasAName() {
        catalogue
                .types()
                .forEach(type -> assertThat(bare(forms.payload(type, JSON.createObjectNode(), PLAIN)))
                        .as(type.type())
                        .isEmpty());
        assertThat(bare(forms.header(JSON.createObjectNode(), PLAIN))).isEmpty();
    }

    private static List<String> bare(List<Field> fields) {
        return fields.stream()
                .flatMap(field -> Stream.concat(
                        field.options().stream()
                                .filter(option -> option.label().matches("[A-Z_]{2,}"))
                                .map(option -> field.pointer() + " " + option.value()),
                        bare(field.children()).stream()))
                .toList();
    }

    @Test
    void numbersGoOnFromTheFirstThatAPersonGave() {
        AgencyCode union = new AgencyCode("519901-TRADE_UNION-01");
        assertThat(numbering.isBegun(union, "试")).isFalse();
        numbering.given(union, "试", "江东工监试〔2026〕7号", "519901-TRADE_UNION-01-RT02-2026-900001");
        assertThat(numbering.isBegun(union, "试")).isTrue();
        assertThat(numbering
                        .assign(union, "试", null, 2026, "519901-TRADE_UNION-01-RT02-2026-900002")
                        .orElseThrow()
                        .docNo())
                .isEqualTo("江东工监试〔2026〕8号");
    }

    @Test
    void rowsArePastedByTheirHeadingsOrInTheOrderOfTheForm() {
        Shape proposal = forms.payload(catalogue.latest("proposal-letter").orElseThrow());
        for (String heading : List.of("姓名\t欠薪金额\n", "")) {
            Map<String, String[]> typed = Map.of("paste:/payload/workers", new String[] {
                heading + "王建国\t" + (heading.isEmpty() ? "" : "12,300.50元") + "\n\n李秀英\t"
                        + (heading.isEmpty() ? "" : "9800") + "\n"
            });
            JsonNode rows = new FormReader(typed).object(proposal, "/payload").path("workers");
            assertThat(rows.findValuesAsText("name")).containsExactly("王建国", "李秀英");
        }
        assertThat(FormReader.clean("a\u0000b\r\nc\u200b")).isEqualTo("ab\nc\u200b");
    }
}
