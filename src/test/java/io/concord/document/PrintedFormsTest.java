package io.concord.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintedFormsTest {

    private static final PrintedForms FORMS = new PrintedForms((list, code) -> code);

    @ParameterizedTest
    @CsvSource({
        "30920000, 叁拾万玖仟贰佰元整",
        "0, 零元整",
        "1, 壹分",
        "10, 壹角整",
        "105, 壹元零伍分",
        "100000000, 壹佰万元整",
        "1000100, 壹万零壹元整",
        "100000000000005, 壹万亿元零伍分",
        "168032, 壹仟陆佰捌拾元叁角贰分",
        "10700053, 壹拾万柒仟元伍角叁分",
        "160000, 壹仟陆佰元整",
        "1002000300, 壹仟零贰万零叁元整",
    })
    void writesAmountsInCapitals(long fen, String capital) {
        assertThat(FORMS.capital(fen)).isEqualTo(capital);
    }

    @Test
    void writesDatesAndAmountsAsDocumentsDo() {
        assertThat(FORMS.date("2026-03-09")).isEqualTo("2026年3月9日");
        assertThat(FORMS.date("2026-03-25T09:00:00+08:00")).isEqualTo("2026年3月25日");
        assertThat(FORMS.yuan(30920000)).isEqualTo("309,200.00");
        assertThat(FORMS.yuan(5)).isEqualTo("0.05");
    }
}
