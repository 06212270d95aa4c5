package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.crypto.SoftwareKey;
import io.concord.evidence.LogEntry;
import io.concord.evidence.NoteKey;
import io.concord.evidence.SignedText;
import io.concord.evidence.SubmissionReceipt;
import io.concord.ledger.LogReader;
import io.concord.platform.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Two hub processes on one database, killed with SIGKILL at random moments under load. Nothing that was
/// acknowledged is
/// lost, doubled or altered, and the log stays one consistent tree.
class HubKillIT {

    private static final int KILLS = Integer.getInteger("concord.kills", 50);

    /// One accepted record as its submitter knows it.
    private record Kept(byte[] body, byte[] signature, JsonNode receipt) {}

    private final Map<String, Kept> acknowledged = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger unanswered = new AtomicInteger();

    @Test
    void nothingAcknowledgedIsLostDoubledOrAltered() throws Exception {
        System.setProperty("concord.postgres.binaries", "target/postgres");
        long seed = Seeds.of(1).findFirst().orElseThrow();
        Random random = new Random(seed);
        // Kept after a failure: the nodes' own logs say why.
        Path folder = Files.createDirectories(Path.of("target/it/kill" + seed)).toAbsolutePath();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), 0)) {
            List<Node> nodes = List.of(node(folder.resolve("a"), server), node(folder.resolve("b"), server));
            nodes.getFirst().start("--concord.demo.enabled=true");
            copyKeys(nodes.getFirst().data, nodes.getLast().data);
            nodes.getLast().start();
            List<CompletableFuture<Void>> load = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int first = i;
                load.add(CompletableFuture.runAsync(() -> submit(nodes, first), Thread::startVirtualThread));
            }
            List<CompletableFuture<Void>> killers = new ArrayList<>();
            for (Node node : nodes) {
                long own = random.nextLong();
                killers.add(CompletableFuture.runAsync(
                        () -> killAgainAndAgain(node, new Random(own)), Thread::startVirtualThread));
            }
            for (CompletableFuture<Void> killer : killers) {
                killer.get();
            }
            over.set(true);
            for (CompletableFuture<Void> submitter : load) {
                submitter.get();
            }
            // The hubs urge on their own; nothing may move while it is looked at.
            nodes.forEach(Node::kill);
            awaitSilence(server);
            check(server, nodes.getFirst().data, seed);
        }
    }

    private static Node node(Path data, EmbeddedPostgres server) throws IOException {
        return new Node(
                data,
                "384m",
                "--concord.roles=hub",
                "--concord.public-url=http://localhost:1",
                "--concord.database.url=" + server.jdbcUrl(),
                "--concord.database.user=" + server.user(),
                "--concord.database.password=" + server.password(),
                "--concord.demo.quiet=true",
                "--concord.deadline.first-tick=2s");
    }

    /// Each node has its own killer, so at times both are down.
    private void killAgainAndAgain(Node node, Random random) {
        try {
            for (int kill = 0; kill < (KILLS + 1) / 2; kill++) {
                Thread.sleep(random.nextInt(30, 2000));
                node.kill();
                node.start();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void submit(List<Node> nodes, int first) {
        int turn = first;
        while (!over.get()) {
            byte[] body = Envelopes.canonical(Envelopes.clue(Envelopes.UNION, Envelopes.HRSS));
            // The same bytes until there is an answer, at whichever node answers.
            for (boolean answered = false; !answered; turn++) {
                Hub hub = nodes.get(turn % 2).hub;
                byte[] signature = hub.sign(Envelopes.UNION, body);
                try {
                    Hub.Reply reply = hub.send(hub.submission(Envelopes.UNION, body)
                            .setHeader("Concord-Signature", Base64.getEncoder().encodeToString(signature)));
                    if (reply.status() == 202) {
                        JsonNode receipt = reply.json();
                        acknowledged.put(receipt.path("messageId").asText(), new Kept(body, signature, receipt));
                        answered = true;
                        // Leaves the starting nodes some of the two cores.
                        pause();
                    } else {
                        assertThat(reply.status()).as(reply.text()).isEqualTo(503);
                        unanswered.incrementAndGet();
                    }
                } catch (UncheckedIOException e) {
                    unanswered.incrementAndGet();
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until the database has noticed that the nodes are gone.
    private static void awaitSilence(EmbeddedPostgres server) {
        PGSimpleDataSource database = source(server);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> JdbcClient.create(database)
                        .sql("select count(*) from pg_stat_activity where application_name = 'concord'")
                        .query(Integer.class)
                        .single()
                        .equals(0));
    }

    private static PGSimpleDataSource source(EmbeddedPostgres server) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(server.jdbcUrl());
        database.setUser(server.user());
        database.setPassword(server.password());
        return database;
    }

    private void check(EmbeddedPostgres server, Path data, long seed) throws IOException {
        PGSimpleDataSource database = source(server);
        LogReader log = new LogReader(database);
        System.out.printf(
                "HubKillIT seed %d: %d kills, %d acknowledged, %d submissions without an answer, log of %d%n",
                seed, KILLS, acknowledged.size(), unanswered.get(), log.size());
        assertThat(acknowledged.size()).isGreaterThan(KILLS * 5);
        assertThat(log.audit()).as("the tree is consistent").isEmpty();
        List<NoteKey> keys = Files.readAllLines(data.resolve("keys/log.vkey")).stream()
                .map(NoteKey::parse)
                .toList();
        SoftwareKey signer = SoftwareKey.load(data.resolve("keys/" + Envelopes.UNION + ".pem"));
        acknowledged.forEach((id, kept) -> {
            var stored = log.find(UUID.fromString(id)).orElseThrow(() -> new AssertionError("lost: " + id));
            assertThat(stored.body()).as("altered: %s", id).isEqualTo(kept.body);
            assertThat(stored.leafIndex())
                    .isEqualTo(kept.receipt.path("leafIndex").asLong());
            assertThat(LogEntry.written(stored.acceptedAt()))
                    .isEqualTo(kept.receipt.path("acceptedAt").asText());
            // A retry is signed anew; what counts is the signature that was accepted.
            byte[] text = SignedText.of(SignedText.SUBMIT, Envelopes.UNION, signer.publicKey(), kept.body)
                    .bytes();
            assertThat(SubmissionReceipt.check(
                            "record",
                            Instant.parse(kept.receipt.path("acceptedAt").asText()),
                            Base64.getDecoder().decode(kept.receipt.path("salt").asText()),
                            text,
                            stored.signature(),
                            kept.receipt.path("proof").asText(),
                            keys))
                    .as("proof of %s", id)
                    .isEmpty();
            assertThat(log.holds(kept.receipt.path("proof").asText().replaceFirst("(?s)^.*?\\n\\n", "")))
                    .isTrue();
        });
        JdbcClient sql = JdbcClient.create(database);
        // The hub's own urging, which goes on all the while, has two recipients a record.
        assertThat(sql.sql("select count(*) from delivery.item where record_type = 'clue-transfer'")
                        .query(Integer.class)
                        .single())
                .as("each record is in its recipient's mailbox once")
                .isEqualTo(sql.sql("select count(*) from ledger.record where record_type = 'clue-transfer'")
                        .query(Integer.class)
                        .single())
                .isGreaterThanOrEqualTo(acknowledged.size());
        assertThat(sql.sql("select count(*) from ledger.record l full join matter.entry e using (message_id)"
                                + " where l.message_id is null or e.message_id is null")
                        .query(Integer.class)
                        .single())
                .as("each record is in its matter, and nothing else is")
                .isZero();
        assertThat(sql.sql("select count(*) from deadline.urged u left join ledger.record l using (message_id)"
                                + " where l.message_id is null")
                        .query(Integer.class)
                        .single())
                .as("what is said to be urged is in the log")
                .isZero();
    }

    static void copyKeys(Path from, Path to) throws IOException {
        for (String sub : List.of("keys", "demo")) {
            Files.createDirectories(to.resolve(sub));
            try (Stream<Path> files = Files.list(from.resolve(sub))) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve(sub).resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
