package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.agency.Enrolment;
import io.concord.crypto.Certificate;
import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import io.concord.edge.CaseMatters;
import io.concord.edge.Tellings;
import io.concord.envelope.AgencyCode;
import io.concord.problem.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// What waits at an edge while its agency's key changes, and what several of its nodes tell at once.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@DirtiesContext
class EdgeKeysIT {

    private static final String AGENCY = "519901-JUSTICE-01";
    private static final String TO = "519900-TRADE_UNION-01";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Hub HUB = Hub.freshDemo();
    private static CuttingProxy proxy;

    @Autowired
    private Enrolment enrolment;

    @Autowired
    private CaseMatters matters;

    @Autowired
    private Tellings tellings;

    @Autowired
    private DataSource database;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        proxy = new CuttingProxy(URI.create(HUB.url()).getPort());
        HUB.configure(registry);
        registry.add("concord.edge.hub", () -> "http://localhost:" + proxy.port());
        registry.add("concord.demo.letters", () -> false);
        Path home = HUB.data().toAbsolutePath().resolve("home");
        registry.add("concord.home", () -> Homes.withConnections(home, "samples/transports"));
    }

    @AfterAll
    static void stop() throws IOException {
        proxy.close();
    }

    private void send(String key) {
        Hub.Reply reply = post(key);
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    }

    private Hub.Reply post(String key) {
        return HUB.send(HttpRequest.newBuilder(URI.create(HUB.url() + "/edge/http-push-demo/documents"))
                .header("Authorization", "Bearer " + HUB.token(AGENCY))
                .POST(HttpRequest.BodyPublishers.ofString(TransportIT.clue(key, TO))));
    }

    private String column(String column, String key) {
        return JdbcClient.create(database)
                .sql("select coalesce(" + column + ", '') from edge.outgoing where native_key = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    /// A fresh key of the agency that the hub takes from a moment on.
    private SoftwareKey key(String name, Instant from) throws IOException {
        SecureRandom random = new SecureRandom();
        Path keys = HUB.data().resolve("keys");
        SoftwareKey key = SoftwareKey.generate(Suite.P256_SHA256, random);
        key.save(keys.resolve(name + ".pem"));
        Certificate authority = Certificate.ofPem(Files.readString(keys.resolve("demo-authority.crt")));
        enrolment.enterKey(
                new AgencyCode(AGENCY),
                authority.issue(
                        "江东区司法局",
                        AGENCY,
                        key.publicKey(),
                        SoftwareKey.load(keys.resolve("demo-authority.pem")),
                        from,
                        from.plus(Duration.ofDays(30)),
                        random),
                authority);
        return key;
    }

    /// As the operator of the edge does it: another key file in the agencies file, no restart.
    private static void use(String name) throws IOException {
        Path file = HUB.data().resolve("demo/agencies.json");
        ArrayNode agencies = (ArrayNode) new ObjectMapper().readTree(file.toFile());
        agencies.forEach(a -> {
            if (a.path("agencyCode").asText().equals(AGENCY)) {
                ((ObjectNode) a)
                        .put(
                                "keyFile",
                                HUB.data().resolve("keys/" + name + ".pem").toString());
            }
        });
        FileTime before = Files.getLastModifiedTime(file);
        Files.writeString(file, agencies.toString());
        assertThat(Files.getLastModifiedTime(file)).isNotEqualTo(before);
    }

    @Test
    void whatWaitedIsSignedAgainWhenItsKeyWasReplacedMeanwhile() throws Exception {
        SoftwareKey old = key("old", Instant.now().minusSeconds(60));
        use("old");
        // The hub numbers a new case; what comes after needs it no more.
        matters.of(new AgencyCode(AGENCY), "CASE-K-1");
        proxy.down = true;
        proxy.breakAll();
        Hub.Reply later = post("K-0");
        assertThat(later.status()).as("a new case has to wait for its number").isEqualTo(503);
        assertThat(later.text()).contains("storage-unavailable");
        send("K-1");
        assertThat(column("key_id", "K-1")).isEqualTo(old.publicKey().id());
        SoftwareKey fresh = key("fresh", Instant.now().minusSeconds(60));
        enrolment.revokeKey(new AgencyCode(AGENCY), old.publicKey().id());
        use("fresh");
        proxy.down = false;
        await().atMost(PATIENCE).until(() -> column("state", "K-1").equals("ACCEPTED"));
        assertThat(column("key_id", "K-1")).isEqualTo(fresh.publicKey().id());
        assertThat(JdbcClient.create(database)
                        .sql("select key_id from ledger.record where message_id::text = ?")
                        .param(column("message_id::text", "K-1"))
                        .query(String.class)
                        .single())
                .isEqualTo(fresh.publicKey().id());
    }

    @Test
    void aKeyThatIsNotYetValidIsWaitedForAndNotARefusal() throws Exception {
        SoftwareKey soon = key("soon", Instant.now().plusSeconds(8));
        use("soon");
        send("K-2");
        await().atMost(PATIENCE).until(() -> column("last_error", "K-2").contains("key-not-yet-valid"));
        assertThat(column("state", "K-2")).isEqualTo("PREPARED");
        await().atMost(PATIENCE).until(() -> column("state", "K-2").equals("ACCEPTED"));
        assertThat(column("key_id", "K-2")).isEqualTo(soon.publicKey().id());
    }

    @Test
    void severalNodesTellTheSameOnce() {
        List<Reason> why = List.of(Reason.of("mapping-failed", "同一个毛病", "the same fault"));
        List<CompletableFuture<Void>> nodes = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            nodes.add(CompletableFuture.runAsync(
                    () -> {
                        for (int n = 0; n < 20; n++) {
                            tellings.refused("nobody-asks", "T-" + n, why);
                        }
                    },
                    Thread::startVirtualThread));
        }
        nodes.forEach(CompletableFuture::join);
        assertThat(JdbcClient.create(database)
                        .sql("select count(*) from edge.telling where connection = 'nobody-asks'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(20);
    }
}
