package io.concord;

import static io.concord.Envelopes.HRSS;
import static io.concord.Envelopes.PROCURATORATE;
import static io.concord.Envelopes.UNION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.deadline.ClockUpkeep;
import io.concord.deadline.Deadlines;
import io.concord.deadline.Urging;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.platform.ProductFiles;
import io.concord.schema.Catalogue;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/// Matters, terms and numbers as agencies see them.
class MatterIT extends FreshHubIT {

    private static final LocalDate TODAY = LocalDate.now(ChinaTime.ZONE);

    @Autowired
    private Urging urging;

    @Autowired
    private ClockUpkeep upkeep;

    @Autowired
    private Deadlines deadlines;

    @Test
    void showsAMatterToThoseInItAndNobodyElse() {
        accept(UNION, Envelopes.clue(UNION, HRSS, "MT-519901-2026-900001"));
        assertThat(HUB.get(UNION, "/api/v1/matters/MT-519901-2026-900001").status())
                .isEqualTo(200);
        JsonNode seen = HUB.get(HRSS, "/api/v1/matters/MT-519901-2026-900001").json();
        assertThat(seen.path("records")).hasSize(1);
        assertThat(seen.at("/records/0/state").asText()).isEqualTo("SENT");
        assertThat(types(seen.path("next"))).contains("receipt", "return", "feedback:accepted");
        Hub.Reply stranger = HUB.get("519901-FIC-01", "/api/v1/matters/MT-519901-2026-900001");
        assertThat(stranger.status()).isEqualTo(404);
        assertThat(stranger.json().path("code").asText()).isEqualTo("matter-not-found");
        assertThat(HUB.get("", "/api/v1/matters/MT-519901-2026-900001").status())
                .as("the demo shows its own machine everything")
                .isEqualTo(200);
        assertThat(HUB.get("", "/api/v1/due").status()).isEqualTo(401);
    }

    /// nobody takes a step that is not theirs, and the answer says what would be possible.
    @Test
    void refusesAStepThatIsNotPossible() {
        ObjectNode clue = Envelopes.clue(UNION, HRSS, "MT-519901-2026-900002");
        accept(UNION, clue);
        ObjectNode feedback = feedback(HRSS, UNION, clue, "verified");
        Hub.Reply refused = HUB.submit(HRSS, Envelopes.canonical(feedback));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asText()).isEqualTo("next-not-legal");
        List<String> alternatives = texts(refused.json().at("/errors/0/alternatives"));
        assertThat(alternatives)
                .contains("receipt", "feedback:accepted", "return")
                .doesNotContain("feedback:verified");
        ObjectNode mine = feedback(UNION, HRSS, clue, "accepted");
        Hub.Reply notMine = HUB.submit(UNION, Envelopes.canonical(mine));
        assertThat(notMine.json().path("code").asText()).isEqualTo("next-not-legal");
        ObjectNode foreign = feedback("519901-FIC-01", UNION, clue, "accepted");
        assertThat(HUB.submit("519901-FIC-01", Envelopes.canonical(foreign))
                        .json()
                        .path("code")
                        .asText())
                .as("for a stranger the record does not exist")
                .isEqualTo("reference-unknown");
        accept(HRSS, feedback(HRSS, UNION, clue, "accepted"));
        JsonNode matter =
                HUB.get(UNION, "/api/v1/matters/MT-519901-2026-900002").json();
        assertThat(texts(matter.path("timeline"), "event"))
                .as("no state is jumped")
                .containsSubsequence("delivered", "received", "accepted");
    }

    /// Of two answers that exclude each other one is accepted, however close they come.
    @Test
    void judgesRivalAnswersOneAfterTheOther() throws InterruptedException {
        ObjectNode clue = Envelopes.clue(UNION, HRSS, "MT-519901-2026-900003");
        accept(UNION, clue);
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            bodies.add(Envelopes.canonical(feedback(HRSS, UNION, clue, "not-filed")));
        }
        ConcurrentSkipListSet<String> accepted = new ConcurrentSkipListSet<>();
        List<Thread> threads = bodies.stream()
                .map(body -> Thread.startVirtualThread(() -> {
                    Hub.Reply reply = HUB.submit(HRSS, body);
                    if (reply.status() == 202) {
                        accepted.add(reply.json().path("messageId").asText());
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(accepted).hasSize(1);
    }

    @Test
    void correctsByTheNextVersionOnly() {
        ObjectNode clue = Envelopes.clue(UNION, HRSS, "MT-519901-2026-900004");
        accept(UNION, clue);
        ObjectNode third = again(clue).put("recordVersion", 3);
        assertThat(HUB.submit(UNION, Envelopes.canonical(third))
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("version-not-next");
        accept(UNION, again(clue).put("recordVersion", 2));
        JsonNode matter =
                HUB.get(UNION, "/api/v1/matters/MT-519901-2026-900004").json();
        assertThat(texts(matter.path("records"), "state")).containsExactly("SUPERSEDED", "SENT");
    }

    @Test
    void remarksWhatIsNotWrongEnoughToRefuse() {
        ObjectNode clue = Envelopes.clue(UNION, HRSS, "MT-519901-2026-900011");
        ((ObjectNode) clue.at("/payload/employer")).put("industry", "E");
        accept(UNION, clue);
        JsonNode status = HUB.get(
                        UNION, "/api/v1/records/" + clue.path("messageId").asText() + "/status")
                .json();
        assertThat(status.path("state").asText()).isEqualTo("SENT");
        assertThat(texts(status.path("remarks"), "rule")).containsExactly("rule-r-34");
        assertThat(texts(status.path("flags"))).contains("COLLECTIVE", "LATE_ENTRY");
    }

    @Test
    void mergesAndSplitsByTheAgencyThatOpenedTheMatter() {
        ObjectNode one = Envelopes.clue(UNION, HRSS, "MT-519901-2026-900005");
        accept(UNION, one);
        accept(UNION, Envelopes.clue(UNION, HRSS, "MT-519901-2026-900006"));
        String merge = "/api/v1/matters/MT-519901-2026-900005/merge";
        assertThat(post(HRSS, merge, "{\"into\":\"MT-519901-2026-900006\",\"reason\":\"同一事项\"}")
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("not-matter-owner");
        assertThat(post(UNION, merge, "{\"into\":\"MT-519901-2026-900006\"}").status())
                .as("without a reason")
                .isEqualTo(400);
        assertThat(post(UNION, merge, "{\"into\":\"MT-519901-2026-900006\",\"reason\":\"同一事项\"}")
                        .status())
                .isEqualTo(200);
        assertThat(HUB.get(HRSS, "/api/v1/matters/MT-519901-2026-900006").json().path("records"))
                .hasSize(2);
        assertThat(HUB.get(HRSS, "/api/v1/matters/MT-519901-2026-900005")
                        .json()
                        .path("mergedInto")
                        .asText())
                .isEqualTo("MT-519901-2026-900006");
        String split = "/api/v1/matters/MT-519901-2026-900006/split";
        assertThat(post(UNION, split, "{\"otherId\":\"MT-519901-2026-900007\",\"records\":[\"x\"],\"reason\":\"另案\"}")
                        .status())
                .isEqualTo(400);
        assertThat(post(
                                UNION,
                                split,
                                "{\"otherId\":\"MT-519901-2026-900007\",\"records\":[\""
                                        + one.path("recordId").asText() + "\"],\"reason\":\"另案\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void numbersWithoutGapsHoweverManyAsk() throws InterruptedException {
        ConcurrentSkipListSet<Integer> numbers = new ConcurrentSkipListSet<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            String id = UNION + "-RT03-2031-%06d".formatted(i);
            threads.add(Thread.startVirtualThread(() -> {
                String body = "{\"recordType\":\"opinion-letter\",\"recordId\":\"" + id
                        + "\",\"prefix\":\"江东工监试\",\"year\":2031}";
                String first = post(UNION, "/api/v1/numbers", body)
                        .json()
                        .path("docNo")
                        .asText();
                String second = post(UNION, "/api/v1/numbers", body)
                        .json()
                        .path("docNo")
                        .asText();
                assertThat(second).isEqualTo(first);
                numbers.add(Integer.parseInt(first.replaceAll(".*〕|号", "")));
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(numbers).hasSize(20);
        assertThat(numbers.first()).isEqualTo(1);
        assertThat(numbers.last()).isEqualTo(20);
        JsonNode series = HUB.get(UNION, "/api/v1/numbers?prefix=" + encode("江东工监试") + "&year=2031")
                .json();
        assertThat(series.path("last").asInt()).isEqualTo(20);
        assertThat(series.path("gaps")).isEmpty();
        assertThat(series.path("unused")).hasSize(20);
        assertThat(HUB.get(UNION, "/api/v1/numbers/normalise?text=" + encode("江东工监意[2025]第012号"))
                        .json()
                        .path("text")
                        .asText())
                .isEqualTo("江东工监意〔2025〕12号");
    }

    /// The hub urges once a stage, and states what its log does not hold.
    @Test
    void urgesWhoIsLateAndTellsTheOneWhoWaits() throws SQLException {
        assumeTrue(deadlines.calendars().find(TODAY.getYear()).isPresent(), "no calendar for this year");
        ObjectNode clue = Envelopes.clue(PROCURATORATE, "519901-JUSTICE-01", "MT-519901-2026-900008");
        clue.put("docDate", "2026-01-15");
        accept(PROCURATORATE, clue);
        urging.urge();
        String id = clue.path("recordId").asText();
        JsonNode matter =
                HUB.get(PROCURATORATE, "/api/v1/matters/MT-519901-2026-900008").json();
        JsonNode urge = matter.path("records")
                .valueStream()
                .filter(r -> r.path("recordType").asText().equals("urge"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(matter.toString()));
        assertThat(texts(urge.path("recipients"))).containsExactly("519901-JUSTICE-01");
        assertThat(texts(urge.path("copies"))).containsExactly(PROCURATORATE);
        JsonNode record = HUB.get(
                        PROCURATORATE,
                        "/api/v1/records/" + urge.path("messageId").asText())
                .json();
        assertThat(record.at("/payload/forRecordId").asText()).isEqualTo(id);
        assertThat(record.at("/payload/level").asText()).isEqualTo("SUPERVISE");
        assertThat(record.at("/payload/silence/logSize").asLong()).isPositive();
        assertThat(texts(matter.at("/records/0/flags"))).contains("OVERDUE", "URGED", "SUPERVISED");
        int before = count(id);
        urging.urge();
        assertThat(count(id)).as("each stage once").isEqualTo(before);
        assertThat(HUB.get("519901-JUSTICE-01", "/api/v1/due?role=obligor")
                        .json()
                        .valueStream()
                        .anyMatch(d -> d.path("recordId").asText().equals(id)
                                && d.path("overdue").asBoolean()))
                .isTrue();
    }

    @Test
    void offersMoreTimeToWhoOwesAndAnUrgingToWhoWaits() {
        ObjectNode clue = Envelopes.clue(PROCURATORATE, "519901-JUSTICE-01", "MT-519901-2026-900018");
        clue.put("docDate", "2026-01-15");
        accept(PROCURATORATE, clue);
        assertThat(offered(PROCURATORATE)).contains("urge").doesNotContain("extension");
        assertThat(offered("519901-JUSTICE-01")).doesNotContain("urge");
    }

    private static List<String> offered(String agency) {
        return HUB.get(agency, "/api/v1/matters/MT-519901-2026-900018")
                .json()
                .path("next")
                .valueStream()
                .map(next -> next.path("type").asText())
                .toList();
    }

    private static int count(String recordId) {
        return (int) HUB.get(PROCURATORATE, "/api/v1/matters/MT-519901-2026-900008")
                .json()
                .path("records")
                .valueStream()
                .filter(r -> r.path("title").asText().contains(recordId))
                .count();
    }

    /// a new notice moves what is open and not over, logs it, and says whom it concerns.
    @Test
    void aChangedCalendarMovesOpenTermsOnly() throws SQLException {
        int year = TODAY.getYear();
        assumeTrue(
                deadlines.calendars().find(year).isPresent()
                        && TODAY.getDayOfYear() < 350
                        && deadlines.calendars().find(year).get().version().compareTo(year + ".9") < 0,
                "no calendar for this year");
        ObjectNode open = Envelopes.clue(UNION, HRSS, "MT-519901-2026-900009");
        open.put("docDate", TODAY.toString());
        accept(UNION, open);
        ObjectNode over = Envelopes.clue(UNION, HRSS, "MT-519901-2026-900010");
        accept(UNION, over);
        SortedMap<String, String> files = ProductFiles.read(Path.of(""), "schemas");
        files.put(
                "calendars/" + year + ".9.yaml",
                files.get("calendars/" + deadlines.calendars().find(year).get().version() + ".yaml")
                        .replaceFirst("version: \"[0-9.]+\"", "version: \"" + year + ".9\"")
                        .replaceFirst(
                                "off:\n",
                                "off:\n  - {name: {zh: 新增, en: New}, from: " + TODAY.plusDays(1) + ", to: "
                                        + TODAY.plusDays(7) + "}\n")
                        .replaceFirst("work: \\[.*]", "work: []"));
        List<ClockUpkeep.Moved> moved = upkeep.recompute(new Deadlines(new Catalogue(files)));
        try {
            assertThat(moved).anySatisfy(one -> {
                assertThat(one.recordId()).isEqualTo(open.path("recordId").asText());
                assertThat(one.after()).isAfter(one.before());
                assertThat(one.told()).contains(HRSS, UNION);
            });
            assertThat(moved)
                    .noneMatch(
                            one -> one.recordId().equals(over.path("recordId").asText()));
            assertThat(HUB.get(HRSS, "/api/v1/deadlines/moved").text())
                    .contains(open.path("recordId").asText());
        } finally {
            upkeep.recompute(deadlines);
        }
    }

    private static void accept(String sender, ObjectNode envelope) {
        Hub.Reply reply = HUB.submit(sender, Envelopes.canonical(envelope));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    }

    private static ObjectNode again(ObjectNode envelope) {
        return envelope.deepCopy().put("messageId", java.util.UUID.randomUUID().toString());
    }

    private static ObjectNode feedback(String sender, String recipient, ObjectNode about, String step) {
        ObjectNode feedback =
                Envelopes.receipt(sender, recipient, new java.util.UUID(0, 0).toString(), "", "", "SIGNED");
        feedback.put("recordType", "feedback")
                .put("matterId", about.path("matterId").asText());
        feedback.put("recordId", feedback.path("recordId").asText().replace("RT60", "RT61"));
        ObjectNode payload = new ObjectMapper().createObjectNode();
        payload.put("forRecordId", about.path("recordId").asText())
                .put("seq", 1)
                .put("stage", "INTERIM")
                .put("outcome", "OTHER")
                .put("step", step);
        feedback.set("payload", payload);
        return feedback;
    }

    private static Hub.Reply post(String agency, String path, String body) {
        return HUB.send(HttpRequest.newBuilder(URI.create(HUB.url() + path))
                .header("Authorization", "Bearer " + HUB.token(agency))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(CanonicalJson.write(read(body)))));
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static List<String> types(JsonNode list) {
        return texts(list, "type");
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.valueStream().map(node -> node.path(field).asText()).toList();
    }
}
