package io.concord;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// The scenarios played in the browser alone, each agency with a sign-in of its own: every record is typed into a form
/// and
/// issued or signed, up to the published case. The hub is its own: others play the same scenario.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@DirtiesContext
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeskIT {

    private static final Hub HUB = Hub.freshDemo();

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9.]+)}");

    @RegisterExtension
    static final Chromium BROWSER = new Chromium(HUB::url);

    private final Map<String, Page> pages = new HashMap<>();
    /// Record ids and, with `.message`, message ids by the keys of the scenario.
    private final Map<String, String> known = new HashMap<>();
    /// Of the letter whose page is looked at in the end.
    private static final Map<String, String> OPINION = new HashMap<>();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        HUB.configureAlone(registry);
    }

    private static Page signedIn(String user, String language, int width) {
        Page page = BROWSER.page(language, width);
        page.navigate("/sign-in");
        go(page, "button[data-user='" + user + "']");
        return page;
    }

    private Page page(String user) {
        return pages.computeIfAbsent(user, u -> signedIn(u, Chromium.CHINESE, 1280));
    }

    @ParameterizedTest
    @Order(1)
    @CsvSource({
        "a-wage-arrears, 7, 拖欠农民工工资 总包, 工会监督与行刑衔接合力追回农民工工资案",
        "b-rider-one-stop, 4, , ",
        "c-court-pattern, 6, 外包 派遣, 名为外包实为派遣用工案",
    })
    void aScenarioIsPlayedByItsAgencies(String name, int agencies, String question, String published) throws Exception {
        JsonNode scenario = new YAMLMapper()
                .readTree(Path.of("samples/scenarios/" + name + ".yaml").toFile());
        for (JsonNode step : scenario.path("steps")) {
            if (step.has("type")) {
                play(scenario, step);
            }
        }
        assertThat(pages.keySet()).as("agencies that signed in").hasSizeGreaterThanOrEqualTo(agencies);
        OPINION.putIfAbsent("message", known.getOrDefault("opinion.message", ""));
        if (published == null) {
            return;
        }
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(
                                HUB.get("", "/api/v1/cases?q=" + URLEncoder.encode(question, StandardCharsets.UTF_8))
                                        .json()
                                        .at("/hits/0/title")
                                        .asText())
                        .isEqualTo(published));
        Page reader = BROWSER.page(Chromium.CHINESE, 1280);
        reader.navigate("/cases?q=" + question);
        assertThat(reader.locator("main")).containsText(published);
    }

    private void play(JsonNode scenario, JsonNode step) {
        String name = "step " + step.path("no").asText();
        String type = step.path("type").asText();
        if (step.path("refused").asText().equals("rule-r-07")) {
            // Who may not issue the document has no button for it.
            Page clerk = page(step.path("from").asText() + ".clerk");
            clerk.navigate("/desk/compose");
            go(clerk, "button[data-type='" + type + "']");
            assertThat(clerk.locator("button[value='send']")).hasCount(0);
            assertThat(clerk.locator("button[value='ask']")).isVisible();
            return;
        }
        boolean president = step.at("/signed/1").asText().equals("院长");
        Page page = page(step.path("from").asText() + (president ? ".president" : ".leader"));
        if (type.equals("receipt") && !step.has("refused")) {
            receipt(page, step);
            return;
        }
        if (type.equals("case-publication") && step.at("/payload/order").asInt() == 1 && !step.has("refused")) {
            batch(page, resolve(step.at("/payload/nominationId")).asText());
        }
        page.navigate("/desk/compose");
        go(page, "button[data-type='" + type + "']");
        ObjectNode envelope = envelope(scenario, step);
        envelope.set("payload", resolve(step.path("payload")));
        if (type.equals("clue-transfer")) {
            attach(page);
        }
        fill(page, envelope);
        go(page, "button[value='send']");
        if (step.has("refused")) {
            assertThat(page.url()).as(name).contains("/desk/drafts/");
            assertThat(page.locator("#faults")).isVisible();
            go(page, "button[value='drop']");
            return;
        }
        assertThat(page.url())
                .as(name + ": "
                        + page.locator("main").innerText().lines().limit(25).toList())
                .contains("/desk/records/");
        String message = page.url().replaceFirst(".*/records/([0-9a-f-]+).*", "$1");
        remember(step, page.locator("[data-record]").getAttribute("data-record"), message);
        if (type.equals("clue-transfer")) {
            assertThat(page.locator("#content ol a")).hasText(new String[] {"工资表.txt"});
        }
    }

    /// Two files, of which one is taken out again.
    private static void attach(Page page) {
        go(page, "button[value='attachments']");
        page.setInputFiles("#files", new FilePayload[] {
            new FilePayload("工资表.txt", "text/plain", "王某 4000".getBytes(StandardCharsets.UTF_8)),
            new FilePayload("多余.txt", "text/plain", "x".getBytes(StandardCharsets.UTF_8))
        });
        go(page, "main form[enctype] button");
        assertThat(page.locator("main ol li")).hasCount(2);
        go(page, "main ol li:nth-child(2) button");
        assertThat(page.locator("main ol li")).hasCount(1);
        go(page, "main a.btn");
    }

    /// 成批发布: a draft for each case that is ticked; what is not whole yet is not issued, and says why.
    private static void batch(Page page, String nomination) {
        page.navigate("/desk/selection");
        page.check("input[name=id][value='" + nomination + "']");
        page.fill("#batch-no", "2026年第二批");
        go(page, "#batch button");
        assertThat(page.locator(".alert-success")).isVisible();
        assertThat(page.locator("tbody tr")).hasCount(1);
        page.locator("tbody a").focus();
        page.keyboard().press("x");
        assertThat(page.locator("tbody input[name=id]")).isChecked();
        go(page, "form[action$='/desk/drafts'] .card-header button");
        assertThat(page.locator(".alert-warning")).isVisible();
        assertThat(page.locator("tbody tr div")).not().isEmpty();
        go(page, "tbody a");
        assertThat(page.inputValue("[name='/payload/batch']")).isEqualTo("2026年第二批");
        assertThat(page.inputValue("[name='/payload/nominationId']")).isEqualTo(nomination);
        go(page, "button[value='drop']");
    }

    private void remember(JsonNode step, String record, String message) {
        String key = step.path("key").asText("step" + step.path("no").asText());
        known.put(key, record);
        known.put(key + ".message", message);
    }

    /// 签收, on the page of the record itself.
    private void receipt(Page page, JsonNode step) {
        page.navigate("/desk/records/" + known.get(step.path("for").asText() + ".message"));
        if (step.has("concludes")) {
            go(page, "form[action$='/conclude'] button");
        } else {
            go(page, "button[data-next='receipt']");
        }
        assertThat(page.locator(".alert-success")).isVisible();
    }

    /// The header as the scenario wants it.
    private ObjectNode envelope(JsonNode scenario, JsonNode step) {
        ObjectNode e = new YAMLMapper().createObjectNode();
        e.put("matterId", step.path("matter").asText(scenario.path("matter").asText()));
        e.put("docDate", step.path("date").asText());
        e.put("regionCode", step.path("region").asText(scenario.path("region").asText()));
        if (step.has("title")) {
            e.put("title", step.path("title").asText());
        }
        if (step.has("docNo")) {
            e.put("docNo", step.path("docNo").asText());
        }
        var recipients = e.putArray("recipients");
        for (JsonNode agency : step.path("to")) {
            recipients
                    .addObject()
                    .put("agencyCode", agency.asText())
                    .put("role", "MAIN")
                    .put("actionRequired", true);
        }
        for (JsonNode agency : step.path("copy")) {
            recipients
                    .addObject()
                    .put("agencyCode", agency.asText())
                    .put("role", "COPY")
                    .put("actionRequired", false);
        }
        for (JsonNode party : step.path("party")) {
            recipients
                    .addObject()
                    .put("role", "MAIN")
                    .put("actionRequired", true)
                    .set("externalParty", party);
        }
        e.putArray("legalBasis")
                .addObject()
                .put("instrument", step.at("/law/0").asText("工会法"))
                .put("article", step.at("/law/1").asText("第二十三条"));
        if (step.has("tags")) {
            e.set("dataTags", step.path("tags"));
            e.putObject("sharingBasis").put("purpose", "协同处理劳动者权益事项").put("basis", "STATUTORY_DUTY");
        }
        if (step.has("relations")) {
            e.set("relations", resolve(step.path("relations")));
        }
        return e;
    }

    private JsonNode resolve(JsonNode node) {
        Matcher m = REFERENCE.matcher(node.toString());
        try {
            return new YAMLMapper().readTree(m.replaceAll(r -> known.getOrDefault(r.group(1), "?" + r.group(1))));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Types JSON into the form: rows are added with the button, places are found by their pointer.
    private void fill(Page page, JsonNode envelope) {
        List<String> rows = new ArrayList<>();
        Map<String, Object> leaves = new LinkedHashMap<>();
        collect("", envelope, rows, leaves);
        while (true) {
            Object missing = page.evaluate(
                    "rows => rows.find(r => ![...document.querySelectorAll('[name]')].some(e => e.name === r || e.name.startsWith(r + '/'))"
                            + " && !document.querySelector(`input[type=checkbox][name='${r.replace(/.[0-9]+$/, '')}']`))",
                    rows);
            if (missing == null) {
                break;
            }
            open(page);
            type(page, leaves);
            go(page, "button[value='add:" + missing.toString().replaceFirst("/[0-9]+$", "") + "']");
        }
        assertThat(type(page, leaves)).as("places that the form lacks").isEqualTo(List.of());
    }

    private static void collect(String at, JsonNode node, List<String> rows, Map<String, Object> leaves) {
        if (node.isObject()) {
            node.properties().forEach(p -> collect(at + "/" + p.getKey(), p.getValue(), rows, leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                rows.add(at + "/" + i);
                collect(at + "/" + i, node.get(i), rows, leaves);
            }
        } else {
            leaves.put(at, node.asText());
        }
    }

    /// @return pointers for which the form has no place
    private static Object type(Page page, Map<String, Object> leaves) {
        return page.evaluate("""
                leaves => Object.entries(leaves).filter(([name, value]) => {
                    const list = name.replace(/.[0-9]+$/, '');
                    const box = document.querySelector(`input[type=checkbox][name='${list}'][value='${value}']`);
                    const place = box || document.getElementsByName(name)[0];
                    if (!place) return true;
                    if (box) box.checked = true;
                    else if (place.type === 'datetime-local') place.value = value.slice(0, 19);
                    else if (place.inputMode === 'decimal') place.value = (Number(value) / 100).toFixed(2);
                    else place.value = value;
                    place.dispatchEvent(new Event('input', {bubbles: true}));
                    return place.tagName === 'SELECT' && place.value !== value;
                }).map(([name]) => name)""", leaves);
    }

    private static void open(Page page) {
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)");
    }

    /// Presses a button that leads to another page, and waits for that.
    private static void go(Page page, String button) {
        page.waitForNavigation(() -> page.locator(button).first().click());
    }

    private static String name(String path) {
        return path.substring(1).replaceAll("[0-9-]{6,}.*", "-one").replaceAll("[^a-z]+", "-");
    }

    @Test
    @Order(2)
    void aPartySeesItsOwnAffairAlone() {
        Page clerk = page("519901-TRADE_UNION-01.clerk");
        clerk.navigate("/desk/matters/MT-519901-2025-000431");
        clerk.fill("input[name=party]", "完全无关的人甲");
        go(clerk, "form[action$='/code'] button");
        assertThat(clerk.locator("main")).containsText("没有写明");
        clerk.navigate("/desk/matters/MT-519901-2025-000431");
        clerk.fill("input[name=party]", "王建国");
        go(clerk, "form[action$='/code'] button");
        String code = clerk.locator("main").innerText();
        Matcher written = Pattern.compile("([2-9A-Z]{4}-){3}[2-9A-Z]{4}").matcher(code);
        assertThat(written.find()).as(code).isTrue();
        Page party = BROWSER.page(Chromium.CHINESE, 360);
        party.navigate("/status");
        party.fill("#code", written.group());
        go(party, "main form button");
        assertThat(party.locator("main")).containsText("一窗受理登记");
        assertThat(party.locator("main").innerText())
                .as("what agencies write to each other")
                .doesNotContain("线索移送", "信用", "提示函", "催办", "案例");
    }

    @Test
    @Order(2)
    void everyPageOpensToEverybodyInBothLanguagesAtAnyWidth() {
        Map<String, List<String>> paths = Map.of(
                "519901-TRADE_UNION-01.secretariat",
                List.of(
                        "/desk",
                        "/desk?tray=out",
                        "/desk?tray=due",
                        "/desk?tray=drafts",
                        "/desk/matters",
                        "/desk/matters/MT-519901-2025-000431",
                        "/desk/records/" + OPINION.get("message"),
                        "/desk/compose",
                        "/desk/redactions",
                        "/desk/selection",
                        "/desk/meetings",
                        "/desk/matters/MT-519901-2025-000431/file",
                        "/desk/board"),
                "admin",
                List.of(
                        "/desk/operations",
                        "/desk/operations/agreements",
                        "/desk/operations/subscriptions",
                        "/desk/operations/doctor"),
                "auditor",
                List.of("/desk/audit"));
        for (String language : List.of(Chromium.CHINESE, Chromium.ENGLISH)) {
            // English words are longer, Chinese ones stand in every picture.
            for (int width : language.equals(Chromium.CHINESE) ? Chromium.WIDTHS : List.of(360)) {
                paths.forEach((user, all) -> {
                    Page page = signedIn(user, language, width);
                    for (String path : all) {
                        assertThat(BROWSER.open(page, path)).as(path).isEqualTo(200);
                        BROWSER.check(page, name(path) + "-" + language + "-" + width);
                    }
                    if (user.endsWith(".secretariat")) {
                        page.navigate("/desk/compose");
                        go(page, "button[data-type='opinion-letter']");
                        go(page, "button[value='check']");
                        BROWSER.check(page, "draft-" + language + "-" + width);
                    }
                });
            }
        }
    }
}
