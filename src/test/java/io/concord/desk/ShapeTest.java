package io.concord.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.schema.Catalogues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What forms see of the schemas.
class ShapeTest {

    private static final Shape.Schemas SCHEMAS = new Shape.Schemas(Catalogues.product());

    @Test
    void whatHasANumberIsLookedUp() {
        Shape feedback = SCHEMAS.open("records/feedback/1.0/schema.json");
        Shape envelope = SCHEMAS.open("envelope/1.0/schema.json");
        assertThat(envelope.property("matterId").pick()).isEqualTo("matter");
        assertThat(envelope.property("regionCode").pick()).isEqualTo("region");
        assertThat(feedback.property("forRecordId").pick()).isEqualTo("record");
        assertThat(SCHEMAS.open("records/case-publication/1.0/schema.json")
                        .property("nominationId")
                        .pick())
                .isEqualTo("record-RT70");
        assertThat(SCHEMAS.open("records/extension/1.0/schema.json")
                        .property("ruleId")
                        .pick())
                .isEqualTo("rule");
        assertThat(feedback.property("summary").pick()).isEmpty();
    }

    @Test
    void noChoiceShowsABareConstant() {
        List<String> bare = new ArrayList<>();
        Catalogues.product().files().keySet().stream()
                .filter(file -> file.matches("(records/[^/]+|envelope)/[^/]+/schema[.]json"))
                .forEach(file -> collect(SCHEMAS.open(file), file, bare));
        assertThat(bare).isEmpty();
    }

    private static void collect(Shape shape, String at, List<String> bare) {
        for (boolean chinese : new boolean[] {true, false}) {
            shape.codes(chinese).forEach((code, name) -> {
                if (name.isEmpty() || name.equals(code) && code.matches("[A-Z_]{2,}")) {
                    bare.add(at + " " + code);
                }
            });
        }
        if (shape.isObject()) {
            shape.names().forEach(name -> collect(shape.property(name), at + "/" + name, bare));
        } else if (shape.isArray()) {
            collect(shape.items(), at + "/*", bare);
        }
    }

    @Test
    void whatIsRequiredMayDependOnWhatIsThere() throws IOException {
        Shape proposal = SCHEMAS.open("records/proposal-letter/1.0/schema.json");
        assertThat(proposal.required(json("{\"ground\":\"NO_REPLY\"}")))
                .contains("opinionLetterId")
                .doesNotContain("exceptionReason");
        assertThat(proposal.required(json("{\"ground\":\"DIRECT\"}")))
                .contains("exceptionReason")
                .doesNotContain("opinionLetterId");
    }

    @Test
    void aPatternIsSaidInWords() {
        Shape phone = SCHEMAS.open("common/person-ref/schema.json").property("phone");
        assertThat(phone.description(true)).contains("位数字");
        assertThat(phone.description(false)).contains("digits");
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
