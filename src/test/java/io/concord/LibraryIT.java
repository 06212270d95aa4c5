package io.concord;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.concord.casebook.Casebook;
import io.concord.casebook.LawBook;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/// The public pages, as readers with a browser see them: of a hub of their own, since what is found first depends on
/// all that is there.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LibraryIT {

    private static final Hub HUB = Hub.freshDemo();

    @RegisterExtension
    static final Chromium BROWSER = new Chromium(HUB::url);

    private static final List<String> LANGUAGES = List.of(Chromium.CHINESE, Chromium.ENGLISH);
    private static final String SHARED_NUMBER = "（2026）川9901民初7号";

    @Autowired
    private DataSource database;

    @Autowired
    private TransactionTemplate transaction;

    private Casebook casebook;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        HUB.configureAlone(registry);
    }

    /// Runs first.
    @Test
    @Order(1)
    void anEmptyCasebookSaysWhatWillBeThere() {
        look("library-empty", "/library", 200);
        look("cases-empty", "/cases", 200);
        Page page = BROWSER.page(Chromium.CHINESE, 1280);
        BROWSER.open(page, "/library");
        assertThat(page.locator("main")).containsText("本库还没有案例");
    }

    /// The same cases for every test but the first; what is here already is not entered again.
    @BeforeEach
    void enter(TestInfo test) {
        casebook = new Casebook(database);
        if (test.getTestMethod().orElseThrow().getName().startsWith("anEmpty")) {
            return;
        }
        LawBook laws = new LawBook(database);
        if (laws.versions("图书馆试验条例", "30").isEmpty()) {
            laws.enter(LawBook.parse("图书馆试验条例(2020-01-07)", "# 图书馆试验条例\n\n第二十九条 按月支付。\n\n第三十条 总包单位先行清偿。\n"));
            laws.enter(LawBook.parse(
                    "图书馆试验条例(2025-06-01)", "# 图书馆试验条例\n\n第二十九条 按月支付。\n\n第三十条 施工总承包单位应当先行清偿，再依法追偿。\n\n第三十一条 附则。\n"));
        }
        publish("总包", "总包单位先行清偿农民工工资案", "case", "2024-05-01", "追索劳动报酬纠纷", "V03", WAGES);
        publish("分包", "分包单位拖欠农民工工资由总包清偿案", "case", "2025-03-01", "追索劳动报酬纠纷", "V03", WAGES + "分包单位下落不明。");
        publish("骑手", "外卖骑手劳动关系认定案", "case", "2026-02-01", "确认劳动关系纠纷", "V02", RIDER);
        publish("调研", "平台用工算法管理调研报告", "research", "2026-03-01", "", "", RIDER);
        for (int i = 0; i < 12; i++) {
            publish("页" + i, "翻页用案例" + i, "case", "2023-01-01", "劳动合同纠纷", "V05", "翻页专用词，第" + i + "件。加班费。");
        }
        await().atMost(Duration.ofSeconds(15))
                .until(() -> HUB.get("", "/api/v1/cases?q=" + encoded("\"翻页专用词\""))
                                .json()
                                .path("total")
                                .asInt()
                        == 12);
    }

    private static final String WAGES = "某建设公司是项目的施工总承包单位，将劳务分包后，班组农民工工资被拖欠。依照《图书馆试验条例》第三十条，总包单位先行清偿农民工工资，再向分包单位追偿。";
    private static final String RIDER = "某平台合作商以合作协议招用外卖骑手，由平台算法派单、考勤和处罚，骑手请求确认劳动关系。";

    private static UUID id(String name) {
        return UUID.nameUUIDFromBytes(("library test " + name).getBytes(StandardCharsets.UTF_8));
    }

    private String human(String name) {
        return casebook.get(id(name)).orElseThrow().humanId();
    }

    private void publish(String name, String title, String kind, String day, String cause, String field, String facts) {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("基本案情", facts);
        sections.put("处理结果", "支持劳动者的请求。");
        sections.put(kind.equals("case") ? "典型意义" : "摘要", "规则清楚，责任落实到位，可供同类纠纷参考。");
        publish(name, title, kind, day, cause, field, sections, "发布", List.of());
    }

    private void publish(
            String name,
            String title,
            String kind,
            String day,
            String cause,
            String field,
            Map<String, String> sections,
            String reason,
            List<String> aliases) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("keywords").add("工资").add("先行清偿");
        ArrayNode parts = body.putArray("sections");
        sections.forEach(
                (heading, text) -> parts.addObject().put("name", heading).put("text", text));
        ObjectNode tags = body.putObject("tags");
        tags.putArray("region").add(name.equals("骑手") ? "519901" : "510104");
        tags.putArray("year").add(day.substring(0, 4));
        tags.putArray("agency").add("519901-TRADE_UNION-01").add("519901-HRSS-01");
        if (!cause.isEmpty()) {
            tags.putArray("cause").add(cause);
            tags.putArray("field").add(field);
        }
        boolean cites = sections.toString().contains("第三十条");
        if (cites) {
            tags.putArray("article").add("图书馆试验条例#30").add("未收录的办法#2");
        }
        body.putObject("numbers").put("workers", 23).put("amount", 34_600_000);
        ArrayNode numbers = body.putArray("aliases");
        aliases.forEach(numbers::add);
        body.put("credit", "蓉川市总工会等五单位").put("licence", "注明来源即可转载");
        transaction.executeWithoutResult(s -> casebook.publish(
                new Casebook.Edition(
                        id(name),
                        kind,
                        "",
                        title,
                        body,
                        true,
                        null,
                        LocalDate.parse(day),
                        null,
                        aliases,
                        cites ? List.of("图书馆试验条例#30") : List.of(),
                        reason),
                Instant.now()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Every page that a reader meets, at every width and in both languages.
    private void look(String name, String path, int status) {
        for (String language : LANGUAGES) {
            for (int width : Chromium.WIDTHS) {
                Page page = BROWSER.page(language, width);
                assertThat(BROWSER.open(page, path)).as(path).isEqualTo(status);
                assertThat(page.locator("html").getAttribute("lang")).isEqualTo(language);
                assertThat(page.content()).as("texts that are missing").doesNotContain("??");
                BROWSER.check(page, name + "-" + language + "-" + width);
            }
        }
    }

    @Test
    void theFirstPagesAreForEverybody() {
        look("home", "/", 200);
        look("library", "/library", 200);
        look("help", "/library/help", 200);
        look("types", "/types", 200);
    }

    @Test
    void resultsAreForEverybody() {
        look("cases", "/cases", 200);
        look("results", "/cases?q=" + encoded("拖欠农民工工资 总包"), 200);
        look("results-chosen", "/cases?q=" + encoded("标题:工资 -骑手") + "&field=V03&region=510104&order=date", 200);
        look("article-named", "/cases?q=" + encoded("《图书馆试验条例》第三十条"), 200);
        look("empty", "/cases?q=" + encoded("\"翻页专用词\" 独角兽") + "&year=1999", 200);
        look("refused", "/cases?order=magic", 400);
    }

    @Test
    void caseAndArticlePagesAreForEverybody() {
        look("case", "/cases/" + human("总包"), 200);
        look("research", "/cases/" + human("调研"), 200);
        look("article", "/articles/" + encoded("图书馆试验条例") + "/30", 200);
        look("article-then", "/articles/" + encoded("图书馆试验条例") + "/30?on=2024-05-01", 200);
        look("article-none", "/articles/" + encoded("未收录的办法") + "/2", 404);
        look("similar-form", "/cases/similar", 200);
        look("missing", "/cases/3333-4444-559", 404);
    }

    @Test
    void aReaderGoesFromTheDoorToACaseItsLawAndBack() {
        Page page = BROWSER.page(Chromium.CHINESE, 1280);
        BROWSER.open(page, "/");
        page.getByRole(com.microsoft.playwright.options.AriaRole.NAVIGATION)
                .getByText("典型案例库")
                .click();
        assertThat(page).hasURL(Pattern.compile(".*/library$"));
        page.locator("#q").fill("拖欠农民工工资 总包");
        page.locator("#q").press("Enter");
        assertThat(page.locator(".results em").first()).isVisible();
        assertThat(page.locator(".results")).containsText("分包单位拖欠农民工工资由总包清偿案");
        assertThat(page.locator(".results")).containsText("四川省成都市锦江区");

        page.locator(".facet")
                .filter(new Locator.FilterOptions().setHasText("年份"))
                .getByText("2025", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.locator(".chip")).hasText(Pattern.compile("年份：2025.*"));
        assertThat(page.locator(".results > li")).hasCount(1);
        String results = page.url();

        page.locator(".results h2 a").click();
        assertThat(page.locator("h1")).hasText("分包单位拖欠农民工工资由总包清偿案");
        // What it teaches comes first.
        assertThat(page.locator(".case-main h2").first()).hasText("典型意义");
        assertThat(page.locator(".glance")).containsText("蓉川市江东区总工会");
        assertThat(page.locator(".glance")).containsText("346000 元");
        page.locator(".contents a").last().click();
        assertThat(page).hasURL(Pattern.compile(".*#cite"));
        assertThat(page.locator(".cite pre").first()).containsText("[EB/OL]");

        page.locator(".cited a").first().click();
        assertThat(page.locator("h1")).hasText("图书馆试验条例第三十条");
        // As it stood on the day of the case.
        assertThat(page.locator("p.card")).hasText("总包单位先行清偿。");
        assertThat(page.locator("[aria-labelledby=citing]")).containsText("总包单位先行清偿农民工工资案");
        page.goBack();
        page.goBack();
        page.goBack();
        assertThat(page).hasURL(results);
        page.locator(".results h2 a").click();
        page.locator(".similar > li > a").first().click();
        assertThat(page.locator(".case-main")).isVisible();
        page.goBack();
        assertThat(page.locator(".similar .reasons").first()).containsText("相同表述");
    }

    @Test
    void pagesFollowOneAnotherAndChoicesStay() {
        Page page = BROWSER.page(Chromium.CHINESE, 768);
        BROWSER.open(page, "/cases?q=" + encoded("\"翻页专用词\"") + "&order=date");
        assertThat(page.locator(".results > li")).hasCount(10);
        page.getByText("下一页").click();
        assertThat(page.locator(".results > li")).hasCount(2);
        assertThat(page.locator(".orders [aria-current]")).hasText("日期");
        page.locator("#q").fill("加班费");
        page.locator("#q").press("Enter");
        assertThat(page).hasURL(Pattern.compile(".*order=date.*"));
        String csv = page.getByText("下载 CSV").getAttribute("href");
        assertThat(HUB.get("", csv).text()).contains("翻页用案例1").doesNotContain("外卖骑手劳动关系认定案");
        assertThat(HUB.get("", page.getByText("订阅本检索").getAttribute("href")).text())
                .contains("翻页用案例1");
    }

    @Test
    void anArticleThatIsNamedIsShown() {
        Page page = BROWSER.page(Chromium.CHINESE, 1280);
        BROWSER.open(page, "/cases?q=" + encoded("《图书馆试验条例》第三十条"));
        assertThat(page.locator(".named")).containsText("施工总承包单位应当先行清偿");
        page.locator(".named a").click();
        assertThat(page.locator("h1")).hasText("图书馆试验条例第三十条");
    }

    @Test
    void nothingFoundIsHelpedOn() {
        Page page = BROWSER.page(Chromium.CHINESE, 1280);
        BROWSER.open(page, "/cases?q=" + encoded("\"翻页专用词\" \"独角兽\"") + "&kind=case");
        assertThat(page.locator(".ways")).containsText("去掉词语“\"独角兽\"”");
        page.locator(".ways a").first().click();
        assertThat(page.locator(".results > li")).hasCount(10);
        BROWSER.open(page, "/cases?q=" + encoded("\"翻页专用词\"") + "&year=1999&kind=case");
        page.getByText("去掉条件“年份：1999”").click();
        assertThat(page.locator(".results > li")).hasCount(10);
        BROWSER.open(page, "/cases?q=" + encoded("\"翻页专用词\" \"独角兽\"") + "&year=1999");
        page.getByText("只检索“\"翻页专用词\"”").click();
        assertThat(page.locator(".results > li")).hasCount(10);
    }

    @Test
    void aLongTextIsComparedAndNotKeptInTheAddress() {
        for (String language : LANGUAGES) {
            Page page = BROWSER.page(language, 1280);
            BROWSER.open(page, "/library");
            page.locator(".search-more a[href^='/cases/similar']").click();
            page.locator("#text").fill(RIDER.repeat(8));
            page.locator("main button").click();
            assertThat(page.locator(".results > li").first()).containsText("骑手");
            assertThat(page.locator(".reasons").first()).isVisible();
            assertThat(page).hasURL(Pattern.compile(".*/cases/similar"));
            BROWSER.check(page, "similar-" + language);
            page.locator("main button[formaction]").click();
            assertThat(page.locator("html")).not().hasAttribute("lang", language);
            assertThat(page.locator(".results > li").first()).containsText("骑手");
        }
        Page page = BROWSER.page(Chromium.CHINESE, 360);
        BROWSER.open(page, "/cases");
        page.locator("#q").fill(WAGES.repeat(4));
        page.locator("#q").press("Enter");
        assertThat(page.locator("#text")).isVisible();
        assertThat(page.locator(".results > li").first()).containsText("总包");
        assertThat(page.locator(".results .reasons").first()).containsText("引用：图书馆试验条例第30条");
    }

    @Test
    void versionsWithdrawalsAndSharedNumbersAreExplained() {
        publish(
                "改",
                "有更正的案例",
                "case",
                "2024-01-01",
                "劳动争议",
                "V03",
                Map.of("基本案情", "补偿金为三千元。<b>原文</b>"),
                "发布",
                List.of());
        publish(
                "改",
                "有更正的案例",
                "case",
                "2024-01-01",
                "劳动争议",
                "V03",
                Map.of("基本案情", "补偿金为五千元。<b>原文</b>"),
                "金额笔误",
                List.of());
        Page page = BROWSER.page(Chromium.CHINESE, 1280);
        BROWSER.open(page, "/cases/" + human("改"));
        assertThat(page.locator(".alert")).containsText("金额笔误");
        page.locator(".versions a").click();
        assertThat(page.locator(".difference del")).hasText("三");
        assertThat(page.locator(".difference ins")).hasText("五");
        assertThat(page.locator(".difference b")).hasCount(0);
        look("difference", "/cases/" + human("改") + "/difference?from=1&to=2", 200);
        look("difference-none", "/cases/" + human("改") + "/difference?from=1&to=9", 400);

        publish("撤", "要撤回的案例", "case", "2024-01-01", "劳动争议", "V03", "撤回前的正文。");
        transaction.executeWithoutResult(s -> casebook.withdraw(id("撤"), "判决被改判", id("总包"), Instant.now()));
        look("tombstone", "/cases/" + human("撤"), 410);
        BROWSER.open(page, "/cases/" + human("撤"));
        assertThat(page.locator("main")).containsText("判决被改判");
        page.getByText("总包单位先行清偿农民工工资案").click();
        assertThat(page.locator("h1")).hasText("总包单位先行清偿农民工工资案");

        publish(
                "同一",
                "同号案例一",
                "case",
                "2024-01-01",
                "劳动争议",
                "V03",
                Map.of("基本案情", "同号一。"),
                "发布",
                List.of(SHARED_NUMBER));
        publish(
                "同二",
                "同号案例二",
                "case",
                "2024-01-01",
                "劳动争议",
                "V03",
                Map.of("基本案情", "同号二。"),
                "发布",
                List.of(SHARED_NUMBER));
        look("several", "/cases/" + encoded(SHARED_NUMBER), 300);
    }

    @Test
    void theLanguageStaysOnTheWay() {
        Page page = BROWSER.page(Chromium.CHINESE, 1280);
        BROWSER.open(page, "/cases?q=" + encoded("农民工工资") + "&year=2025");
        page.getByText("English").click();
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        assertThat(page.locator("#q")).hasValue("农民工工资");
        assertThat(page.locator(".chip")).containsText("Year");
        page.locator(".results h2 a").first().click();
        page.locator(".cited a").first().click();
        page.getByText("See them in search").click();
        page.locator("#q").fill("总包");
        page.locator("#q").press("Enter");
        page.locator(".search-more a").first().click();
        page.locator(".lessons a").first().click();
        page.locator(".navbar-brand").click();
        page.locator("header a[href^='/types']").click();
        assertThat(page.locator("html")).hasAttribute("lang", "en");
        page.getByText("中文").click();
        assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
    }

    @Test
    void everyExampleIsReadAsItIsMeant() {
        Page page = BROWSER.page(Chromium.CHINESE, 1280);
        BROWSER.open(page, "/library/help");
        List<String> links = page.locator(".lessons a").all().stream()
                .map(a -> a.getAttribute("href"))
                .toList();
        assertThat(links).hasSizeGreaterThan(20);
        for (String link : links) {
            assertThat(BROWSER.open(page, link)).as(link).isEqualTo(200);
            assertThat(page.locator(".notice").allTextContents())
                    .as(link)
                    .allMatch(notice -> notice.startsWith("没有全部符合"));
        }
        BROWSER.open(page, "/library");
        for (Locator example : page.locator(".examples a").all()) {
            assertThat(HUB.get("", example.getAttribute("href")).status()).isEqualTo(200);
        }
    }

    @Test
    void nothingNeedsScripts() {
        Page page = BROWSER.page(Chromium.CHINESE, 360, false);
        page.navigate("/library");
        page.locator("#q").fill("农民工工资");
        page.locator("#q").press("Enter");
        page.locator(".narrow > summary").click();
        page.locator(".facet")
                .filter(new Locator.FilterOptions().setHasText("年份"))
                .getByText("2025", new Locator.GetByTextOptions().setExact(true))
                .click();
        page.locator(".results h2 a").first().click();
        assertThat(page.locator("h1")).hasText("分包单位拖欠农民工工资由总包清偿案");
        page.locator(".cite summary").nth(1).click();
        assertThat(page.locator(".cite pre").nth(1)).containsText("@misc");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{a}{b", "${7*7} __${7*7}__"})
    void whatIsAskedIsTextAndNothingElse(String asked) {
        Page page = BROWSER.page(Chromium.ENGLISH, 1280);
        page.onDialog(dialog -> {
            throw new AssertionError("a script ran");
        });
        assertThat(BROWSER.open(page, "/cases?kind=case&q=" + encoded(asked))).isEqualTo(200);
        assertThat(page.locator("#q")).hasValue(asked);
        assertThat(page.locator("main script, main img")).hasCount(0);
        assertThat(BROWSER.open(
                        page, "/cases/" + encoded(asked).replace("+", "%20").replaceAll("%2F|%5C", "-")))
                .isEqualTo(404);
        assertThat(page.locator("main script, main img")).hasCount(0);
    }
}
