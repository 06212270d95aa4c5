package io.concord.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageLinksTest {

    @Test
    void aChosenValueIsTakenOutByTheSameLink() {
        PageAddress address = new PageAddress(Map.of("year", List.of("2025")));
        assertThat(address.toggled("year", "2025").at("/cases")).isEqualTo("/cases");
        assertThat(address.toggled("year", "2024").at("/cases")).isEqualTo("/cases?year=2025&year=2024");
        assertThat(new PageAddress(Map.of("q", List.of("{a&b} #"))).at("/cases"))
                .isEqualTo("/cases?q=%7Ba%26b%7D+%23");
    }

    @Test
    void whatChangedIsMarkedAndEverythingElseEscaped() {
        assertThat(CaseDifference.shown(List.of("一", "二", "三", "付<三>千元", "末"), List.of("一", "二", "三", "付<五>千元", "末")))
                .containsExactly(
                        new CaseDifference.Row("gap", "⋯"),
                        new CaseDifference.Row("same", "三"),
                        new CaseDifference.Row("changed", "付&lt;<del>三</del><ins>五</ins>&gt;千元"),
                        new CaseDifference.Row("same", "末"));
        String old = "旧".repeat(4000);
        assertThat(CaseDifference.shown(List.of(old), List.of("新")).getFirst().html())
                .isEqualTo("<del>" + old + "</del><ins>新</ins>");
    }
}
