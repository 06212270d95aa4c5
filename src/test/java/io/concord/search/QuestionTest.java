package io.concord.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.Seeds;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuestionTest {

    @Test
    void wordsAreAllWanted() {
        assertThat(Question.parse("欠薪 工伤").clause())
                .isEqualTo(new Clause.All(List.of(new Clause.Words("欠薪"), new Clause.Words("工伤"))));
    }

    @Test
    void chineseMarksAreOperators() {
        assertThat(Question.parse("“先行清偿” －骑手 标题：（欠薪 或 工资）").notices()).isEmpty();
        assertThat(Question.parse("“先行清偿”").clause()).isEqualTo(new Clause.Phrase("先行清偿", 0));
        assertThat(Question.parse("金额：>10万").clause()).isEqualTo(new Clause.Range("amount", "10万", "", true, false));
        assertThat(Question.parse("年份:2024..2026").clause()).isEqualTo(new Clause.Range("year", "2024", "2026"));
        assertThat(Question.parse("-骑手").clause()).isEqualTo(new Clause.Not(new Clause.Words("骑手")));
        assertThat(Question.parse("a OR (b c)").clause())
                .isEqualTo(new Clause.Any(List.of(
                        new Clause.Words("a"), new Clause.All(List.of(new Clause.Words("b"), new Clause.Words("c"))))));
    }

    @Test
    void rangesAreReadInAnyWayOfWritingThem() {
        Clause years = new Clause.Range("year", "2024", "2026");
        for (String text : List.of(
                "年份:2024..2026",
                "年份:2024-2026",
                "年份:2024至2026",
                "年份:[2024 TO 2026]",
                "年份:2026..2024",
                "年份：2024～2026")) {
            assertThat(Question.parse(text).clause()).as(text).isEqualTo(years);
        }
        assertThat(Question.parse("裁判日期:2024-05").clause())
                .isEqualTo(new Clause.Range("decided", "2024-05", "2024-05"));
        assertThat(Question.parse("日期:2024-05").clause()).isEqualTo(new Clause.Range("date", "2024-05", "2024-05"));
        assertThat(Question.parse("年份:<=2018").clause()).isEqualTo(new Clause.Range("year", "", "2018"));
        assertThat(Question.parse("年份:<2018").clause()).isEqualTo(new Clause.Range("year", "", "2018", false, true));
        for (String text : List.of("年份:abc", "金额:多少", "日期:2024-13-45")) {
            assertThat(Question.parse(text).notices()).as(text).containsExactly("range-unreadable");
            assertThat(Question.parse(text).clause()).as(text).isInstanceOf(Clause.Words.class);
        }
        assertThat(Question.parse("金额:>>").clause()).isNull();
    }

    @Test
    void anArticleIsOneWord() {
        assertThat(Question.parse("劳动合同法 第 38 条 赔偿").clause())
                .isEqualTo(new Clause.All(List.of(new Clause.Words("劳动合同法第38条"), new Clause.Words("赔偿"))));
    }

    @Test
    void whatDoesNotFitIsSaid() {
        assertThat(Question.parse("： ^").notices()).containsExactly("marks-alone");
        assertThat(Question.parse("\"欠薪").notices()).containsExactly("quote-unclosed");
        assertThat(Question.parse("(欠薪").notices()).containsExactly("bracket-unclosed");
        assertThat(Question.parse("欠薪)").notices()).containsExactly("bracket-unopened");
        assertThat(Question.parse("*a*").notices()).containsExactly("pattern-too-short");
        assertThat(Question.parse("x ".repeat(900)).notices()).contains("too-many-clauses");
        assertThat(Question.parse("(".repeat(500) + "x").notices()).contains("too-deep");
        assertThat(Question.parse("长".repeat(5000)).notices()).contains("too-long");
        assertThat(Question.parse("  ").clause()).isNull();
    }

    @Test
    void everyTextIsAQuestion() {
        Random random = new Random(Seeds.of(1).findFirst().orElseThrow());
        String alphabet = "劳动合同 \"“”()（）-－:：*?|OR AND NOT 或与非 标题年份金额..><~\u0000\ud800\t'\\+&!^[]{}a1";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(Question.parse(text.toString())).isNotNull();
        }
    }
}
