package io.concord.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CitationsTest {

    private final Citations citations =
            new Citations(List.of("劳动合同法", "劳动合同法实施条例", "劳动法", "刑法", "保障农民工工资支付条例"), Map.of("劳合法", "劳动合同法"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "劳动合同法第三十条|劳动合同法#30",
                "《中华人民共和国劳动合同法》第30条第2款|劳动合同法#30",
                "劳合法30条|劳动合同法#30",
                "勞動合同法第三十條|劳动合同法#30",
                "《劳动合同法》（2012修正）第八十二条|劳动合同法#82",
                "劳动合同法实施条例第六条|劳动合同法实施条例#6",
                "刑法第二百七十六条之一|刑法#276-1",
                "《某某市欠薪条例》第十条|某某市欠薪条例#10",
            })
    void anyWayOfWritingIsOneArticle(String text, String key) {
        assertThat(citations.articles(text)).containsExactly(key);
    }

    @Test
    void severalArticlesOfOneLaw() {
        assertThat(citations.articles("依照《中华人民共和国刑法》第三百四十一条第二款、第六十七条第一款和第七十二条之规定，参照劳动法第四十四条"))
                .containsExactly("刑法#341", "刑法#67", "刑法#72", "劳动法#44");
    }

    @Test
    void aLawAloneIsNoArticle() {
        assertThat(citations.find("根据劳动合同法的规定"))
                .extracting(Citations.Citation::key)
                .containsExactly("劳动合同法");
        assertThat(citations.articles("根据劳动合同法的规定")).isEmpty();
    }

    @Test
    void numbersAreReadAsTheyAreWritten() {
        for (int n = 1; n < 2000; n++) {
            assertThat(Citations.number(Citations.written(n))).isEqualTo(n);
        }
        assertThat(Citations.written(110)).isEqualTo("一百一十");
        assertThat(Citations.written(1001)).isEqualTo("一千零一");
        assertThat(Citations.number("一二七")).isEqualTo(127);
    }
}
