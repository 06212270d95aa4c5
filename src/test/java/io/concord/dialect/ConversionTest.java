package io.concord.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.concord.Seeds;
import java.time.LocalDate;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What each conversion writes it reads again.
class ConversionTest {

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    static LongStream seeds() {
        return Seeds.of(30);
    }

    private static JsonNode thereAndBack(String as, JsonNode value) {
        Conversion conversion =
                Conversion.of(as, Map.of("t", Map.of("1", "A", "2", "B"))).conversion();
        return conversion
                .toCanonical(conversion.toNative(value, Scope.NONE).asText(), Scope.NONE)
                .orElseThrow();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whatIsWrittenIsReadAgain(long seed) {
        Random random = new Random(seed);
        JsonNode amount = MAKE.numberNode(random.nextLong(9_000_000_000_000L));
        assertThat(thereAndBack("fen", amount)).isEqualTo(amount);
        assertThat(thereAndBack("whole", amount)).isEqualTo(amount);
        LocalDate day = LocalDate.of(1990, 1, 1).plusDays(random.nextInt(20_000));
        for (String as : new String[] {"date", "date yyyyMMdd", "date yyyy年M月d日", "date yyyy.MM.dd"}) {
            assertThat(thereAndBack(as, MAKE.textNode(day.toString())).asText()).isEqualTo(day.toString());
        }
        String moment =
                "%sT%02d:%02d:%02d+08:00".formatted(day, random.nextInt(24), random.nextInt(60), random.nextInt(60));
        assertThat(thereAndBack("time", MAKE.textNode(moment)).asText()).isEqualTo(moment);
        String end = day + "T24:00:00+08:00";
        for (String as : new String[] {"time", "time yyyyMMddHHmmss", "time yyyy年M月d日HH时mm分ss秒"}) {
            assertThat(thereAndBack(as, MAKE.textNode(moment)).asText()).isEqualTo(moment);
            assertThat(thereAndBack(as, MAKE.textNode(end)).asText()).isEqualTo(end);
            assertThat(thereAndBack(as, MAKE.textNode(day + "T09:24:00+08:00")).asText())
                    .isEqualTo(day + "T09:24:00+08:00");
        }
        JsonNode flag = MAKE.booleanNode(random.nextBoolean());
        assertThat(thereAndBack("flag 是 否", flag)).isEqualTo(flag);
        JsonNode codes = MAKE.arrayNode().add(random.nextBoolean() ? "A" : "B").add("A");
        assertThat(thereAndBack("codes t", codes)).isEqualTo(codes);
        String number = "江东工监意〔" + (2000 + random.nextInt(50)) + "〕" + (1 + random.nextInt(99999)) + "号";
        assertThat(thereAndBack("document-number []", MAKE.textNode(number)).asText())
                .isEqualTo(number);
    }

    @Test
    void articlesKeepTheirParagraphs() {
        JsonNode laws = Conversion.of("laws", Map.of())
                .conversion()
                .toCanonical("劳动合同法第八十五条第一款,保障农民工工资支付条例第三十条、第三十一条", Scope.NONE)
                .orElseThrow();
        assertThat(laws.at("/0/instrument").asText()).isEqualTo("劳动合同法");
        assertThat(laws.at("/0/article").asText()).isEqualTo("第八十五条第一款");
        assertThat(laws.at("/1/article").asText()).isEqualTo("第三十条、第三十一条");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.支付工资；逾期加付赔偿金;2.补签 | [{\"no\":1,\"text\":\"支付工资；逾期加付赔偿金\"},{\"no\":2,\"text\":\"补签\"}]",
                "（3）甲；（5）乙 | [{\"no\":3,\"text\":\"甲\"},{\"no\":5,\"text\":\"乙\"}]",
                "甲；乙 | [{\"no\":1,\"text\":\"甲\"},{\"no\":2,\"text\":\"乙\"}]",
                "20日内支付 | [{\"no\":1,\"text\":\"20日内支付\"}]"
            })
    void numberedItemsKeepTheirNumbers(String text, String expected) {
        assertThat(Conversion.of("numbered", Map.of())
                        .conversion()
                        .toCanonical(text, Scope.NONE)
                        .orElseThrow()
                        .toString())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"fen,三十万", "whole,1.5", "date,2025-02-30", "flag 是 否,对", "code t,9", "docket,民初12", "record,X1"})
    void nothingIsGuessed(String as, String text) {
        assertThat(Conversion.of(as, Map.of("t", Map.of("1", "A"))).conversion().toCanonical(text, Scope.NONE))
                .isEmpty();
    }
}
