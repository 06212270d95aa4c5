package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.delivery.Subscription.State;
import io.concord.delivery.Subscriptions;
import io.concord.servers.Servers;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Agencies that are told of events: over HTTP after they have agreed, into a queue and a topic, and when they are
/// deaf,
/// dead or have enough.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@DirtiesContext
class SubscriptionIT {

    private static final String AGENCY = "519901-HRSS-01";
    private static final String OTHER = "519901-COURT-01";
    private static final String ACCEPTED = "io.concord.record.accepted";
    private static final String RECEIVED = "io.concord.record.received";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Hub HUB = Hub.freshDemo();
    private static Servers.System system;
    private static Servers.Jms jms;
    private static Servers.Kafka kafka;

    @Autowired
    Subscriptions subscriptions;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws Exception {
        Path folder = HUB.data().toAbsolutePath();
        system = Servers.System.start();
        jms = Servers.Jms.start(Files.createDirectories(folder.resolve("jms")));
        kafka = Servers.Kafka.start(Files.createDirectories(folder.resolve("kafka")));
        HUB.configure(registry);
        registry.add("concord.roles", () -> "hub");
        registry.add("concord.demo.letters", () -> false);
        registry.add("concord.delivery.broker", jms::url);
        registry.add("concord.delivery.kafka-brokers", kafka::brokers);
        registry.add(
                "concord.home",
                () -> Homes.withRule(
                        folder.resolve("home"),
                        "delivery.yaml",
                        text -> text.replace("firstPause: PT30S", "firstPause: PT0.3S")
                                .replace("longestPause: PT1H", "longestPause: PT1S")
                                .replace("refusals: 5", "refusals: 3")));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable server : List.of(system, jms, kafka)) {
            server.close();
        }
    }

    @BeforeEach
    void calm() {
        subscriptions.all().forEach(one -> subscriptions.end(one.id()));
        system.status().set(202);
        system.posted().clear();
    }

    private static Hub.Reply post(String agency, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(HUB.url() + path));
        if (!agency.isEmpty()) {
            request.header("Authorization", "Bearer " + HUB.token(agency));
        }
        return HUB.send(request.header("Content-Type", "application/json")
                .header("Accept-Language", "en")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String subscribe(String agency, String body) {
        Hub.Reply reply = post(agency, "/api/v1/subscriptions", body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.json().path("id").asText();
    }

    private static String http(String path, String... types) {
        return "{\"types\":[\"%s\"],\"sink\":\"%s%s\"}".formatted(String.join("\",\"", types), system.url(), path);
    }

    private static JsonNode standing(String agency, String id) {
        return HUB.get(agency, "/api/v1/subscriptions/" + id).json();
    }

    private static void awaitState(String agency, String id, State state) {
        await().atMost(PATIENCE)
                .until(() -> standing(agency, id).at("/status/state").asText().equals(state.name()));
    }

    private static String send() {
        var clue = Envelopes.clue(
                AGENCY, OTHER, "MT-519901-2026-%06d".formatted(UUID.randomUUID().hashCode() & 0x7ffff));
        Hub.Reply reply = HUB.submit(AGENCY, Envelopes.canonical(clue));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("messageId").asText();
    }

    private static void signFor(String messageId) {
        JsonNode status =
                HUB.get(OTHER, "/api/v1/records/" + messageId + "/status").json();
        Hub.Reply reply = HUB.submit(
                OTHER,
                Envelopes.canonical(Envelopes.receipt(
                        OTHER,
                        AGENCY,
                        messageId,
                        status.path("sha256").asText(),
                        status.path("sm3").asText(),
                        "SIGNED")));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    }

    private static List<JsonNode> told(String path) {
        List<JsonNode> events = new ArrayList<>();
        for (String body : system.posted(path)) {
            try {
                events.add(new ObjectMapper().readTree(body));
            } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                throw new AssertionError(body, e);
            }
        }
        return events;
    }

    @Test
    void tellsOfOwnRecordsAndTheirReceiptsNobodyElse() {
        String id = subscribe(AGENCY, http("/events", ACCEPTED, RECEIVED));
        subscribe("519901-JUSTICE-01", http("/stranger", ACCEPTED, RECEIVED));
        awaitState(AGENCY, id, State.ACTIVE);
        String message = send();
        signFor(message);
        await().atMost(PATIENCE).until(() -> told("/events").size() == 3);
        List<JsonNode> events = told("/events");
        assertThat(events)
                .extracting(event -> event.path("type").asText())
                .containsExactly(ACCEPTED, ACCEPTED, RECEIVED);
        assertThat(events).allMatch(event -> event.path("specversion").asText().equals("1.0"));
        assertThat(events).extracting(event -> event.path("id").asText()).doesNotHaveDuplicates();
        assertThat(events.getFirst().at("/data/messageId").asText()).isEqualTo(message);
        assertThat(events.getLast().at("/data/forMessageId").asText()).isEqualTo(message);
        assertThat(events.toString()).doesNotContain("澜岸雅苑", "何晓梅");
        assertThat(told("/stranger")).isEmpty();
        JsonNode standing = standing(AGENCY, id);
        assertThat(standing.at("/status/sent").asInt()).isEqualTo(3);
        assertThat(HUB.get(OTHER, "/api/v1/subscriptions/" + id).status()).isEqualTo(404);
        assertThat(HUB.get(AGENCY, "/api/v1/subscriptions").json()).hasSize(1);
    }

    @Test
    void nothingIsLostOrOutOfOrderWhileTheSinkIsDeadOrPaused() {
        String id = subscribe(AGENCY, http("/events", ACCEPTED));
        awaitState(AGENCY, id, State.ACTIVE);
        system.status().set(503);
        List<String> sent =
                new ArrayList<>(IntStream.range(0, 5).mapToObj(i -> send()).toList());
        await().atMost(PATIENCE)
                .until(() ->
                        standing(AGENCY, id).at("/status/lastError").asText().equals("HTTP 503"));
        system.status().set(202);
        await().atMost(PATIENCE).until(() -> told("/events").size() >= 5);
        assertThat(post(AGENCY, "/api/v1/subscriptions/" + id + "/pause", "")
                        .json()
                        .at("/status/state")
                        .asText())
                .isEqualTo("PAUSED");
        sent.add(send());
        post(AGENCY, "/api/v1/subscriptions/" + id + "/resume", "");
        await().atMost(PATIENCE).until(() -> told("/events").size() >= 6);
        assertThat(told("/events"))
                .extracting(event -> event.at("/data/messageId").asText())
                .containsExactlyElementsOf(sent);
        assertThat(standing(AGENCY, id).at("/status").has("lastError")).isFalse();
    }

    @Test
    void anEventThatTheSinkFindsWrongIsLeftOut() {
        String id = subscribe(AGENCY, http("/events", ACCEPTED));
        awaitState(AGENCY, id, State.ACTIVE);
        UUID subscription = UUID.fromString(id);
        system.status().set(503);
        send();
        await().atMost(PATIENCE)
                .until(() -> subscriptions.find(subscription).orElseThrow().attempts() >= 3);
        system.status().set(422);
        await().atMost(PATIENCE)
                .until(() -> subscriptions.find(subscription).orElseThrow().refusals() == 1);
        assertThat(standing(AGENCY, id).at("/status/refused").asInt())
                .as("what could not be asked is no refusal")
                .isZero();
        await().atMost(PATIENCE)
                .until(() -> standing(AGENCY, id).at("/status/refused").asInt() == 1);
        system.status().set(202);
        String later = send();
        await().atMost(PATIENCE).until(() -> !told("/events").isEmpty());
        assertThat(told("/events").getFirst().at("/data/messageId").asText()).isEqualTo(later);
    }

    @Test
    void asksBeforeItTellsAndStopsWhenToldTo() {
        String deaf = subscribe(AGENCY, http("/deaf", ACCEPTED));
        String id = subscribe(AGENCY, http("/events", ACCEPTED));
        awaitState(AGENCY, id, State.ACTIVE);
        system.status().set(410);
        String first = send();
        awaitState(AGENCY, id, State.STOPPED);
        assertThat(standing(AGENCY, deaf).at("/status/state").asText()).isEqualTo("WAITING");
        assertThat(standing(AGENCY, deaf).at("/status/lastError").asText()).isEqualTo("HTTP 405");
        system.status().set(202);
        post(AGENCY, "/api/v1/subscriptions/" + id + "/resume", "");
        await().atMost(PATIENCE).until(() -> !told("/events").isEmpty());
        assertThat(told("/events").getFirst().at("/data/messageId").asText()).isEqualTo(first);
        assertThat(told("/deaf")).isEmpty();
    }

    @Test
    void fillsAQueueAndATopicFromTheBeginningOfTheLog() throws Exception {
        String message = send();
        subscribe(
                AGENCY,
                "{\"types\":[\"%s\"],\"protocol\":\"JMS\",\"sink\":\"%s.events\",\"config\":{\"from\":0}}"
                        .formatted(ACCEPTED, AGENCY));
        try (Connection connection = new ActiveMQConnectionFactory(jms.url()).createConnection()) {
            connection.start();
            try (Session session = connection.createSession();
                    MessageConsumer consumer = session.createConsumer(session.createQueue(AGENCY + ".events"))) {
                await().atMost(PATIENCE).until(() -> {
                    var got = consumer.receive(1000);
                    return got != null
                            && new String(got.getBody(byte[].class), StandardCharsets.UTF_8).contains(message);
                });
            }
        }
        subscribe(AGENCY, """
                {"types":["%s"],"protocol":"KAFKA","sink":"%s.events","config":{"from":0},
                 "filters":[{"exact":{"recordtype":"clue-transfer"}}]}""".formatted(ACCEPTED, AGENCY));
        List<String> got = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.brokers(), "auto.offset.reset", "earliest", "group.id", "t"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(AGENCY + ".events"));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(300)).forEach(record -> got.add(record.value()));
                return got.stream().anyMatch(value -> value.contains(message));
            });
        }
        assertThat(got).allMatch(value -> value.contains("clue-transfer"));
    }

    @Test
    void saysEverythingThatIsWrongWithAWish() {
        Hub.Reply reply = post(
                AGENCY,
                "/api/v1/subscriptions",
                "{\"types\":[\"no.such\"],\"filters\":[{\"like\":\"a\"}],\"sink\":\"http://u:p@x/\",\"config\":{\"from\":-3}}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("/types", "/filters", "/sink", "/config/from");
        for (String sink : List.of("file:/etc/passwd", "http://x/{{env:HOME}}", "nonsense", "")) {
            assertThat(post(
                                    AGENCY,
                                    "/api/v1/subscriptions",
                                    "{\"types\":[\"%s\"],\"sink\":\"%s\"}".formatted(ACCEPTED, sink))
                            .status())
                    .as(sink)
                    .isEqualTo(400);
        }
        assertThat(post(
                                AGENCY,
                                "/api/v1/subscriptions",
                                "{\"types\":[\"%s\"],\"protocol\":\"JMS\",\"sink\":\"%s.events\"}"
                                        .formatted(ACCEPTED, OTHER))
                        .text())
                .contains("beginning with the agency's code");
        assertThat(post("", "/api/v1/subscriptions", "{}").status()).isEqualTo(401);
    }
}
