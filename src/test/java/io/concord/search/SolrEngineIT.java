package io.concord.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a SolrCloud, over two shards, and what only it has.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SolrEngineIT extends SearchEngineContract {

    private static final String CASES = "concord-cases";

    @TempDir
    static Path folder;

    private static SolrServer server;
    private static Solr solr;

    @BeforeAll
    static void start() {
        server = SolrServer.start(folder);
        solr = new Solr(List.of(server.url()), "concord", 2, 1, null);
    }

    @AfterAll
    static void stop() {
        solr.close();
        server.close();
    }

    @Override
    SearchEngine open() {
        return SolrEngine.open(solr, CASES, LEXICON, Ranking.MEASURED, PUBLIC::today);
    }

    @Override
    void empty() {
        try (SearchEngine all = open()) {
            all.clear();
            all.commit(-1);
        }
    }

    @Test
    void scoresAreThoseOfLucene(@TempDir Path other) {
        try (SearchEngine lucene = LuceneEngine.open(other, LEXICON, Ranking.MEASURED, PUBLIC::today)) {
            lucene.put(contents());
            lucene.commit(4);
            for (String question : List.of(
                    "欠薪",
                    "工会",
                    "\"发出提示函\"",
                    "\"函\"",
                    "\"工会 提示\"~9",
                    "建筑*公司",
                    "案 -配送员",
                    "标题:案",
                    "农民工 工资",
                    "编号:LC-A",
                    "法条:劳动合同法30",
                    "金额:>1 案",
                    "地区:5199*",
                    "网约配送员 OR 工会")) {
                SearchEngine.Request request = new SearchEngine.Request(
                        question, Map.of(), "relevance", 0, 10, true, new SearchEngine.Audience(null, PUBLIC.today()));
                SearchEngine.Found expected = lucene.find(request);
                SearchEngine.Found found = engine.find(request);
                assertThat(found.total()).as(question).isEqualTo(expected.total());
                assertThat(found.facets()).as(question).isEqualTo(expected.facets());
                assertThat(found.notices()).as(question).isEqualTo(expected.notices());
                for (SearchEngine.Hit hit : expected.hits()) {
                    SearchEngine.Hit same = found.hits().stream()
                            .filter(h -> h.id().equals(hit.id()))
                            .findFirst()
                            .orElseThrow();
                    assertThat(same.score()).as(question + " " + hit.id()).isCloseTo(hit.score(), WITHIN);
                    assertThat(same.passages()).as(question).isEqualTo(hit.passages());
                }
            }
        }
    }

    @Test
    void anAliasIsMovedWhileItAnswers() {
        solr.point("concord-alias", CASES);
        try (SearchEngine alias = SolrEngine.open(solr, "concord-alias", LEXICON, Ranking.MEASURED, PUBLIC::today);
                SearchEngine next = SolrEngine.open(solr, "concord-next", LEXICON, Ranking.MEASURED, PUBLIC::today)) {
            assertThat(alias.place()).isEqualTo(4);
            next.put(List.of(one("N", "新的一版", "新的一版。", "V01", "519901", true, null)));
            next.commit(9);
            solr.point("concord-alias", "concord-next");
            await().untilAsserted(() -> assertThat(alias.place()).isEqualTo(9));
            assertThat(alias.size()).isEqualTo(1);
            assertThat(solr.behind("concord-alias")).contains("concord-next");
        }
    }

    @Test
    void textOfUsersIsNoSyntax() {
        for (String text : List.of(
                "{!func}1",
                "_query_:\"*:*\"",
                "编号:\"*:* OR open:0\"",
                "标题:\"{!xmlparser v=$allowed}\"",
                "</TermQuery><MatchAllDocsQuery/>",
                "地区:\"a/ OR *:* /\"",
                "单位:\"*|.*\"",
                "${id}",
                "\"#place\"")) {
            assertThat(engine.find(new SearchEngine.Request(text, Map.of(), "relevance", 0, 10, true, PUBLIC))
                            .hits())
                    .as(text)
                    .extracting(SearchEngine.Hit::id)
                    .doesNotContain("C", "D", "#place");
        }
    }

    /// The last: it stops the server.
    @Test
    @Order(Integer.MAX_VALUE)
    void goesOnWhenTheServerIsBack() {
        server.stop();
        assertThatThrownBy(() -> engine.place()).isInstanceOf(SearchUnavailable.class);
        assertThatThrownBy(() -> engine.find(new SearchEngine.Request("欠薪", Map.of(), "date", 0, 1, false, PUBLIC)))
                .isInstanceOf(SearchUnavailable.class);
        server.startAgain();
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> engine.place() == 4);
        engine.put(List.of(one("E", "后来的", "后来的。", "V01", "519901", true, null)));
        engine.commit(5);
        assertThat(engine.size()).isEqualTo(5);
    }
}
