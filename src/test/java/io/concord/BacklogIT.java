package io.concord;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.deadline.Silence;
import io.concord.ledger.LogReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Much at once, twice, in the wrong order, for a recipient that does not come, and with a clock that jumps.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@Import(BacklogIT.JumpingClock.class)
@DirtiesContext
class BacklogIT {

    private static final int MANY = 10_000;
    private static final String SENDER = "519901-HRSS-01";
    private static final String DEAD = "519901-JUSTICE-01";
    private static final String LIVE = "519901-COURT-01";
    private static final Hub HUB = Hub.freshDemo();
    private static volatile Duration offset = Duration.ZERO;

    @TestConfiguration
    static class JumpingClock {
        @Bean
        @Primary
        InstantSource jumping() {
            return () -> Instant.now().plus(offset);
        }
    }

    @Autowired
    LogReader log;

    @Autowired
    JdbcClient sql;

    @Autowired
    Silence silence;

    private final ObjectMapper json = new ObjectMapper();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        HUB.configure(registry);
        registry.add("concord.roles", () -> "hub");
        registry.add("concord.demo.letters", () -> false);
        registry.add("concord.delivery.first-redelivery", () -> "30s");
    }

    private List<JsonNode> batch(String agency, List<byte[]> bodies) throws Exception {
        Hub.Reply reply = HUB.batch(
                agency, bodies.stream().map(body -> HUB.line(agency, body)).collect(Collectors.joining("\n")));
        List<JsonNode> answers = new ArrayList<>();
        for (String line : reply.text().lines().toList()) {
            answers.add(json.readTree(line));
        }
        assertThat(answers).hasSize(bodies.size()).allMatch(answer -> answer.has("proof"), "accepted");
        return answers;
    }

    private static JsonNode mailbox(String agency) {
        return HUB.get(agency, "/api/v1/mailbox").json();
    }

    @Test
    void tenThousandForADeadRecipientDelayNobodyAndCountOnceWhenItComes() throws Exception {
        Map<String, String> sent = new LinkedHashMap<>();
        for (int done = 0; done < MANY; done += 500) {
            List<byte[]> bodies = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                ObjectNode clue =
                        Envelopes.clue(SENDER, DEAD, "MT-519901-2026-%06d".formatted(100_000 + (done + i) / 3));
                sent.put(clue.path("messageId").asText(), clue.path("matterId").asText());
                bodies.add(Envelopes.canonical(clue));
            }
            batch(SENDER, bodies);
        }
        Hub.Reply other = HUB.submit(SENDER, Envelopes.canonical(Envelopes.clue(SENDER, LIVE)));
        JsonNode page = HUB.get(LIVE, "/api/v1/mailbox?wait=5").json();
        assertThat(page.at("/items/0/messageId").asText())
                .isEqualTo(other.json().path("messageId").asText());

        Set<String> got = new HashSet<>();
        Map<String, Long> last = new HashMap<>();
        for (page = mailbox(DEAD); !page.path("items").isEmpty(); page = mailbox(DEAD)) {
            List<byte[]> receipts = new ArrayList<>();
            for (JsonNode item : page.path("items")) {
                String id = item.path("messageId").asText();
                assertThat(got.add(id)).as("offered once: %s", id).isTrue();
                Long before = last.put(
                        item.path("matterId").asText(), item.path("leafIndex").asLong());
                assertThat(before == null || before < item.path("leafIndex").asLong())
                        .isTrue();
                var stored = log.find(java.util.UUID.fromString(id)).orElseThrow();
                receipts.add(Envelopes.canonical(Envelopes.receipt(
                        DEAD,
                        SENDER,
                        id,
                        stored.signedText().sha256(),
                        stored.signedText().sm3(),
                        "SYSTEM")));
            }
            batch(DEAD, receipts);
        }
        assertThat(got).isEqualTo(sent.keySet());
        assertThat(log.audit()).isEmpty();
    }

    @Test
    void duplicatesInAnyOrderAreAcceptedOnceAndAnsweredTheSame() throws Exception {
        Random random = new Random(Seeds.of(1).findFirst().orElseThrow());
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            byte[] body = Envelopes.canonical(
                    Envelopes.clue(SENDER, "519901-FIC-01", "MT-519901-2026-%06d".formatted(200_000 + i)));
            all.addAll(List.of(body, body, body));
        }
        Collections.shuffle(all, random);
        Map<String, Set<Long>> places = new ConcurrentHashMap<>();
        ConcurrentLinkedQueue<byte[]> left = new ConcurrentLinkedQueue<>(all);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            senders.add(Thread.ofVirtual().start(() -> {
                for (byte[] body = left.poll(); body != null; body = left.poll()) {
                    JsonNode answer = HUB.submit(SENDER, body).json();
                    places.computeIfAbsent(answer.path("messageId").asText(), id -> ConcurrentHashMap.newKeySet())
                            .add(answer.path("leafIndex").asLong(-1));
                }
            }));
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(places)
                .hasSize(60)
                .allSatisfy((id, leaves) -> assertThat(leaves).hasSize(1));
    }

    @Test
    void aClockThatJumpsLosesAndDelaysNothing() throws Exception {
        offset = Duration.ofDays(3);
        try {
            String first = submit();
            assertThat(ids()).contains(first);
            // Three days back: the pause of the offer just made now ends far in the future.
            offset = Duration.ZERO;
            String second = submit();
            assertThat(ids()).as("offered again all the same").contains(first, second);
            offset = Duration.ofHours(1);
            String third = submit();
            assertThat(ids()).contains(third);
        } finally {
            offset = Duration.ZERO;
        }
        String fourth = submit();
        assertThat(ids()).contains(fourth);
        assertThat(log.audit()).isEmpty();
    }

    private static String submit() {
        ObjectNode clue = Envelopes.clue(
                SENDER,
                "519901-PUBLIC_SECURITY-01",
                "MT-519901-2026-%06d".formatted(300_000 + (int) (Math.random() * 99_999)));
        clue.remove("sentAt");
        clue.put("docDate", "2026-01-15");
        Hub.Reply reply = HUB.submit(SENDER, Envelopes.canonical(clue));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("messageId").asText();
    }

    private static List<String> ids() {
        return HUB.get("519901-PUBLIC_SECURITY-01", "/api/v1/mailbox?wait=5")
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("messageId").asText())
                .toList();
    }

    @Test
    void whatNobodyFetchesIsSaidToBeSoInASignedStatement() {
        ObjectNode clue = Envelopes.clue(SENDER, "519901-HOUSING_CONSTR-01", "MT-519901-2026-400001");
        Hub.Reply reply = HUB.submit(SENDER, Envelopes.canonical(clue));
        assertThat(reply.status()).isEqualTo(202);
        String id = reply.json().path("messageId").asText();
        assertThat(silence.state()).as("not yet").isZero();
        offset = Duration.ofDays(16);
        try {
            assertThat(silence.state()).isGreaterThanOrEqualTo(1);
            assertThat(silence.state()).as("once").isZero();
        } finally {
            offset = Duration.ZERO;
        }
        JsonNode statement = null;
        for (JsonNode item : HUB.get(SENDER, "/api/v1/mailbox?wait=5").json().path("items")) {
            JsonNode record = HUB.get(
                            SENDER, "/api/v1/records/" + item.path("messageId").asText())
                    .json();
            if (record.at("/payload/forRecordId")
                    .asText()
                    .equals(clue.path("recordId").asText())) {
                statement = record;
            }
        }
        assertThat(statement).isNotNull();
        assertThat(statement.at("/payload/silence/statement").asText()).contains("没有 519901-HOUSING_CONSTR-01 对该记录的回执");
        JsonNode status = HUB.get(SENDER, "/api/v1/records/" + id + "/status").json();
        assertThat(status.at("/recipients/0/expiredAt").asText()).isNotEmpty();
        assertThat(HUB.get("519901-HOUSING_CONSTR-01", "/api/v1/mailbox")
                        .json()
                        .at("/items/0/messageId")
                        .asText())
                .as("it goes on waiting")
                .isEqualTo(id);
    }
}
