package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.delivery.Channel.Endpoint;
import io.concord.delivery.DeliveryDesk;
import io.concord.delivery.Mailboxes;
import io.concord.delivery.Pusher;
import io.concord.envelope.AgencyCode;
import io.concord.servers.Servers;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
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
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Recipients to whom the hub pushes: over HTTP, a queue and a topic, in order, and when they are slow, wrong or dead.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@DirtiesContext
class PushIT {

    private static final String SENDER = "519901-HRSS-01";
    private static final String GOOD = "519901-COURT-01";
    private static final String BAD = "519901-JUSTICE-01";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Hub HUB = Hub.freshDemo();
    private static Servers.System good;
    private static Servers.System bad;
    private static Servers.Jms jms;
    private static Servers.Kafka kafka;

    @Autowired
    Mailboxes mailboxes;

    @Autowired
    DeliveryDesk desk;

    @Autowired
    Pusher pusher;

    @Autowired
    JdbcClient sql;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws Exception {
        Path folder = HUB.data().toAbsolutePath();
        good = Servers.System.start();
        bad = Servers.System.start();
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
                                .replace("pause: PT1M", "pause: PT1S")
                                .replace("refusals: 5", "refusals: 3")));
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable server : List.of(good, bad, jms, kafka)) {
            server.close();
        }
    }

    @BeforeEach
    void calm() {
        good.posted().clear();
        bad.posted().clear();
        good.status().set(202);
        bad.status().set(202);
        to(GOOD, new Endpoint(GOOD, "http", good.url() + "/in"));
        to(BAD, new Endpoint(BAD, "http", bad.url() + "/in"));
    }

    private void to(String agency, Endpoint... endpoints) {
        mailboxes.enterEndpoints(new AgencyCode(agency), List.of(endpoints));
    }

    private static String send(String recipient, String matter) {
        var clue = Envelopes.clue(SENDER, recipient);
        clue.put("matterId", matter);
        Hub.Reply reply = HUB.submit(SENDER, Envelopes.canonical(clue));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.json().path("messageId").asText();
    }

    private static void receipt(String agency, String messageId) {
        JsonNode status =
                HUB.get(agency, "/api/v1/records/" + messageId + "/status").json();
        assertThat(HUB.submit(
                                agency,
                                Envelopes.canonical(Envelopes.receipt(
                                        agency,
                                        SENDER,
                                        messageId,
                                        status.path("sha256").asText(),
                                        status.path("sm3").asText(),
                                        "SYSTEM")))
                        .status())
                .isEqualTo(202);
    }

    private static String state(String messageId) {
        return HUB.get(SENDER, "/api/v1/records/" + messageId + "/status")
                .json()
                .at("/recipients/0/state")
                .asText();
    }

    private static String matter() {
        return "MT-519901-2026-%06d".formatted(UUID.randomUUID().hashCode() & 0x7ffff);
    }

    @Test
    void pushesTheBytesAsSignedAndAgainUntilTheReceipt() {
        String id = send(GOOD, matter());
        await().atMost(PATIENCE).until(() -> good.posted("/in").size() >= 2);
        assertThat(good.posted("/in"))
                .allMatch(body ->
                        body.equals(HUB.get(SENDER, "/api/v1/records/" + id).text()));
        receipt(GOOD, id);
        assertThat(state(id)).isEqualTo("DELIVERED");
        int pushed = good.posted("/in").size();
        await().during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(5))
                .until(() -> good.posted("/in").size() <= pushed + 1);
    }

    @Test
    void keepsTheOrderOfAMatter() {
        String matter = matter();
        String first = send(GOOD, matter);
        String second = send(GOOD, matter);
        await().atMost(PATIENCE).until(() -> good.posted("/in").stream().anyMatch(b -> b.contains(first)));
        await().during(Duration.ofSeconds(1))
                .until(() -> good.posted("/in").stream().noneMatch(b -> b.contains(second)));
        receipt(GOOD, first);
        await().atMost(PATIENCE).until(() -> good.posted("/in").stream().anyMatch(b -> b.contains(second)));
        receipt(GOOD, second);
    }

    @Test
    void aDeadRecipientDelaysNobodyAndIsLeftAloneForAWhile() {
        bad.status().set(503);
        IntStream.range(0, 40).forEach(i -> send(BAD, matter()));
        await().atMost(PATIENCE).until(() -> pusher.resting().contains(BAD));
        String id = send(GOOD, matter());
        await().atMost(Duration.ofSeconds(5))
                .until(() -> good.posted("/in").stream().anyMatch(b -> b.contains(id)));
        receipt(GOOD, id);
        bad.status().set(202);
        await().atMost(PATIENCE)
                .until(() -> bad.posted("/in").stream().distinct().count() == 40);
        assertThat(pusher.resting()).doesNotContain(BAD);
        clear(BAD);
    }

    @Test
    void aRefusedRecordIsSetAsideWithItsReasonAndReplayedByAnOperator() {
        String matter = matter();
        bad.status().set(422);
        String poison = send(BAD, matter);
        await().atMost(PATIENCE).until(() -> state(poison).equals("QUARANTINED"));
        assertThat(HUB.get(SENDER, "/api/v1/records/" + poison + "/status")
                        .json()
                        .at("/recipients/0/lastError")
                        .asText())
                .startsWith("HTTP 422");
        bad.status().set(202);
        String later = send(BAD, matter);
        String other = send(BAD, matter());
        await().atMost(PATIENCE).until(() -> bad.posted("/in").stream().anyMatch(b -> b.contains(other)));
        assertThat(bad.posted("/in")).as("the matter keeps its order").noneMatch(b -> b.contains(later));

        DeliveryDesk.Selection aside = new DeliveryDesk.Selection(BAD, null, null, null, true, false);
        assertThat(desk.preview(aside, 10))
                .extracting(item -> item.messageId().toString())
                .containsExactly(poison);
        assertThat(desk.passOver(aside)).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> bad.posted("/in").stream().anyMatch(b -> b.contains(later)));
        assertThat(desk.replay(aside)).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> bad.posted("/in").stream().anyMatch(b -> b.contains(poison)));
        for (String id : List.of(poison, later, other)) {
            receipt(BAD, id);
        }
        assertThat(desk.preview(aside, 10)).isEmpty();
    }

    @Test
    void whatWasReceivedCanBeDeliveredOnceMore() {
        String id = send(GOOD, matter());
        await().atMost(PATIENCE).until(() -> good.posted("/in").stream().anyMatch(b -> b.contains(id)));
        receipt(GOOD, id);
        good.posted().clear();
        assertThat(desk.replay(new DeliveryDesk.Selection(GOOD, UUID.fromString(id), null, null, false, true)))
                .isEqualTo(1);
        await().atMost(PATIENCE).until(() -> good.posted("/in").stream().anyMatch(b -> b.contains(id)));
        assertThat(state(id)).isEqualTo("DELIVERED");
        await().during(Duration.ofSeconds(2)).until(() -> good.posted("/in").size() == 1);
    }

    @Test
    void triesTheNextChannelWhenTheFirstCannotBeReached() throws Exception {
        to(GOOD, new Endpoint(GOOD, "http", "http://localhost:1/in"), new Endpoint(GOOD, "jms", "court"));
        String id = send(GOOD, matter());
        try (Connection connection = new ActiveMQConnectionFactory(jms.url()).createConnection()) {
            connection.start();
            try (Session session = connection.createSession();
                    MessageConsumer consumer = session.createConsumer(session.createQueue("court"))) {
                Message message = consumer.receive(PATIENCE.toMillis());
                assertThat(new String(message.getBody(byte[].class), java.nio.charset.StandardCharsets.UTF_8))
                        .contains(id);
            }
        }
        receipt(GOOD, id);
    }

    @Test
    void pushesIntoATopicWithTheMatterAsKey() {
        to(GOOD, new Endpoint(GOOD, "kafka", "court-in"));
        String matter = matter();
        String id = send(GOOD, matter);
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.brokers(), "auto.offset.reset", "earliest", "group.id", "t"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of("court-in"));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(300)).forEach(record -> {
                    if (record.value().contains(id)) {
                        keys.add(record.key());
                    }
                });
                return !keys.isEmpty();
            });
        }
        assertThat(keys).contains(matter);
        receipt(GOOD, id);
    }

    private void clear(String agency) {
        sql.sql("update delivery.item set delivered_at = now() where recipient = ? and delivered_at is null")
                .param(agency)
                .update();
    }
}
