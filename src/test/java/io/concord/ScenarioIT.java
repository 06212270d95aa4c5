package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.access.People;
import io.concord.access.Person;
import io.concord.access.Role;
import io.concord.casebook.Casebook;
import io.concord.casebook.LawBook;
import io.concord.demo.Scenario;
import io.concord.matter.Rebuild;
import io.concord.schema.Catalogue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The three scenarios, through the public API of a hub that knows nothing yet.
@TestMethodOrder(MethodOrderer.MethodName.class)
class ScenarioIT extends FreshHubIT {

    @Autowired
    private Catalogue catalogue;

    @Autowired
    private People people;

    static Stream<Path> files() throws IOException {
        return Scenario.in(Path.of("samples/scenarios")).stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("files")
    void endsAsWritten(Path file) throws IOException {
        Scenario scenario = new Scenario(HUB.url(), HUB.data().resolve("demo/agencies.json"));
        assertThat(scenario.isPlayed(file)).isFalse();
        assertThat(faults(scenario, file)).isEmpty();
        assertThat(scenario.isPlayed(file)).isTrue();
    }

    /// Runs after the scenarios: the names of the methods say the order.
    @Test
    void rebuildsAllReadModelsEqualToTheIncrementalOnes() throws IOException, SQLException {
        List<String> before = tables();
        List<Long> seen = new ArrayList<>();
        Rebuild.Result result = new Rebuild(database, catalogue).run((done, total) -> seen.add(done));
        assertThat(tables()).isEqualTo(before);
        assertThat(before).hasSizeGreaterThan(300);
        assertThat(seen.getLast()).isEqualTo(result.records()).isPositive();
    }

    /// The letter as it is printed; the golden file is what a person has looked at.
    @Test
    void printsTheOpinionLetterAsBefore() throws IOException {
        String id = sql().sql("select message_id::text from matter.entry where doc_no = '江东工监意〔2025〕12号'")
                .query(String.class)
                .single();
        Hub.Reply reply = HUB.get("519901-TRADE_UNION-01", "/api/v1/records/" + id + "/print");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(Files.readString(Path.of("src/test/resources/golden/opinion-letter.html")));
    }

    /// After the scenarios: their cases went through the whole procedure and can be found, without anybody's name.
    @Test
    void theirCasesArePublishedMaskedAndFound() {
        for (String id : List.of(
                "LC-519901-2026-01-03", "LC-239901-2026-02-01", "LC-239901-2026-02-02", "LC-239901-2026-02-03")) {
            await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
                Hub.Reply found = HUB.get("", "/api/v1/cases?q=" + id);
                assertThat(found.json().at("/hits/0/url").asText()).as(id).isNotEmpty();
            });
            String text = HUB.get("", "/api/v1/cases/" + id).text();
            assertThat(text).contains("典型意义", "sections").doesNotContain("王建国", "陈大川", "锦程", "刘小飞", "汇才", "冰源");
        }
        assertThat(new Casebook(database).citing("519901-TRADE_UNION-01-RT03-2025-000012", LocalDate.now(), 5))
                .as("cases that came of the opinion letter")
                .extracting(item -> item.title())
                .contains("工会监督与行刑衔接合力追回农民工工资案");
        String nomination = "519901-TRADE_UNION-01-RT70-2026-000001";
        String path = "/api/v1/nominations/" + nomination + "/selection";
        JsonNode selection = HUB.get("519900-TRADE_UNION-01", path).json();
        assertThat(selection.path("state").asText()).isEqualTo("PUBLISHED");
        assertThat(selection.path("entitled").asInt())
                .as("court, justice bureau, federation")
                .isEqualTo(3);
        assertThat(selection.at("/tally/yes").asInt()).isEqualTo(2);
        assertThat(HUB.get("239901-FIC-01", path).status())
                .as("not its region's")
                .isEqualTo(404);
    }

    /// After the scenarios: the nomination says when the case was decided, and its law is read as of then.
    @Test
    void theirLawIsThatOfTheDayOfDecision() {
        LawBook laws = new LawBook(database);
        laws.enter(LawBook.parse("保障农民工工资支付条例(2020-05-01)", "# 条例\n\n第三十条 裁判时的试验文本。\n"));
        laws.enter(LawBook.parse("保障农民工工资支付条例(2026-06-01)", "# 条例\n\n第三十条 发布时的试验文本。\n"));
        awaitCasebook();
        JsonNode one = HUB.get("", "/api/v1/cases/LC-519901-2026-01-03").json();
        assertThat(one.path("publishedOn").asText()).isEqualTo("2026-07-20");
        assertThat(one.path("decisionDate").asText()).isEqualTo("2026-02-11");
        assertThat(one.at("/citations/0/text").asText()).isEqualTo("裁判时的试验文本。");
        assertThat(one.at("/citations/0/amendedOn").asText()).isEqualTo("2026-06-01");
        assertThat(HUB.get("", "/api/v1/cases/LC-239901-2026-02-02")
                        .json()
                        .at("/lawAsOf/day")
                        .asText())
                .as("its nomination does not say it")
                .isEqualTo("publishedOn");
    }

    /// After the scenarios: the court's confirmation ended the second one's matter.
    @Test
    void theDayOfDecisionIsTakenFromTheMatter() {
        people.enter(
                new Person("nominator", "张三", "经办人", "519901-TRADE_UNION-01", Set.of(Role.CLERK)), "a long password 1");
        Visitor visitor = new Visitor(HUB.url());
        assertThat(visitor.signIn("nominator", "a long password 1")).startsWith("/desk");
        HttpResponse<String> made =
                visitor.post("/desk/compose", Map.of("type", "case-nomination", "matter", "MT-519901-2026-000077"));
        String draft = visitor.get(
                        made.headers().firstValue("Location").orElseThrow().replace(HUB.url(), ""))
                .body();
        assertThat(draft).containsPattern("name=\"/payload/decisionDate\"[^>]*value=\"2026-04-10\"");
    }

    /// After the scenarios: what is in the casebook already is not entered twice, nor withdrawn or changed.
    @Test
    void theLedgerMayBeReadAgain() {
        String state = "select string_agg(v::text, '|' order by v.item, v.version) from casebook.version v";
        awaitCasebook();
        String before = sql().sql(state).query(String.class).single();
        new Casebook(database).readLedgerAgain();
        awaitCasebook();
        assertThat(sql().sql(state).query(String.class).single())
                .isEqualTo(before)
                .isNotEmpty();
    }

    private void awaitCasebook() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> sql().sql(
                                "select p.leaf_index = (select max(leaf_index) from ledger.record) from casebook.place p")
                        .query(Boolean.class)
                        .single());
    }

    /// Runs last: who published may note, replace and withdraw, nobody else; and reading it all again changes nothing.
    @Test
    void withdrawalsAreTheirPublishers() {
        String first = "519900-TRADE_UNION-01";
        String second = "239900-TRADE_UNION-01";
        Hub.Reply foreign =
                withdraw("519901-HRSS-01", first + "-RT72-2026-000001", "LC-519901-2026-01-03", "HIDE", "越权", "");
        assertThat(foreign.status()).isEqualTo(422);
        assertThat(foreign.text()).contains("rule-r-26w");
        assertThat(withdraw(first, first + "-RT72-2026-000001", "LC-519901-2026-01-03", "NOTE", "另有新规定", "")
                        .status())
                .isEqualTo(202);
        withdraw(
                second,
                second + "-RT72-2026-000004",
                "LC-239901-2026-02-02",
                "REPLACE",
                "合并",
                second + "-RT72-2026-000003");
        assertThat(withdraw(second, second + "-RT72-2026-000005", "LC-239901-2026-02-03", "HIDE", "当事人来函", "")
                        .status())
                .isEqualTo(202);
        for (int round = 0; round < 2; round++) {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(HUB.get("", "/api/v1/cases/LC-239901-2026-02-03")
                                    .status())
                            .isEqualTo(410));
            JsonNode noted = HUB.get("", "/api/v1/cases/LC-519901-2026-01-03").json();
            assertThat(noted.path("notes")).hasSize(1);
            assertThat(noted.at("/notes/0").asText()).isEqualTo("法律修改：另有新规定");
            assertThat(noted.path("version").asInt()).isEqualTo(2);
            Hub.Reply replaced = HUB.get("", "/api/v1/cases/LC-239901-2026-02-02");
            assertThat(replaced.status()).isEqualTo(410);
            String successor = HUB.get("", "/api/v1/cases/LC-239901-2026-02-01")
                    .json()
                    .path("id")
                    .asText();
            assertThat(replaced.text()).contains(successor, "合并");
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(HUB.get("", "/api/v1/cases?q=LC-239901-2026-02-02")
                                    .json()
                                    .at("/hits/0/title")
                                    .asText())
                            .isNotEqualTo("超过法定退休年龄的季节工工伤待遇案"));
            new Casebook(database).readLedgerAgain();
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> sql().sql("select leaf_index from casebook.place")
                                    .query(Long.class)
                                    .single()
                            > 0);
        }
    }

    private Hub.Reply withdraw(
            String sender, String publication, String caseId, String action, String note, String next) {
        ObjectNode envelope =
                Envelopes.clue(sender, sender.startsWith("23") ? "239901-COURT-01" : "519901-TRADE_UNION-01");
        envelope.put("recordType", "case-withdrawal").put("title", "案例撤回").remove("legalBasis");
        envelope.put("recordId", envelope.path("recordId").asText().replace("-RT01-", "-RT73-"));
        envelope.put("regionCode", sender.substring(0, 6)).put("docDate", "2026-08-03");
        envelope.putObject("reply").put("required", false);
        ObjectNode payload = envelope.putObject("payload");
        payload.put("publicationId", publication).put("caseId", caseId).put("reason", "LAW_CHANGED");
        payload.put("action", action).put("reportedAt", "2026-08-03").put("note", note);
        if (!next.isEmpty()) {
            payload.put("replacedBy", next);
        }
        return HUB.submit(sender, Envelopes.canonical(envelope));
    }

    private JdbcClient sql() {
        return JdbcClient.create(database);
    }

    private List<String> tables() {
        List<String> rows = new ArrayList<>();
        for (String table : List.of("matter.entry", "matter.transition", "matter.link", "deadline.clock")) {
            rows.addAll(sql().sql("select '" + table + " ' || to_jsonb(t)::text from " + table + " t order by 1")
                    .query(String.class)
                    .list());
        }
        return rows;
    }

    private static List<String> faults(Scenario scenario, Path file) throws IOException {
        List<String> faults = new ArrayList<>();
        scenario.play(
                file, step -> step.faults().forEach(fault -> faults.add(step.no() + " " + step.type() + ": " + fault)));
        return faults;
    }
}
