package io.concord;

import static io.concord.Envelopes.HRSS;
import static io.concord.Envelopes.UNION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.concord.evidence.Bundle;
import io.concord.evidence.BundleVerifier;
import io.concord.evidence.Check;
import io.concord.evidence.Checkpoint;
import io.concord.evidence.Policy;
import io.concord.evidence.SignedNote;
import io.concord.ledger.LogKeys;
import io.concord.ledger.StartCheck;
import io.concord.platform.CannotStart;
import io.concord.servers.Ports;
import io.concord.witness.AddCheckpoint;
import io.concord.witness.Witness;
import io.concord.witness.WitnessFolder;
import io.concord.witness.WitnessServer;
import io.concord.witness.Witnesses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// A hub whose log three agencies watch: two over HTTP, the third behind a gap. Two are enough.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
class WitnessIT {

    private static final List<String> NAMES =
            List.of("jcy.example/witness", "zgh.example/witness", "rsj.example/witness");

    private static Hub hub;
    private static LogKeys log;
    private static final WitnessFolder[] FOLDERS = new WitnessFolder[3];
    private static final Witness[] WATCHING = new Witness[3];
    private static WitnessServer one;
    private static WitnessServer two;
    private static String policy;

    @Autowired
    private StartCheck check;

    @Autowired
    private Witnesses witnesses;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        hub = Hub.freshDemo();
        hub.configureAlone(registry);
        log = LogKeys.open(
                hub.data().resolve("keys"), URI.create(hub.url()).getAuthority() + "/log", new SecureRandom());
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            Path folder = hub.data().resolve("witness" + i);
            WitnessFolder.init(folder, NAMES.get(i), new SecureRandom());
            FOLDERS[i] = WitnessFolder.open(folder);
            WATCHING[i] = new Witness(FOLDERS[i], log.keys(), InstantSource.system());
        }
        one = start(0);
        two = start(1);
        List<String> addresses = List.of(one.url(), two.url(), "");
        for (int i = 0; i < 3; i++) {
            String[] vkeys = FOLDERS[i].vkeys().split("\n");
            lines.append("witness w%d %s %s%nwitness w%d-sm2 %s%ngroup g%d all w%d w%d-sm2%n"
                    .formatted(i, vkeys[0], addresses.get(i), i, vkeys[1], i, i, i));
        }
        policy = lines.append("group agencies 2 g0 g1 g2\nquorum agencies\n").toString();
        Files.writeString(hub.data().resolve("policy.txt"), policy);
        registry.add(
                "concord.witness.policy", () -> hub.data().resolve("policy.txt").toString());
        registry.add("concord.witness.every", () -> "200ms");
    }

    private static WitnessServer start(int n) throws IOException {
        return WitnessServer.start(WATCHING[n], new InetSocketAddress("127.0.0.1", 0), FOLDERS[n].vkeys());
    }

    @AfterAll
    static void stop() throws IOException {
        one.close();
        two.close();
        for (WitnessFolder folder : FOLDERS) {
            folder.close();
        }
    }

    @AfterEach
    void restore() throws IOException {
        Files.writeString(hub.data().resolve("policy.txt"), policy);
    }

    private String accepted() {
        return hub.submit(UNION, Envelopes.canonical(Envelopes.clue(UNION, HRSS)))
                .json()
                .path("messageId")
                .asText();
    }

    private JsonNode evidence(String id) {
        return hub.get(UNION, "/api/v1/records/" + id + "/status").json().path("evidence");
    }

    @Test
    void aRecordIsWitnessedAndItsEvidenceProvesItWithStockTools(@TempDir Path folder) throws Exception {
        String id = accepted();
        await().until(() -> evidence(id).path("quorum").asBoolean());
        assertThat(evidence(id).path("witnesses").asInt()).isEqualTo(3);
        Policy trusted = Policy.parse(hub.get("", "/log/policy.txt").text());
        assertThat(trusted.written()).as("no addresses").doesNotContain("http");
        byte[] zip = hub.get(UNION, "/api/v1/records/" + id + "/evidence").body();
        assertThat(BundleVerifier.verifyZip(zip, trusted, null)).allMatch(Check::passed, "passed");
        Policy third = Policy.parse(trusted.written().replace("quorum agencies", "quorum g2"));
        assertThat(BundleVerifier.verifyZip(zip, third, null))
                .filteredOn(one -> !one.passed())
                .extracting(Check::name)
                .as("who trusts the third alone is not satisfied")
                .containsExactly("witnesses");
        for (Map.Entry<String, byte[]> file : Bundle.unzip(zip).files().entrySet()) {
            Files.createDirectories(folder.resolve(file.getKey()).getParent());
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        Path keys = hub.data().resolve("keys/log.vkey").toAbsolutePath();
        Path authority = hub.data().resolve("keys/demo-authority.crt").toAbsolutePath();
        assertThat(script(folder, keys, authority, write(folder, trusted))).isZero();
        assertThat(script(folder, keys, authority, write(folder, third))).isNotZero();
    }

    private static Path write(Path beside, Policy policy) throws IOException {
        Path file = Files.createTempFile(beside.getParent(), "policy", ".txt");
        return Files.writeString(file, policy.written()).toAbsolutePath();
    }

    private static int script(Path folder, Path... trusted) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "verify.sh"));
        for (Path path : trusted) {
            command.add(path.toString());
        }
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    @Test
    void theCheckpointOfTheQuorumIsServedBesideTheNewest() {
        String id = accepted();
        await().until(() -> evidence(id).path("quorum").asBoolean());
        SignedNote note = SignedNote.parse(hub.get("", "/log/checkpoint").text());
        assertThat(witnesses.policy().isWitnessed(note)).isTrue();
        assertThat(log.keys()).allMatch(note::isSignedBy);
        SignedNote latest =
                SignedNote.parse(hub.get("", "/log/checkpoint.latest").text());
        assertThat(latest.signatures()).hasSize(2);
        assertThat(Checkpoint.parse(latest.text()).size())
                .isGreaterThanOrEqualTo(Checkpoint.parse(note.text()).size());
    }

    @Test
    void aWitnessBehindAGapIsAskedAndAnswersByFile() throws IOException {
        String id = accepted();
        long old = WATCHING[2].size(log.origin());
        String request = hub.get("", "/log/add-checkpoint?old=" + old).text();
        Witness.Answer answer = WATCHING[2].addCheckpoint(request.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        SignedNote cosigned = AddCheckpoint.parse(request.getBytes(StandardCharsets.UTF_8))
                .checkpoint()
                .with(SignedNote.lines(answer.body()));
        assertThat(bring(cosigned.written()).json().path("taken").toString()).contains(NAMES.get(2));
        assertThat(evidence(id).path("witnessed").toString()).contains(NAMES.get(2));
        for (String bad : List.of("", "no note", log.origin() + "\n1\nAAAA\n\n\u2014 x AAAAAAAA\n")) {
            assertThat(bring(bad).status()).as(bad).isEqualTo(422);
        }
        Checkpoint forged = new Checkpoint(log.origin(), 1, new byte[32]);
        assertThat(bring(SignedNote.sign(forged.text(), log.signers()).written())
                        .json()
                        .path("code")
                        .asText())
                .isEqualTo("cosignature-invalid");
        assertThat(hub.get("", "/log/add-checkpoint?old=999999").status()).isEqualTo(400);
    }

    private Hub.Reply bring(String note) {
        return hub.send(HttpRequest.newBuilder(URI.create(hub.url() + "/log/cosignatures"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(note)));
    }

    @Test
    void whoHasSeenMoreThanIsHereKeepsTheHubFromSigning() throws IOException {
        accepted();
        check.beforeSigning();
        HttpServer ahead = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        ahead.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/x.tlog.size");
            exchange.sendResponseHeaders(409, 0);
            exchange.getResponseBody().write("1000000\n".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        ahead.start();
        try {
            String address = "http://127.0.0.1:" + ahead.getAddress().getPort();
            Files.writeString(hub.data().resolve("policy.txt"), policy.replace(one.url(), address));
            accepted();
            await().untilAsserted(() ->
                    assertThat(standing(NAMES.getFirst()).trouble()).contains("1000000"));
            assertThatThrownBy(check::beforeSigning)
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining(NAMES.getFirst());
        } finally {
            ahead.stop(0);
        }
    }

    private Witnesses.Standing standing(String name) {
        return witnesses.standings().stream()
                .filter(standing -> standing.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aDeadWitnessDelaysNobodyAndIsShown() throws IOException {
        Files.writeString(
                hub.data().resolve("policy.txt"), policy.replace(two.url(), "http://127.0.0.1:" + Ports.free()));
        accepted();
        await().untilAsserted(() -> assertThat(standing(NAMES.get(1)).trouble()).contains("no answer"));
        String id = accepted();
        await().until(() -> evidence(id).path("witnessed").toString().contains(NAMES.getFirst()));
        assertThat(evidence(id).path("quorum").asBoolean()).isFalse();
        Bundle bundle = Bundle.unzip(
                hub.get(UNION, "/api/v1/records/" + id + "/evidence").body());
        assertThat(new String(bundle.files().get("policy.txt"), StandardCharsets.UTF_8))
                .as("the bundle claims no quorum that it does not have")
                .contains("quorum none");
        assertThat(BundleVerifier.verify(bundle, null, null)).allMatch(Check::passed, "passed");
        Files.writeString(hub.data().resolve("policy.txt"), policy);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> evidence(id).path("quorum").asBoolean());
        assertThat(standing(NAMES.get(1)).trouble()).isNull();
    }
}
