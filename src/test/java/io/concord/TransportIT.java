package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.dialect.Part;
import io.concord.dialect.Zip;
import io.concord.servers.Servers;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Every transport in both directions, with the demo connections of `samples/transports` against real servers. Each
/// agency hands
/// over a clue to the next one in its own way, and is told that the next one's system has it.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@DirtiesContext
class TransportIT {

    private static final String SFTP = "519901-HOUSING_CONSTR-01";
    private static final String JMS = "519901-PUBLIC_SECURITY-01";
    private static final String KAFKA = "519900-TRADE_UNION-01";
    private static final String PUSH = "519901-JUSTICE-01";
    private static final String PULL = "519901-FIC-01";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Hub HUB = Hub.freshDemo();
    private static Servers.Sftp sftp;
    private static Servers.Jms jms;
    private static Servers.Kafka kafka;
    private static Servers.System push;
    private static Servers.System pull;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws Exception {
        Path folder = HUB.data().toAbsolutePath();
        sftp = Servers.Sftp.start(Files.createDirectories(folder.resolve("sftp")));
        for (String sub : List.of("send", "received", "answers")) {
            Files.createDirectories(sftp.root().resolve(sub));
        }
        jms = Servers.Jms.start(Files.createDirectories(folder.resolve("jms")));
        kafka = Servers.Kafka.start(Files.createDirectories(folder.resolve("kafka")));
        push = Servers.System.start();
        pull = Servers.System.start();
        HUB.configure(registry);
        registry.add("concord.demo.letters", () -> false);
        // Relative, as people write it; and with one more connection.
        Path home = Path.of("").toAbsolutePath().relativize(folder.resolve("home"));
        String homeFolder = Homes.withConnections(home, "samples/transports");
        Files.writeString(home.resolve("routes/edge/more/archive.camel.yaml"), """
                - templatedRoute:
                    routeId: archive
                    routeTemplateRef: http-push-out
                    parameters:
                      - {name: connection, value: archive}
                      - {name: dialect, value: court}
                      - {name: agency, value: %s}
                """.formatted(PULL));
        registry.add("concord.home", () -> homeFolder);
        registry.add("sftp.server", sftp::address);
        registry.add("sftp.password", () -> "geheim");
        registry.add("sftp.known-hosts", () -> sftp.knownHosts().toString());
        registry.add("concord.edge.broker", jms::url);
        registry.add("kafka.brokers", kafka::brokers);
        registry.add("http-push.address", push::url);
        registry.add("http-pull.address", pull::url);
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable server : List.of(sftp, jms, kafka, push, pull)) {
            server.close();
        }
    }

    @Test
    void filesOnAnSftpServerGoOutAndComeInOnlyWhenComplete() throws Exception {
        Path file = sftp.root().resolve("send/a.json");
        Files.writeString(file, clue("SFTP-1", JMS));
        await().during(Duration.ofSeconds(2)).until(() -> Files.exists(file));
        Files.writeString(sftp.root().resolve("send/a.json.done"), "");
        await().atMost(PATIENCE).until(() -> Files.exists(sftp.root().resolve("send/.done/a.json")));
        awaitAnswers(() -> files(sftp.root().resolve("answers")), "SFTP-1");
        try (Connection connection = new ActiveMQConnectionFactory(jms.url()).createConnection()) {
            connection.start();
            assertThat(receive(connection, "concord.received", text -> text.contains("线索SFTP-1")))
                    .contains("\"docType\" : \"201\"", "\"from\" : \"" + SFTP + "\"");
        }
        Files.writeString(
                sftp.root().resolve("send/b.json"), clue("SFTP-2", JMS).replace("\"201\"", "\"999\""));
        Files.writeString(sftp.root().resolve("send/b.json.done"), "");
        await().atMost(PATIENCE).until(() -> Files.exists(sftp.root().resolve("send/.refused/b.json")));
        await().atMost(PATIENCE)
                .until(() -> files(sftp.root().resolve("answers")).stream()
                        .anyMatch(a -> a.contains("SFTP-2") && a.contains("\"90\"") && a.contains("没有此类文书：999")));
    }

    @Test
    void messagesOfAQueueGoOutAndComeIn() throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(jms.url()).createConnection()) {
            connection.start();
            try (Session session = connection.createSession()) {
                var producer = session.createProducer(session.createQueue("concord.send"));
                producer.send(session.createTextMessage(clue("JMS-1", KAFKA)));
                // The sender's own retry: the same document again.
                producer.send(session.createTextMessage(clue("JMS-1", KAFKA)));
            }
            List<String> answers = new ArrayList<>();
            awaitAnswers(
                    () -> {
                        answers.add(receive(connection, "concord.answers", text -> text.contains("JMS-1")));
                        return answers;
                    },
                    "JMS-1");
        }
        assertThat(consumed("concord-received", "线索JMS-1")).hasSize(1);
    }

    @Test
    void messagesOfATopicGoOutAndComeIn() {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.brokers()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("concord-send", "K-1", clue("K-1", PUSH)));
        }
        awaitAnswers(() -> consumed("concord-answers", "K-1"), "K-1");
        assertThat(push.posted("/received").stream().filter(d -> d.contains("线索K-1")))
                .hasSize(1);
    }

    @Test
    void postedDocumentsAreAnsweredAtOnceAndPushedOn() {
        assertThat(post("", clue("PUSH-1", PULL)).status()).isEqualTo(401);
        Hub.Reply refused = post(HUB.token(PUSH), clue("PUSH-0", PULL).replace("\"2025-12-08\"", "\"2025-02-30\""));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("/docDate", "writtenOn（第 1 行第", "不是存在的日期：2025-02-30");
        Hub.Reply stored = post(HUB.token(PUSH), clue("PUSH-1", PULL));
        assertThat(stored.status()).as(stored.text()).isEqualTo(202);
        assertThat(stored.json().at("/documents/0/recordId").asText()).startsWith(PUSH + "-RT01-");
        // PULL fetches by itself.
        await().atMost(PATIENCE).until(() -> fetch("线索PUSH-1"));
        awaitAnswers(() -> push.posted("/answers"), "PUSH-1");
    }

    @Test
    void aSystemThatIsAskedIsAskedAgainAndAgainWithoutDoublets() {
        pull.documents().append(clue("PULL-1", SFTP));
        List<String> answers = new ArrayList<>();
        awaitAnswers(
                () -> {
                    for (JsonNode answer :
                            edge("GET", "/edge/http-pull-demo/answers").json().path("answers")) {
                        answers.add(answer.toString().replace("\"state\"", "\"status\""));
                        edge(
                                "DELETE",
                                "/edge/http-pull-demo/answers?id="
                                        + answer.path("id").asText());
                    }
                    return answers;
                },
                "PULL-1");
        assertThat(files(sftp.root().resolve("received")).stream().filter(f -> f.contains("线索PULL-1")))
                .hasSize(1);
        assertThat(answers.stream().filter(a -> a.contains("PULL-1"))).hasSize(2);
    }

    @Test
    void aPackageTravelsAsAnArchiveWhereThereAreNoFolders() throws Exception {
        List<Part> parts = new ArrayList<>();
        Path sample = Path.of("samples/native/court/judicial-suggestion");
        for (String name : List.of("文书.xml", "MANIFEST.txt")) {
            parts.add(new Part(name, Files.readAllBytes(sample.resolve(name))));
        }
        Hub.Reply stored = archive(Zip.pack("a.zip", parts).bytes());
        assertThat(stored.status()).as(stored.text()).isEqualTo(202);
        assertThat(stored.json().at("/documents/0/recordId").asText()).startsWith(PULL + "-RT08-");
        parts.set(0, new Part("文书.xml", "<x/>".getBytes(StandardCharsets.UTF_8)));
        Hub.Reply broken = archive(Zip.pack("a.zip", parts).bytes());
        assertThat(broken.status()).isEqualTo(422);
        assertThat(broken.text()).contains("清单与文件不符");
        assertThat(archive("no archive".getBytes(StandardCharsets.UTF_8)).status())
                .isEqualTo(422);
    }

    private static Hub.Reply archive(byte[] zip) {
        return HUB.send(HttpRequest.newBuilder(URI.create(HUB.url() + "/edge/archive/documents"))
                .header("Authorization", "Bearer " + HUB.token(PULL))
                .header("Content-Type", "application/zip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(zip)));
    }

    private static Hub.Reply post(String token, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(HUB.url() + "/edge/http-push-demo/documents"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return HUB.send(token.isEmpty() ? request : request.header("Authorization", "Bearer " + token));
    }

    private static Hub.Reply edge(String method, String path) {
        return HUB.send(HttpRequest.newBuilder(URI.create(HUB.url() + path))
                .header("Authorization", "Bearer " + HUB.token(PULL))
                .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /// The pulling system's own loop: whatever it gets it stores, and says so.
    private static boolean fetch(String wanted) {
        Hub.Reply reply = edge("GET", "/edge/http-pull-demo-in/inbox");
        if (reply.status() != 200) {
            return false;
        }
        String message =
                reply.response().headers().firstValue("Concord-Message").orElseThrow();
        assertThat(edge("DELETE", "/edge/http-pull-demo-in/inbox?message=" + message)
                        .status())
                .isEqualTo(204);
        return reply.text().contains(wanted);
    }

    private interface Answers {
        List<String> get() throws Exception;
    }

    /// Waits until the sender has been told that its document is accepted (20) and delivered (30).
    private static void awaitAnswers(Answers answers, String key) {
        await().atMost(PATIENCE).until(() -> {
            List<String> told = answers.get();
            return told.stream()
                            .anyMatch(a -> a.contains(key) && a.replace(" ", "").contains("\"status\":\"20\""))
                    && told.stream()
                            .anyMatch(a -> a.contains(key) && a.replace(" ", "").contains("\"status\":\"30\""));
        });
    }

    private static List<String> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<String> texts = new ArrayList<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".json")
                            && !f.getFileName().toString().startsWith("."))
                    .toList()) {
                texts.add(Files.readString(file));
            }
            return texts;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String receive(Connection connection, String queue, Predicate<String> wanted) throws Exception {
        try (Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            while (true) {
                Message message = consumer.receive(PATIENCE.toMillis());
                assertThat(message).as("a message in %s", queue).isNotNull();
                String text = message instanceof TextMessage t
                        ? t.getText()
                        : new String(message.getBody(byte[].class), StandardCharsets.UTF_8);
                assertThat(message).isInstanceOfAny(BytesMessage.class, TextMessage.class);
                if (wanted.test(text)) {
                    return text;
                }
            }
        }
    }

    private static List<String> consumed(String topic, String wanted) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka.brokers(),
                        "auto.offset.reset",
                        "earliest",
                        "group.id",
                        "test-" + System.nanoTime()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            List<String> found = new ArrayList<>();
            for (int round = 0; round < 20 && found.isEmpty(); round++) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    if (record.value().contains(wanted)) {
                        found.add(record.value());
                    }
                }
            }
            return found;
        }
    }

    static String clue(String key, String to) {
        return """
                {"docSn": "%s", "docType": "201", "caseLine": "CASE-%s", "title": "线索%s", "handler": {"name": "林岚"}, "to": "%s",
                 "regionCode": "519901", "writtenOn": "2025-12-08", "urgency": "1", "reply": {"required": false},
                 "basis": [{"law": "工会法", "article": "第二十三条"}], "dataTags": "08", "sharing": {"purpose": "线索移送", "ground": "1"},
                 "xianSuo": {"source": "01", "foundOn": "2025-12-08", "summary": "来电反映江东区某项目十二名农民工自七月起未领取工资，用人单位以工程款未到账为由一再拖延，请求依法处理，追索劳动报酬。",
                  "weiFa": [{"code": "03"}], "peopleCount": 12, "amountCents": 30920000, "hideComplainant": true, "request": "依法监督", "done": "已登记"},
                 "sheAnDw": {"name": "蓉川锦程建筑劳务有限公司", "creditCode": "91519901MAFKE0025L", "hangYe": "E"}}""".formatted(key, key, key, to).replace("\n", " ");
    }
}
