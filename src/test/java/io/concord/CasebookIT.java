package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import io.concord.casebook.CaseImport;
import io.concord.casebook.Casebook;
import io.concord.casebook.LawBook;
import io.concord.casebook.Library;
import io.concord.crypto.Digests;
import io.concord.envelope.CanonicalJson;
import io.concord.redaction.Documents;
import io.concord.search.Lexicon;
import io.concord.search.SearchEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/// The casebook as readers, harvesters and programs see it.
class CasebookIT extends FreshHubIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private Library library;

    @Autowired
    private Lexicon lexicon;

    private CaseImport.Report bring(Path from) throws IOException {
        return new CaseImport(database, transaction, lexicon, Instant.now(), false).run(from, n -> {});
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private JsonNode find(String q) {
        Hub.Reply reply = HUB.get("", "/api/v1/cases?q=" + encoded(q));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private String idOf(String sourceId) {
        return await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> find("编号:" + sourceId).at("/hits/0/id").asText(), id -> !id.isEmpty());
    }

    private static ObjectNode line(String id, String title, String facts) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("title", title)
                .put("facts", facts);
    }

    @Test
    void importsAreFoundAtOnceAndRefusalsAreReported(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("a.jsonl"),
                String.join(
                        "\n",
                        line("I-1", "高温津贴案", "某物流公司未支付搬运工高温津贴，依据劳动法第四十四条处理。").toString(),
                        line("I-1b", "同一正文", "某物流公司未支付搬运工高温津贴，依据劳动法第四十四条处理。").toString(),
                        "{broken",
                        line("", "没有编号", "正文").toString(),
                        line("I-2", "没有正文", "").toString(),
                        line("I-3", "日期", "有正文").put("date", "2026-02-30").toString()));
        Files.writeString(
                folder.resolve("b.md"), "# 竞业限制案\n\n【关键词】竞业限制 补偿\n\n## 基本案情\n\n某科技公司与张某约定竞业限制。\n\n## 典型意义\n\n限制应合理。\n");
        Files.write(folder.resolve("C.DOCX"), "not a zip".getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve("0.jsonl.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2});
        Files.writeString(folder.resolve("d.txt"), "not read");
        Files.writeString(
                folder.resolve("e.jsonl"), line("I-1", "又一件", "另一段正文。").toString());
        CaseImport.Report report = bring(folder);
        assertThat(report.fresh()).isEqualTo(2);
        assertThat(report.refused())
                .extracting(CaseImport.Refused::where)
                .containsExactlyInAnyOrder(
                        "a.jsonl:2",
                        "a.jsonl:3",
                        "a.jsonl:4",
                        "a.jsonl:5",
                        "a.jsonl:6",
                        "C.DOCX",
                        "0.jsonl.gz:1",
                        "e.jsonl:1");
        assertThat(report.skipped()).containsExactly(folder.resolve("d.txt"));
        assertThat(bring(folder).same()).as("the same again changes nothing").isEqualTo(2);
        String id = idOf("b");
        JsonNode one = HUB.get("", "/api/v1/cases/" + id).json();
        assertThat(one.path("title").asText()).isEqualTo("竞业限制案");
        assertThat(one.at("/keywords/0").asText()).isEqualTo("竞业限制");
        assertThat(one.at("/sections/1/name").asText()).isEqualTo("典型意义");
        assertThat(find("高温补贴").at("/hits/0/sourceId").asText())
                .as("by a synonym")
                .isEqualTo("I-1");
        assertThat(HUB.get("", "/api/v1/cases/coverage").json().at("/agencies").findValuesAsText("agency"))
                .contains("");
        assertThat(HUB.get("", "/cases/" + id).text()).contains("竞业限制案", "application/ld+json", "version 1");
        assertThat(HUB.get("", "/cases?q=" + encoded("竞业限制")).text()).contains("<em>竞业限制</em>");
        assertThat(HUB.get("", "/api/v1/cases/" + id + "/cite?format=bibtex").text())
                .startsWith("@misc{");
        assertThat(HUB.get("", "/api/v1/cases/" + id + "/explain?q=" + encoded("竞业"))
                        .json()
                        .path("explanation")
                        .asText())
                .contains("BM25");
    }

    @Test
    void articlesAreReadAsTheyStoodAndTheirCasesNamed(@TempDir Path folder) throws Exception {
        LawBook laws = new LawBook(database);
        laws.enter(LawBook.parse("试验法(2020-01-01)", "# 试验法\n\n第一条 旧文本。\n\n第二条 工资应当按月支付给劳动者本人。\n"));
        laws.enter(LawBook.parse("试验法(2024-01-01)", "# 试验法\n\n第一条 新文本。\n\n第二条 工资应当按月支付给劳动者本人。\n"));
        Files.writeString(
                folder.resolve("l.jsonl"),
                line("L-1", "援引试验法案", "依据《试验法》第一条裁决。").put("date", "2022-05-01").toString());
        bring(folder);
        String id = idOf("L-1");
        JsonNode cited = HUB.get("", "/api/v1/cases/" + id).json().at("/citations/0");
        assertThat(cited.path("text").asText()).isEqualTo("旧文本。");
        assertThat(cited.path("amendedOn").asText()).isEqualTo("2024-01-01");
        assertThat(HUB.get("", "/cases/" + id + "?lang=zh-CN").text()).contains("未载明裁判（办结）日期，按发布之日 2022-05-01 施行的文本");
        JsonNode now = HUB.get("", "/api/v1/articles/" + encoded("试验法") + "/1").json();
        assertThat(now.path("text").asText()).isEqualTo("新文本。");
        assertThat(now.at("/citedBy/0/id").asText()).isEqualTo(id);
        assertThat(HUB.get("", "/api/v1/articles/" + encoded("试验法") + "/1?on=2021-01-01")
                        .json()
                        .path("text")
                        .asText())
                .isEqualTo("旧文本。");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(HUB.get("", "/api/v1/articles?q=" + encoded("工资什么时候发"))
                                .json()
                                .at("/hits/0/article")
                                .asText())
                        .isEqualTo("2"));
    }

    @Test
    void aCaseIsReadWithTheLawOfTheDayOfItsDecision(@TempDir Path folder) throws Exception {
        LawBook laws = new LawBook(database);
        laws.enter(LawBook.parse("裁判日试验法(2020-01-01)", "# 裁判日试验法\n\n第一条 裁判时的文本。\n"));
        laws.enter(LawBook.parse("裁判日试验法(2024-01-01)", "# 裁判日试验法\n\n第一条 发布时的文本。\n"));
        Files.writeString(
                folder.resolve("d.jsonl"),
                line("D-1", "援引裁判日试验法案", "依据《裁判日试验法》第一条裁决。")
                        .put("date", "2025-05-01")
                        .put("decisionDate", "2023-06-30")
                        .toString());
        Files.writeString(folder.resolve("D-2.md"), "# 旧案\n\n【裁判日期】2019年6月30日\n\n## 基本案情\n\n依据《裁判日试验法》第一条调解。\n");
        bring(folder);
        String id = idOf("D-1");
        JsonNode one = HUB.get("", "/api/v1/cases/" + id).json();
        assertThat(one.path("decisionDate").asText()).isEqualTo("2023-06-30");
        assertThat(one.path("lawAsOf").toString()).contains("\"on\":\"2023-06-30\"", "\"day\":\"decisionDate\"");
        assertThat(one.at("/citations/0/text").asText()).isEqualTo("裁判时的文本。");
        assertThat(one.at("/citations/0/amendedOn").asText()).isEqualTo("2024-01-01");
        String page = HUB.get("", "/cases/" + id + "?lang=zh-CN").text();
        assertThat(page)
                .contains(
                        "按裁判（办结）之日 2023-06-30 施行的文本",
                        "该法已于 2024-01-01 修改",
                        "裁判时的文本",
                        "?on=2023-06-30",
                        "\"contentReferenceTime\":\"2023-06-30\"",
                        "\"legislationDateVersion\":\"2023-06-30\"")
                .doesNotContain("发布时的文本");
        assertThat(HUB.get("", "/cases/" + id + "?lang=en").text()).contains("As in force on 2023-06-30");
        String older = idOf("D-2");
        assertThat(HUB.get("", "/api/v1/cases/" + older)
                        .json()
                        .at("/citations/0/laterThanAsked")
                        .asBoolean())
                .as("no text of that day is held")
                .isTrue();
        assertThat(find("裁判日期:2023-06").path("total").asInt()).isEqualTo(1);
        assertThat(find("办结日期:2019..2023").path("total").asInt()).isEqualTo(2);
        assertThat(HUB.get("", "/api/v1/cases/export").text()).contains("\"decisionDate\":\"2023-06-30\"");
        assertThat(HUB.get("", "/api/v1/cases/export?format=csv").text()).contains("\"2025-05-01\",\"2023-06-30\"");
        assertThat(oai("verb=GetRecord&metadataPrefix=concord&identifier=" + id)
                        .getElementsByTagName("json")
                        .item(0)
                        .getTextContent())
                .contains("2023-06-30");
    }

    @Test
    void anEditionIsGivenAgainAsItWas() {
        Casebook casebook = new Casebook(database);
        UUID corrected = UUID.randomUUID();
        UUID withdrawn = UUID.randomUUID();
        UUID embargoed = UUID.randomUUID();
        publish(casebook, corrected, "版次甲", "第一版正文。", null);
        publish(casebook, withdrawn, "版次乙", "须撤回的正文。", null);
        publish(casebook, embargoed, "版次丙", "未解禁的正文。", LocalDate.of(2999, 1, 1));
        JsonNode taken = HUB.get("", "/api/v1/cases/export/manifest").json();
        String edition = taken.path("edition").asText();
        assertThat(taken.path("identical").asBoolean()).isTrue();
        assertThat(taken.path("withheld")).isEmpty();
        String again = "/api/v1/cases/export?edition=" + edition;
        byte[] lines = HUB.get("", again).body();
        byte[] rows = HUB.get("", again + "&format=csv").body();
        assertThat(Digests.hex(Digests.sha256(lines)))
                .isEqualTo(taken.path("sha256").asText());
        assertThat(Digests.hex(Digests.sha256(rows)))
                .isEqualTo(taken.path("csvSha256").asText());

        publish(casebook, corrected, "版次甲（更正）", "第二版正文。", null);
        publish(casebook, UUID.randomUUID(), "版次丁", "后来的正文。", null);
        assertThat(HUB.get("", "/api/v1/cases/export").text())
                .contains("第二版正文", "后来的正文")
                .doesNotContain("第一版正文");
        assertThat(HUB.get("", again).body()).as("what was corrected since").isEqualTo(lines);
        assertThat(HUB.get("", again + "&format=csv").body()).isEqualTo(rows);
        JsonNode still =
                HUB.get("", "/api/v1/cases/export/manifest?edition=" + edition).json();
        assertThat(still.path("identical").asBoolean()).isTrue();
        assertThat(still.path("sha256")).isEqualTo(taken.path("sha256"));

        transaction.executeWithoutResult(s -> casebook.withdraw(withdrawn, "当事人请求", null, Instant.now()));
        String human = casebook.get(withdrawn).orElseThrow().humanId();
        String now = HUB.get("", again).text();
        assertThat(now).contains("第一版正文").doesNotContain("须撤回的正文", "版次乙", "未解禁的正文", "后来的正文");
        assertThat(HUB.get("", again + "&format=csv").text()).contains("第一版正文").doesNotContain("须撤回的正文", "版次乙");
        String[] before = new String(lines, StandardCharsets.UTF_8).split("\n");
        String[] after = now.split("\n");
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < after.length; i++) {
            if (before[i].contains(human)) {
                assertThat(after[i]).contains(human, "\"state\":\"WITHDRAWN\"", "当事人请求");
            } else {
                assertThat(after[i]).isEqualTo(before[i]);
            }
        }
        JsonNode told =
                HUB.get("", "/api/v1/cases/export/manifest?edition=" + edition).json();
        assertThat(told.path("identical").asBoolean()).isFalse();
        assertThat(told.at("/withheld/0/id").asText()).isEqualTo(human);
        assertThat(told.at("/withheld/0/reason").asText()).isEqualTo("当事人请求");
        assertThat(told.at("/taken/sha256")).isEqualTo(taken.path("sha256"));
        assertThat(told.path("sha256").asText())
                .isEqualTo(Digests.hex(Digests.sha256(now.getBytes(StandardCharsets.UTF_8))));
        assertThat(told.path("items")).isEqualTo(taken.path("items"));
        publish(casebook, withdrawn, "版次乙（再次发布）", "改好的正文。", null);
        assertThat(HUB.get("", again).text()).as("published anew since").isEqualTo(now);
    }

    @Test
    void anEditionThatNeverWasIsRefused() {
        Casebook casebook = new Casebook(database);
        publish(casebook, UUID.randomUUID(), "版次戊", "正文。", null);
        long newest = casebook.newestChange();
        String export = "/api/v1/cases/export?edition=";
        assertThat(HUB.get("", export + "c" + newest + "-2998-12-31").text())
                .as("embargoes to come")
                .contains("edition-unknown");
        assertThat(HUB.get("", export + "c" + (newest + 1000) + "-2026-01-01").status())
                .isEqualTo(404);
        assertThat(HUB.get("", export + "c" + newest + "-2001-01-01").status())
                .as("before it was published")
                .isEqualTo(404);
        assertThat(HUB.get("", export + "latest").text()).contains("parameter-invalid");
        assertThat(HUB.get("", export + "c" + newest + "-2026-01-01&q=x").text())
                .contains("parameter-invalid");
        assertThat(HUB.get("", "/api/v1/cases/export/manifest?edition=c-1-2026-01-01")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void correctionsHaveVersionsAndWithdrawalsLeaveAStone() {
        Casebook casebook = new Casebook(database);
        UUID id = UUID.randomUUID();
        publish(casebook, id, "更正前", "第一版正文，独有词甲甲。", null);
        publish(casebook, id, "更正后", "第二版正文，独有词乙乙。", null);
        String human = casebook.get(id).orElseThrow().humanId();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> find("\"独有词乙乙\"").path("total").asInt() == 1);
        assertThat(find("\"独有词甲甲\"").path("total").asInt()).isZero();
        JsonNode difference = HUB.get("", "/api/v1/cases/" + human + "/difference?from=1&to=2")
                .json();
        assertThat(difference.findValuesAsText("change")).contains("-", "+");
        assertThat(HUB.get("", "/api/v1/cases/" + human + "/versions").json()).hasSize(2);

        UUID next = UUID.randomUUID();
        publish(casebook, next, "替代案例", "替代后的正文。", null);
        transaction.executeWithoutResult(s -> casebook.withdraw(id, "判决被改判", next, Instant.now()));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> find("\"独有词乙乙\"").path("total").asInt() == 0);
        Hub.Reply gone = HUB.get("", "/api/v1/cases/" + human);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.text())
                .contains(
                        "case-withdrawn",
                        "判决被改判",
                        casebook.get(next).orElseThrow().humanId());
        assertThat(HUB.get("", "/cases/" + human).text()).contains("判决被改判", "替代案例");
        assertThat(HUB.get("", "/api/v1/cases/NOPE").status()).isEqualTo(404);
    }

    private void publish(Casebook casebook, UUID id, String title, String text, @Nullable LocalDate embargo) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("keywords");
        body.putArray("sections").addObject().put("name", "基本案情").put("text", text);
        body.putObject("tags").putArray("region").add("519901");
        body.putObject("numbers");
        body.putArray("aliases");
        transaction.executeWithoutResult(s -> casebook.publish(
                new Casebook.Edition(
                        id,
                        "case",
                        "",
                        title,
                        body,
                        true,
                        embargo,
                        LocalDate.of(2026, 1, 1),
                        null,
                        List.of(),
                        List.of(),
                        "试验"),
                Instant.now()));
    }

    @Test
    void anEmbargoHoldsEverywhere() throws Exception {
        Casebook casebook = new Casebook(database);
        UUID id = UUID.randomUUID();
        publish(casebook, id, "尚未解禁的案例", "独有词丙丙。", LocalDate.of(2999, 1, 1));
        publish(casebook, UUID.randomUUID(), "旁边的案例", "独有词丁丁。", null);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> find("\"独有词丁丁\"").path("total").asInt() == 1);
        String human = casebook.get(id).orElseThrow().humanId();
        assertThat(find("\"独有词丙丙\"").path("total").asInt()).isZero();
        assertThat(HUB.get("", "/api/v1/cases/report?q=").json().path("items").asLong())
                .as("what is hidden is not counted")
                .isEqualTo(find("").path("total").asLong());
        assertThat(HUB.get("", "/api/v1/cases/" + human).status()).isEqualTo(404);
        assertThat(HUB.get("", "/cases/" + human).status()).isEqualTo(404);
        assertThat(HUB.get("", "/api/v1/cases/export").text())
                .doesNotContain(human)
                .contains("独有词丁丁");
        assertThat(HUB.get("", "/sitemap.xml").text()).doesNotContain(human);
        assertThat(HUB.get("", "/api/v1/cases.atom").text()).doesNotContain("尚未解禁");
        assertThat(oai("verb=GetRecord&metadataPrefix=oai_dc&identifier=" + human)
                        .getElementsByTagName("error")
                        .item(0)
                        .getAttributes()
                        .getNamedItem("code")
                        .getTextContent())
                .isEqualTo("idDoesNotExist");
    }

    @Test
    void aFeedReaderReadsAnySearch(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("f.jsonl"), line("F-1", "年休假工资案", "未休年休假的工资报酬。").toString());
        bring(folder);
        idOf("F-1");
        Hub.Reply reply = HUB.get("", "/api/v1/cases.atom?q=" + encoded("年休假"));
        SyndFeed feed = new SyndFeedInput()
                .build(new XmlReader(new ByteArrayInputStream(reply.text().getBytes(StandardCharsets.UTF_8))));
        assertThat(feed.getFeedType()).isEqualTo("atom_1.0");
        assertThat(feed.getEntries()).extracting(e -> e.getTitle()).contains("年休假工资案");
        assertThat(feed.getEntries().getFirst().getUri()).startsWith("urn:uuid:");
        assertThat(reply.text()).contains("<name>典型案例库</name>").doesNotContain("<name />", "<name></name>");
        String none =
                HUB.get("", "/api/v1/cases.atom?q=" + encoded("\"无人写过的词\"")).text();
        assertThat(none).doesNotContain("<updated>1970").contains("<updated>20");
    }

    @Test
    void aCopyOfEverythingIsCheckedAndKeptUpToDate(@TempDir Path folder) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            lines.add(line("E-" + i, "导出案例" + i, "第" + i + "件导出的正文，独有词己己。")
                    .put("amount", 1234500)
                    .put("field", "V-77")
                    .toString());
        }
        Files.writeString(folder.resolve("e.jsonl"), String.join("\n", lines));
        bring(folder);
        Casebook casebook = new Casebook(database);
        UUID gone = UUID.randomUUID();
        publish(casebook, gone, "将撤回的", "将撤回的正文。", null);
        transaction.executeWithoutResult(s -> casebook.withdraw(gone, "有误", null, Instant.now()));
        byte[] all = HUB.get("", "/api/v1/cases/export").body();
        JsonNode manifest = HUB.get("", "/api/v1/cases/export/manifest").json();
        assertThat(manifest.path("sha256").asText()).isEqualTo(Digests.hex(Digests.sha256(all)));
        String[] exported = new String(all, StandardCharsets.UTF_8).split("\n");
        assertThat(manifest.path("items").asInt()).isEqualTo(exported.length);
        JsonNode last = JSON.readTree(exported[exported.length - 1]);
        assertThat(last.path("state").asText()).isEqualTo("WITHDRAWN");
        assertThat(last.path("seq").asLong())
                .isEqualTo(manifest.path("newestSeq").asLong());
        assertThat(HUB.get("", "/api/v1/cases/export?after=" + last.path("seq").asLong())
                        .text())
                .isEmpty();
        assertThat(HUB.get("", "/api/v1/cases/export?format=csv").text())
                .contains("cause,region,year,field,amount,workers,articles,text", "\"V-77\",\"1234500\"", "独有词己己");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> find("\"独有词己己\"").path("total").asInt() == 60);
        String second = HUB.get("", "/api/v1/cases.atom?page=1&q=" + encoded("\"独有词己己\""))
                .text();
        assertThat(second).contains("rel=\"previous\"").doesNotContain("rel=\"next\"");
        assertThat(second.split("<entry>")).hasSize(11);
        assertThat(HUB.get("", "/api/v1/cases.atom?q=" + encoded("\"独有词己己\"")).text())
                .contains("rel=\"next\"");
        assertThat(HUB.get("", "/robots.txt").text()).contains("Disallow: /desk", "/sitemap.xml");
        assertThat(HUB.get("", "/sitemap/1.xml").text()).contains("<urlset", "/cases/");
        assertThat(HUB.get("", "/sitemap/9.xml").status()).isEqualTo(404);
    }

    @Test
    void aHarvesterGetsEverythingInPieces(@TempDir Path folder) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 230; i++) {
            lines.add(line("H-" + i, "收割案例" + i, "第" + i + "件案例的正文。").toString());
        }
        Files.writeString(folder.resolve("h.jsonl"), String.join("\n", lines));
        bring(folder);
        List<String> ids = new ArrayList<>();
        String token = "";
        int pieces = 0;
        do {
            Document page = oai("verb=ListRecords&"
                    + (token.isEmpty() ? "metadataPrefix=oai_dc&set=case" : "resumptionToken=" + token));
            NodeList found = page.getElementsByTagName("identifier");
            for (int i = 0; i < found.getLength(); i++) {
                ids.add(found.item(i).getTextContent());
            }
            NodeList tokens = page.getElementsByTagName("resumptionToken");
            token = tokens.getLength() == 0 ? "" : tokens.item(0).getTextContent();
            pieces++;
        } while (!token.isEmpty());
        assertThat(pieces).isGreaterThanOrEqualTo(3);
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(230);
        assertThat(oai("verb=Identify")
                        .getElementsByTagName("deletedRecord")
                        .item(0)
                        .getTextContent())
                .isEqualTo("persistent");
        for (String bad : List.of(
                "",
                "verb=Nope",
                "verb=ListRecords",
                "verb=ListRecords&metadataPrefix=marc",
                "verb=Identify&x=1",
                "verb=ListRecords&resumptionToken=rubbish",
                "verb=ListRecords&metadataPrefix=oai_dc&from=2026-13-01")) {
            assertThat(oai(bad).getElementsByTagName("error").getLength())
                    .as(bad)
                    .isEqualTo(1);
        }
    }

    @Test
    void aHarvesterSelectsByTimeAndIsToldWhatIsWrong(@TempDir Path folder) throws Exception {
        Files.writeString(
                folder.resolve("t.jsonl"), line("T-1", "限时收割案", "按时间收割。").toString());
        bring(folder);
        idOf("T-1");
        assertThat(oai("verb=ListIdentifiers&metadataPrefix=oai_dc&from=2020-01-01&until=2100-01-01")
                        .getElementsByTagName("identifier")
                        .getLength())
                .isPositive();
        for (var fault : Map.of(
                        "verb=ListIdentifiers&metadataPrefix=oai_dc&from=2100-01-01", "noRecordsMatch",
                        "verb=GetRecord&metadataPrefix=oai_dc", "badArgument",
                        "verb=ListRecords&resumptionToken=abc", "badResumptionToken",
                        "verb=ListRecords&resumptionToken=", "badResumptionToken",
                        "verb=ListRecords&set=zzz", "badArgument",
                        "verb=ListRecords&metadataPrefix=oai_dc&from=2026-01-01T00:00:00.5Z", "badArgument")
                .entrySet()) {
            Document said = oai(fault.getKey());
            assertThat(said.getElementsByTagName("error")
                            .item(0)
                            .getAttributes()
                            .getNamedItem("code")
                            .getTextContent())
                    .as(fault.getKey())
                    .isEqualTo(fault.getValue());
            assertThat(said.getElementsByTagName("request").item(0).hasAttributes())
                    .as(fault.getKey())
                    .isEqualTo(!fault.getValue().equals("badArgument"));
        }
        assertThat(HUB.get("", "/oai/case.xsd").text()).contains("targetNamespace");
    }

    private Document oai(String query) throws Exception {
        Hub.Reply reply = HUB.get("", "/oai?" + query);
        assertThat(reply.status()).isEqualTo(200);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(reply.text().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void answersAreKeptAndBadQuestionsExplained() {
        Hub.Reply first = HUB.get("", "/api/v1/cases?q=" + encoded("没有的词"));
        HttpRequest.Builder again = HttpRequest.newBuilder(URI.create(HUB.url() + "/api/v1/cases?q=" + encoded("没有的词")))
                .header(
                        "If-None-Match",
                        first.response().headers().firstValue("ETag").orElseThrow())
                .header("Accept-Language", "en");
        assertThat(HUB.send(again).status()).isIn(304, 200);
        assertThat(first.response().headers().firstValue("RateLimit-Limit")).hasValue("5000");
        HttpRequest.Builder pretender = HttpRequest.newBuilder(URI.create(HUB.url() + "/api/v1/cases?q=x"))
                .header("Authorization", "Basic bm9ib2R5");
        assertThat(HUB.send(pretender).response().headers().firstValue("RateLimit-Remaining"))
                .as("who only says that it is known is counted")
                .isPresent();
        assertThat(HUB.get("", "/api/v1/cases?size=0").text()).contains("parameter-invalid");
        assertThat(HUB.get("", "/api/v1/cases?page=5000&size=100").text()).contains("parameter-invalid");
        assertThat(HUB.get("", "/api/v1/cases?q=" + encoded("((((\"*a* 标题:")).status())
                .isEqualTo(200);
        aProgramCanReadWhatThereIs(HUB.get("", "/api/openapi.json").json());
        Hub.Reply broken = HUB.send(HttpRequest.newBuilder(URI.create(HUB.url() + "/api/v1/cases/similar"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{broken")));
        assertThat(broken.status()).as(broken.text()).isEqualTo(400);
        assertThat(HUB.get("", "/api/v1/cases?q=" + "a%20OR%20".repeat(5000)).status())
                .isEqualTo(200);
        Hub.Reply robots = HUB.get("", "/robots.txt");
        assertThat(robots.response().headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(HUB.send(HttpRequest.newBuilder(URI.create(HUB.url() + "/robots.txt"))
                                .header(
                                        "If-None-Match",
                                        robots.response()
                                                .headers()
                                                .firstValue("ETag")
                                                .orElseThrow()))
                        .status())
                .isEqualTo(304);
        JsonNode report = HUB.get("", "/api/v1/cases/report?q=" + encoded("工资")).json();
        assertThat(report.path("sha256").asText()).hasSize(64);
        JsonNode repeated =
                HUB.get("", "/api/v1/cases/report?q=" + encoded("工资")).json();
        if (repeated.path("edition").equals(report.path("edition"))) {
            assertThat(repeated.path("sha256")).isEqualTo(report.path("sha256"));
        }
        String page = HUB.get("", "/cases/report?q=" + encoded("工资") + "&year=2026&lang=zh-CN")
                .text();
        assertThat(page).contains("检索报告", "工资", "年份", "2026");
        Hub.Reply pdf = HUB.get("", "/cases/report?as=pdf&q=" + encoded("工资"));
        assertThat(pdf.status()).isIn(200, 501);
        assertThat(pdf.response().headers().firstValue("Content-Type"))
                .hasValue(pdf.status() == 200 ? "application/pdf" : "application/problem+json");
    }

    private static void aProgramCanReadWhatThereIs(JsonNode api) {
        assertThat(api.at("/info/title").asText()).isEqualTo("Concord");
        JsonNode search = api.path("paths").path("/api/v1/cases").path("get");
        assertThat(search.path("parameters").findValuesAsText("name")).contains("q", "order", "page", "size", "region");
        assertThat(search.path("parameters").findValues("enum").toString()).contains("cited");
        assertThat(search.has("security")).isFalse();
        JsonNode submission = api.path("paths").path("/api/v1/records").path("post");
        assertThat(submission.path("security").toString()).contains("token");
        assertThat(submission.path("parameters").findValuesAsText("name")).contains("Concord-Signature");
        List<String> paths = new ArrayList<>();
        api.path("paths").fieldNames().forEachRemaining(paths::add);
        assertThat(paths)
                .contains("/api/v1/records:batch", "/api/v1/cases/{id}/similar", "/oai", "/api/v1/mailbox")
                .allMatch(path -> path.matches("/api/v1/.*|/oai|/log/.*"));
    }

    @Test
    void theIndexIsMadeAnewWhileItIsSearched() throws Exception {
        Casebook casebook = new Casebook(database);
        publish(casebook, UUID.randomUUID(), "重建前后都在", "独有词戊戊。", null);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> find("\"独有词戊戊\"").path("total").asInt() == 1);
        long size = library.cases().size();
        SearchEngine before = library.cases();
        casebook.makeIndexesAnew();
        await().atMost(Duration.ofSeconds(20)).until(() -> library.cases() != before);
        assertThat(find("\"独有词戊戊\"").path("total").asInt()).isEqualTo(1);
        assertThat(library.cases().size()).isEqualTo(size);
    }

    private static Hub.Reply send(String method, String path, String json, String agency) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(HUB.url() + path))
                .header("Authorization", "Bearer " + HUB.token(agency))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json));
        return HUB.send(request);
    }

    @Test
    void aTextIsMaskedByOneConfirmedByAnotherAndItsMapKeptSealed() {
        String union = "519901-TRADE_UNION-01";
        String text = "王建国（电话13900000001）在蓉川锦程建筑劳务有限公司工作，公司拖欠王建国工资。";
        ObjectNode asked = JsonNodeFactory.instance.objectNode().put("text", text);
        asked.putObject("known").putArray("persons").addObject().put("name", "王建国");
        JsonNode draft =
                send("POST", "/api/v1/redactions", asked.toString(), union).json();
        assertThat(draft.path("suggestions").findValuesAsText("kind")).contains("PERSON", "PHONE", "FIRM");
        String at = "/api/v1/redactions/" + draft.path("id").asText();
        assertThat(send("GET", at, "", "519901-HRSS-01").status())
                .as("another agency's")
                .isEqualTo(404);
        assertThat(send("POST", at + "/confirm", "{\"by\":\"李文\"}", union).text())
                .contains("redaction-unfinished");

        ObjectNode decided =
                JsonNodeFactory.instance.objectNode().put("revision", 0).put("by", "何晓梅");
        decided.putArray("decisions").add(draft.at("/suggestions/0"));
        JsonNode first = send("PUT", at, decided.toString(), union).json();
        assertThat(first.path("residuals")).as("one is not enough").isNotEmpty();
        Hub.Reply refused = send("POST", at + "/confirm", "{\"by\":\"李文\"}", union);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("redaction-residue").doesNotContain("13900000001", "王建国");

        decided.put("revision", 1).set("decisions", draft.path("suggestions"));
        JsonNode second = send("PUT", at, decided.toString(), union).json();
        assertThat(second.path("masked").asText())
                .doesNotContain("王建国", "13900000001", "锦程")
                .contains("王某");
        ObjectNode old = decided.deepCopy().put("by", "王芳");
        ((ObjectNode) old.at("/decisions/0")).put("mask", "某工人");
        Hub.Reply overtaken = send("PUT", at, old.toString(), union);
        assertThat(overtaken.status()).as("an old revision").isEqualTo(409);
        assertThat(overtaken.text()).as("what differs").contains("某工人", "王某", "何晓梅");
        assertThat(send("POST", at + "/confirm", "{\"by\":\"何晓梅\"}", union).text())
                .contains("redaction-same-person");
        JsonNode confirmed =
                send("POST", at + "/confirm", "{\"by\":\"李文\"}", union).json();
        assertThat(confirmed.at("/deidReport/confirmedBy").asText()).isEqualTo("李文");
        assertThat(confirmed.at("/deidReport/residual").asInt()).isZero();
        String stored = org.springframework.jdbc.core.simple.JdbcClient.create(database)
                .sql(
                        "select encode(text, 'escape') || encode(map, 'escape') || encode(known, 'escape') from casebook.redaction")
                .query(String.class)
                .list()
                .toString();
        assertThat(stored).doesNotContain("王建国", "13900000001");
    }

    private Hub.Reply submit(String type, int rt, String title, String patch) throws IOException {
        ObjectNode envelope = Envelopes.clue("519901-TRADE_UNION-01", "519901-HRSS-01");
        envelope.put("recordType", type).put("title", title).remove("legalBasis");
        envelope.put("recordId", envelope.path("recordId").asText().replace("-RT01-", "-RT" + rt + "-"));
        envelope.putObject("reply").put("required", false);
        ObjectNode payload = (ObjectNode) JSON.readTree(
                Files.readString(Path.of("schemas/records/" + type + "/1.0/examples/valid/minimal.json")));
        payload.setAll((ObjectNode) JSON.readTree(patch));
        envelope.set("payload", payload);
        return HUB.submit("519901-TRADE_UNION-01", CanonicalJson.write(envelope));
    }

    private JsonNode findAs(String agency, String q) {
        return HUB.get(agency, "/api/v1/cases?q=" + encoded(q)).json();
    }

    /// RT-74, 75, 76, 77, 85: for those whom they were sent to, until somebody publishes them.
    @Test
    void researchAndProposalsAreFoundByThoseWhomTheyConcern() throws IOException {
        List<Hub.Reply> replies = List.of(
                submit("research-project", 74, "新业态用工调研甲", "{\"projectTitle\":\"新业态用工调研甲\"}"),
                submit("research-material", 75, "座谈记录甲", "{\"summary\":\"座谈记录甲的摘要\"}"),
                submit("research-material", 75, "问卷数据乙", "{\"summary\":\"问卷数据乙的摘要\",\"embargoUntil\":\"2999-01-01\"}"),
                submit("excellent-document-nomination", 76, "优秀意见书甲", "{}"),
                submit("legislative-proposal", 77, "修改条例建议甲", "{}"),
                submit("promoted-practice", 85, "一站式调解做法甲", "{\"practiceTitle\":\"一站式调解做法甲\"}"));
        replies.forEach(r -> assertThat(r.status()).as(r.text()).isEqualTo(202));
        for (String title : List.of("新业态用工调研甲", "座谈记录甲", "优秀意见书甲", "修改条例建议甲", "一站式调解做法甲")) {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(findAs("519901-HRSS-01", title)
                                    .at("/hits/0/title")
                                    .asText())
                            .isEqualTo(title));
            assertThat(findAs("", "\"" + title + "\"").path("total").asInt())
                    .as("the public finds no " + title)
                    .isZero();
            boolean regional = title.startsWith("优秀") || title.startsWith("一站式");
            for (String other : List.of("519901-COURT-01", "519900-TRADE_UNION-01")) {
                assertThat(findAs(other, "\"" + title + "\"").path("total").asInt())
                        .as("%s in the region finds %s", other, title)
                        .isEqualTo(regional ? 1 : 0);
            }
            assertThat(findAs("239901-COURT-01", "\"" + title + "\"")
                            .path("total")
                            .asInt())
                    .as("nor does another region")
                    .isZero();
        }
        assertThat(findAs("519901-HRSS-01", "\"问卷数据乙\"").path("total").asInt())
                .as("under embargo")
                .isZero();
    }

    private Hub.Reply clean(String name, byte[] file) {
        return HUB.send(HttpRequest.newBuilder(URI.create(HUB.url() + "/api/v1/files/clean?name=" + name))
                .header("Authorization", "Bearer " + HUB.token("519901-TRADE_UNION-01"))
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(file)));
    }

    @Test
    void aFileIsCleanedOfWhatItDoesNotShow() throws Exception {
        Hub.Reply cleaned = clean("a.docx", Documents.docx());
        assertThat(cleaned.status()).as(cleaned.text()).isEqualTo(200);
        assertThat(cleaned.response()
                        .headers()
                        .firstValueAsLong("Concord-Removed")
                        .orElseThrow())
                .isGreaterThan(5);
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(cleaned.body()))) {
            assertThat(document.getProperties().getCoreProperties().getCreator())
                    .isNullOrEmpty();
            assertThat(document.getParagraphs().toString()).doesNotContain(Documents.SECRET);
        }
        Hub.Reply broken = clean("a.pdf", Documents.docx());
        assertThat(broken.status()).isEqualTo(422);
        assertThat(broken.text()).contains("file-unreadable");
    }
}
