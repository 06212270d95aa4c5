package io.concord.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.Seeds;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every engine does. Contents and questions are the same, and so must the answers be.
abstract class SearchEngineContract {

    static final SearchEngine.Audience PUBLIC = new SearchEngine.Audience(null, LocalDate.of(2026, 8, 1));
    /// Floats are added in another order.
    static final Offset<Double> WITHIN = Offset.offset(1e-4);

    static final Lexicon LEXICON = new Lexicon(
            List.of(List.of("拖欠工资", "欠薪"), List.of("外卖骑手", "网约配送员")),
            List.of("追索劳动报酬纠纷", "确认劳动关系纠纷"),
            List.of("劳动合同法", "保障农民工工资支付条例"),
            Map.of(),
            List.of(new Lexicon.Named("region", "黑龙江省", "23*"), new Lexicon.Named("agency", "工会", "*-TRADE_UNION-*")));

    SearchEngine engine;

    /// The same index, as it was committed.
    abstract SearchEngine open();

    /// Before each test.
    abstract void empty();

    @BeforeEach
    void fill() {
        empty();
        engine = open();
        engine.put(contents());
        engine.commit(4);
    }

    static List<CaseDocument> contents() {
        return List.of(
                one("A", "工会监督追回农民工工资案", "某建筑劳务公司欠薪，工会发出提示函。", "V03", "519901", true, null),
                one("B", "网约配送员确认劳动关系案", "刘某为网约配送员，依据劳动合同法第三十条主张报酬。", "V07", "239901", true, null),
                one("C", "内部研判材料", "某建筑劳务公司欠薪线索，尚未公开。", "V03", "519901", false, null),
                one("D", "下月发布的案例", "某食品厂欠薪。", "V03", "239901", true, LocalDate.of(2026, 9, 1)));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    static CaseDocument one(
            String id,
            String title,
            String text,
            String field,
            String region,
            boolean open,
            @Nullable LocalDate embargo) {
        return new CaseDocument(
                id,
                "source-" + id,
                List.of("LC-" + id),
                "case",
                title,
                List.of("关键词" + id),
                List.of(new CaseDocument.Section("基本案情", text), new CaseDocument.Section("典型意义", "形成闭环。")),
                Map.of(
                        "field",
                        List.of(field),
                        "region",
                        List.of(region),
                        "year",
                        List.of("2026"),
                        "agency",
                        List.of("519901-TRADE_UNION-01"),
                        "scope",
                        List.of(region.substring(0, 2), region.substring(0, 4), region)),
                LocalDate.of(2026, 7, 20),
                Map.of(
                        "amount",
                        30_920_000L,
                        "workers",
                        12L,
                        "decided",
                        LocalDate.of(2026, 2, 11).toEpochDay()),
                open,
                embargo);
    }

    private SearchEngine.Found find(String text) {
        return find(text, Map.of(), PUBLIC);
    }

    private SearchEngine.Found find(String text, Map<String, List<String>> chosen, SearchEngine.Audience audience) {
        return engine.find(new SearchEngine.Request(text, chosen, "relevance", 0, 10, true, audience));
    }

    private static List<String> ids(SearchEngine.Found found) {
        return found.hits().stream().map(SearchEngine.Hit::id).toList();
    }

    @Test
    void whatMeansTheSameIsFound() {
        assertThat(ids(find("拖欠工资"))).containsExactly("A");
        assertThat(ids(find("外卖骑手"))).containsExactly("B");
        assertThat(ids(find("農民工"))).containsExactly("A");
        assertThat(ids(find("劳动合同法30条"))).containsExactly("B");
        assertThat(ids(find("lc-A"))).startsWith("A");
        assertThat(ids(find("编号:LC-A"))).containsExactly("A");
    }

    @Test
    void theLanguageNarrows() {
        assertThat(ids(find("\"提示函\""))).containsExactly("A");
        assertThat(ids(find("\"发出提示\""))).containsExactly("A");
        assertThat(ids(find("\"示函\""))).containsExactly("A");
        assertThat(ids(find("案 -配送员"))).containsExactly("A");
        assertThat(ids(find("标题:欠薪"))).isEmpty();
        assertThat(ids(find("金额:>30万 工资"))).containsExactly("A");
        assertThat(ids(find("金额:>31万 工资"))).isEmpty();
        assertThat(find("年份:2024..2026").total()).isEqualTo(2);
        assertThat(find("年份:..2025").total()).isZero();
        assertThat(ids(find("地区:519901"))).containsExactly("A");
        assertThat(ids(find("法条:劳动合同法30"))).containsExactly("B");
        assertThat(ids(find("建筑*公司"))).containsExactly("A");
        assertThat(ids(find("函"))).containsExactly("A");
    }

    @Test
    void anArticleIsFoundAlikeHoweverItIsWritten() {
        engine.put(List.of(
                one("E", "合同期限案", "劳动合同法第三条和第十条。", "V03", "519901", true, null),
                one("F", "另一案", "《中华人民共和国劳动合同法》第30条第二款。", "V03", "519901", true, null)));
        engine.commit(5);
        List<Double> scores =
                find("劳动合同法第三十条").hits().stream().map(SearchEngine.Hit::score).toList();
        for (String written :
                List.of("劳动合同法30条", "劳动合同法第 30 条", "《劳动合同法》第三十条", "中华人民共和国劳动合同法 第三十条", "《中华人民共和国劳动合同法》第30条")) {
            assertThat(ids(find(written))).as(written).containsExactlyInAnyOrder("B", "F");
            assertThat(find(written).hits().stream()
                            .map(SearchEngine.Hit::score)
                            .toList())
                    .as(written)
                    .isEqualTo(scores);
        }
        assertThat(ids(find("劳动合同法第30条报酬"))).startsWith("B");
    }

    @Test
    void boundsNamesAndStarsMeanWhatTheySay() {
        assertThat(find("年份:>2026").total()).isZero();
        assertThat(find("年份:>=2026").total()).isEqualTo(2);
        assertThat(find("人数:<12").total()).isZero();
        assertThat(find("日期:>2026-07-20").total()).isZero();
        assertThat(find("裁判日期:2026-02").total()).isEqualTo(2);
        assertThat(find("办结日期:>2026-02-11").total()).isZero();
        assertThat(ids(find("地区:黑龙江"))).containsExactly("B");
        assertThat(find("机关:工会").total()).isEqualTo(2);
        assertThat(ids(find("标题:确认*案"))).containsExactly("B");
        assertThat(ids(find("标题:工会*案"))).containsExactly("A");
    }

    @Test
    void aQuestionOfWhichLittleIsThereFindsThat() {
        SearchEngine.Found found = find("老板拖着工程款不给的提示函");
        assertThat(found.notices()).contains("relaxed");
        assertThat(found.total()).isPositive();
    }

    @Test
    void anExplanationTellsNoCounts() {
        assertThat(engine.explain(new SearchEngine.Request("提示函", Map.of(), "relevance", 0, 10, false, PUBLIC), "A")
                        .orElseThrow())
                .contains("… = N, ")
                .doesNotContain("4 = N");
    }

    @Test
    void nothingLeaksToThosePlainlyNotMeant() {
        for (String text : List.of("", "欠薪", "内部", "下月", "关键词C")) {
            assertThat(ids(find(text))).doesNotContain("C", "D");
            assertThat(find(text).facets().getOrDefault("field", Map.of()).getOrDefault("V03", 0L))
                    .as("counts of %s", text)
                    .isLessThanOrEqualTo(1);
        }
        assertThat(engine.suggest("内部", 10, PUBLIC)).isEmpty();
        assertThat(engine.suggest("关键词C", 10, PUBLIC)).isEmpty();
        assertThat(engine.suggest("xiayue", 10, PUBLIC)).isEmpty();
        assertThat(engine.similar(new SearchEngine.Similar("某建筑劳务公司欠薪线索，尚未公开。某食品厂欠薪", null, 10, null, PUBLIC)))
                .extracting(SearchEngine.Hit::id)
                .doesNotContain("C", "D");
        assertThat(engine.explain(new SearchEngine.Request("欠薪", Map.of(), "relevance", 0, 1, false, PUBLIC), "C"))
                .isEmpty();
        assertThat(ids(find("内部", Map.of(), new SearchEngine.Audience("519901-TRADE_UNION-01", PUBLIC.today()))))
                .containsExactly("C");
        for (String sees :
                List.of("519901-COURT-01", "519900-FIC-01", "510000-TRADE_UNION-01", "000000-TRADE_UNION-01")) {
            assertThat(ids(find("内部", Map.of(), new SearchEngine.Audience(sees, PUBLIC.today()))))
                    .as(sees)
                    .containsExactly("C");
        }
        for (String not : List.of("519902-COURT-01", "239901-COURT-01", "@519901-01")) {
            assertThat(ids(find("内部", Map.of(), new SearchEngine.Audience(not, PUBLIC.today()))))
                    .as(not)
                    .isEmpty();
        }
        assertThat(find("", Map.of(), PUBLIC).facets()).doesNotContainKey("scope");
        assertThat(ids(find("下月", Map.of(), new SearchEngine.Audience(null, LocalDate.of(2026, 9, 1)))))
                .containsExactly("D");
    }

    @Test
    void countsAgreeWithLists() {
        SearchEngine.Found all = find("");
        all.facets()
                .forEach((facet, values) -> values.forEach((value, n) -> assertThat(
                                find("", Map.of(facet, List.of(value)), PUBLIC).total())
                        .as("%s %s", facet, value)
                        .isEqualTo(n)));
        SearchEngine.Found chosen = find("", Map.of("region", List.of("519901")), PUBLIC);
        assertThat(chosen.total()).isEqualTo(1);
        assertThat(chosen.facets().get("region"))
                .as("others can still be chosen")
                .containsEntry("239901", 1L);
        assertThat(find("", Map.of("region", List.of("519901", "239901")), PUBLIC)
                        .total())
                .isEqualTo(2);
    }

    @Test
    void passagesAreSentencesWithTheirSection() {
        SearchEngine.Passage passage = find("提示函").hits().getFirst().passages().getFirst();
        assertThat(passage.section()).isEqualTo("基本案情");
        assertThat(passage.text()).isEqualTo("某建筑劳务公司欠薪，工会发出\u0001提示函\u0002。");
    }

    @Test
    void beginningsAndPinyinAreCompleted() {
        assertThat(engine.suggest("工会", 5, PUBLIC))
                .extracting(SearchEngine.Suggestion::text)
                .contains("工会监督追回农民工工资案");
        assertThat(engine.suggest("ldht", 5, PUBLIC))
                .extracting(SearchEngine.Suggestion::text)
                .contains("劳动合同法第三十条");
        assertThat(engine.suggest("gonghuijiandu", 5, PUBLIC))
                .extracting(SearchEngine.Suggestion::text)
                .contains("工会监督追回农民工工资案");
        assertThat(find("关键瓷A").meant()).isEqualTo("关键词A");
    }

    @Test
    void similarCasesSayWhy() {
        List<SearchEngine.Hit> hits =
                engine.similar(new SearchEngine.Similar("一名网约配送员起诉平台，主张劳动合同法第三十条规定的报酬", null, 5, null, PUBLIC));
        assertThat(hits.getFirst().id()).isEqualTo("B");
        assertThat(hits.getFirst().reasons()).anyMatch(r -> r.contains("劳动合同法第30条"));
        assertThat(hits.getFirst().reasons()).anyMatch(r -> r.startsWith("相同表述：网约配送员"));
    }

    /// By what its text says, where no tag does.
    @Test
    void similarCasesNameTheCauseThatIsGiven() {
        engine.put(List.of(
                one("P", "甲案", "某建筑劳务公司拖欠工程款，双方协商。", "V03", "519901", true, null),
                one("Q", "乙案", "某建筑劳务公司拖欠工程款，为承揽合同争议。", "V03", "519901", true, null)));
        engine.commit(5);
        assertThat(engine.similar(new SearchEngine.Similar("某建筑劳务公司拖欠工程款", "承揽合同争议", 5, null, PUBLIC)))
                .extracting(SearchEngine.Hit::id)
                .startsWith("Q", "P")
                .doesNotContain("C", "D");
        assertThat(engine.similar(new SearchEngine.Similar("某建筑劳务公司拖欠工程款", null, 5, "P", PUBLIC)))
                .extracting(SearchEngine.Hit::id)
                .startsWith("Q")
                .doesNotContain("P");
    }

    @Test
    void anythingCanBeAsked() {
        Random random = new Random(Seeds.of(1).findFirst().orElseThrow());
        String alphabet = "欠薪工资 \"（）()-:：*?|OR 标题:金额:年份:地区:法条:>1..9~\\/\u0000";
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(find(text.toString()).total()).as(text.toString()).isNotNegative();
        }
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add("词" + i);
        }
        assertThat(find(String.join(" OR ", many)).notices()).contains("too-long");
    }

    @Test
    void whatWasCommittedIsThereAgainAndWhatWasRemovedIsNot() {
        engine.remove(List.of("A"));
        engine.commit(5);
        engine.close();
        engine = open();
        assertThat(engine.place()).isEqualTo(5);
        assertThat(ids(find(""))).containsExactly("B");
    }

    @Test
    void whatIsPutAgainIsReplacedAndWhatIsClearedIsGone() {
        engine.put(List.of(one("A", "另一个标题", "另一段正文。", "V03", "519901", true, null)));
        engine.commit(6);
        assertThat(ids(find("另一段正文"))).containsExactly("A");
        assertThat(ids(find("提示函"))).isEmpty();
        assertThat(engine.size()).isEqualTo(4);
        engine.clear();
        engine.put(List.of(one("F", "唯一", "唯一的一篇。", "V03", "519901", true, null)));
        engine.commit(7);
        assertThat(ids(find(""))).containsExactly("F");
        assertThat(engine.place()).isEqualTo(7);
        assertThat(engine.size()).isEqualTo(1);
    }

    @Test
    void saysWhyACaseHasItsScore() {
        SearchEngine.Request request = new SearchEngine.Request("提示函", Map.of(), "relevance", 0, 1, false, PUBLIC);
        assertThat(engine.explain(request, "A").orElseThrow()).contains("k1, term saturation parameter");
        assertThat(engine.explain(request, "B").orElseThrow()).startsWith("0.0");
        assertThat(engine.explain(request, "Z")).isEmpty();
    }

    @Test
    void aCharacterAtAnEdgeMayBePartOfAWord() {
        assertThat(ids(find("\"函\""))).containsExactly("A");
        assertThat(ids(find("\"案\""))).contains("A", "B");
        assertThat(ids(find("标题:\"案\""))).containsExactlyInAnyOrder("A", "B");
        assertThat(ids(find("全文:\"薪，工\""))).containsExactly("A");
        assertThat(ids(find("编号:LC*"))).isEmpty();
        assertThat(ids(find("单位:519901*UNION"))).containsExactlyInAnyOrder("A", "B");
    }

    @Test
    void ordersByDateAndCitations() {
        engine.put(List.of(new CaseDocument(
                "G",
                "source-G",
                List.of(),
                "case",
                "较新的案例",
                List.of(),
                List.of(new CaseDocument.Section("基本案情", "欠薪。")),
                Map.of(),
                LocalDate.of(2026, 7, 25),
                Map.of("cited", 0L),
                true,
                null)));
        engine.put(List.of(new CaseDocument(
                "H",
                "source-H",
                List.of(),
                "case",
                "无日期而常被引用的案例",
                List.of(),
                List.of(new CaseDocument.Section("基本案情", "欠薪。")),
                Map.of(),
                null,
                Map.of("cited", 9L),
                true,
                null)));
        engine.commit(8);
        assertThat(ordered("date")).startsWith("G").endsWith("H");
        assertThat(ordered("cited")).startsWith("H", "G");
    }

    private List<String> ordered(String order) {
        return ids(engine.find(new SearchEngine.Request("", Map.of(), order, 0, 10, false, PUBLIC)));
    }
}
