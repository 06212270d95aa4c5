package io.concord.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingTest {

    @Test
    void wordsAloneAreNotExplained() {
        assertThat(Reading.of("欠薪 工伤")).get().matches(Reading::isPlain).matches(r -> !r.isAsked());
        assertThat(Reading.of("  ")).isEmpty();
    }

    @Test
    void aFieldHoldsForAllInItsBrackets() {
        assertThat(Reading.of("标题:(欠薪 OR 工资)").orElseThrow().parts())
                .containsExactly(
                        new Reading("words", "title", "欠薪", "", List.of()),
                        new Reading("words", "title", "工资", "", List.of()));
    }

    @Test
    void rangesGapsAndExclusionsAreTold() {
        assertThat(Reading.of("年份:2024..").orElseThrow())
                .isEqualTo(new Reading("range", "year", "2024", "", List.of()));
        assertThat(Reading.of("\"加班 审批\"~5").orElseThrow()).isEqualTo(new Reading("near", "", "加班 审批", "5", List.of()));
        assertThat(Reading.of("加班 -派遣").orElseThrow()).matches(Reading::isAsked);
    }

    @Test
    void aCopiedTextIsNoQuestionInOurLanguage() {
        assertThat(Reading.of("《劳动法》第四十四条规定：“安排加班的，支付加班费。”是否应当支付？")
                        .orElseThrow()
                        .isAsked())
                .isFalse();
    }
}
