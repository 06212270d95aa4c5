package io.concord.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.schema.Catalogues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Rows pasted from spreadsheets as people keep them.
class PastedTest {

    private static final Shape PROPOSAL =
            new Shape.Schemas(Catalogues.product()).open("records/proposal-letter/1.0/schema.json");

    private static FormReader pasted(String text) {
        return new FormReader(Map.of("paste:/workers", new String[] {text}));
    }

    private static JsonNode first(String text) {
        return pasted(text).object(PROPOSAL, "").at("/workers/0");
    }

    @Test
    void columnsAreKnownByTheirCommonNames() {
        JsonNode row = first("姓名\t身份证号\t电话\t金额\t工种\t性别\n王建国\t51990119800101001x\t13900000001\t12,300.50元\t木工\t男");
        assertThat(row.at("/person/name").asText()).isEqualTo("王建国");
        assertThat(row.at("/person/idNo").asText()).isEqualTo("51990119800101001X");
        assertThat(row.at("/person/idType").asText()).isEqualTo("CITIZEN");
        assertThat(row.at("/person/phone").asText()).isEqualTo("13900000001");
        assertThat(row.at("/person/gender").asText()).isEqualTo("MALE");
        assertThat(row.path("owedFen").asLong()).isEqualTo(1_230_050);
        assertThat(row.path("job").asText()).isEqualTo("木工");
    }

    @Test
    void columnsWithoutHeadingsAreKnownByWhatStandsInThem() {
        JsonNode row = first("13900000001\t519901198001010017\t12300.5\t王建国\n13900000002\t\t9,800\t李秀英");
        assertThat(row.at("/person/name").asText()).isEqualTo("王建国");
        assertThat(row.at("/person/idNo").asText()).isEqualTo("519901198001010017");
        assertThat(row.at("/person/phone").asText()).isEqualTo("13900000001");
        assertThat(row.path("owedFen").asLong()).isEqualTo(1_230_050);
    }

    @Test
    void whatIsNotUnderstoodIsSaid() {
        FormReader reader = pasted("姓名\t微信\t星座\t备注\n王建国\twx1\t\t无");
        assertThat(reader.object(PROPOSAL, "").at("/workers")).hasSize(1);
        assertThat(reader.unread()).isEqualTo(List.of("微信", "备注"));
    }
}
