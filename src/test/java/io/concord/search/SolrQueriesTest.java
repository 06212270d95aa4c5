package io.concord.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xml.sax.InputSource;

class SolrQueriesTest {

    private static String asked(String question) {
        QuestionQueries queries = new QuestionQueries(
                SearchEngineContract.LEXICON,
                Ranking.MEASURED,
                (field, character, beginning, ending) -> List.of(character + "甲", "乙" + character),
                Ranking.MEASURED.needed());
        Clause clause = Question.parse(question).clause();
        return clause == null ? "" : SolrQueries.xml(queries.of(clause));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "欠薪",
                "拖欠工资 OR 外卖骑手",
                "\"发出提示函\"",
                "\"工会 提示\"~9",
                "\"函\"",
                "建筑*公司",
                "abc*",
                "案 -配送员",
                "金额:>30万",
                "年份:2024..2026",
                "金额:多",
                "法条:劳动合同法30",
                "地区:5199*",
                "编号:\" </TermQuery>&\u0001\"",
                "标题:\"a\\\" OR *:*\"",
                "劳动合同法第三十条"
            })
    void everyKindOfQuestionIsWellFormed(String question) throws Exception {
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(asked(question))));
    }

    @Test
    void whatIsTypedIsTextAlone() {
        assertThat(asked("编号:\"a<b&c\"")).contains("<TermQuery fieldName=\"alias\">a&lt;b&amp;c</TermQuery>");
        assertThat(asked("地区:\"a/b|c OR d\"")).contains("/.*a\\/b\\|c\\ OR\\ d.*/");
        assertThat(asked("\"{!func}工会\"")).doesNotContain("{!");
    }

    @Test
    void alternativesStandAtOnePlaceOfAPhrase() {
        assertThat(asked("全文:\"工会，函\"")).contains("<UserQuery fieldName=\"text\">&quot;工会 函甲|乙函&quot;</UserQuery>");
    }

    @Test
    void halfACharacterIsWhatTheIndexHasOfIt() {
        assertThat(SolrQueries.token("中\ud840")).isEqualTo("中\ufffd");
        assertThat(SolrQueries.xml(new TermQuery(new Term("text", "\ud840\udc00"))))
                .contains("\ud840\udc00");
    }

    @Test
    void whatHasNoTranslationIsAnError() {
        Query unknown = new FieldExistsQuery("text");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SolrQueries.xml(unknown))
                .withMessageContaining("FieldExistsQuery");
    }
}
