package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.concord.ledger.LogReader;
import io.concord.platform.EmbeddedPostgres;
import io.concord.servers.Nginx;
import io.concord.servers.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/// Two hub nodes on one database behind the proxy of `operations/nginx.conf`, restarted one after the other and one of
/// them
/// killed, under load: nobody is refused.
class ClusterIT {

    private final Path folder = Path.of("target/it/cluster" + System.nanoTime()).toAbsolutePath();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> refused = new ConcurrentLinkedQueue<>();

    @Test
    void aRollingRestartRefusesNothing() throws Exception {
        assumeThat(Nginx.PROGRAM).as("Debian's nginx").exists();
        System.setProperty(
                "concord.postgres.binaries",
                Path.of("target/postgres").toAbsolutePath().toString());
        Files.createDirectories(folder);
        Process proxy = null;
        List<Node> nodes = new ArrayList<>();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), 0)) {
            nodes.add(node("a", server));
            nodes.add(node("b", server));
            nodes.getFirst().start("--concord.demo.enabled=true");
            HubKillIT.copyKeys(nodes.getFirst().data, nodes.getLast().data);
            nodes.getLast().start();
            int port = Ports.free();
            proxy = proxy(nodes, port);
            Hub hub = new Hub("http://localhost:" + port, nodes.getFirst().data);
            await().atMost(Duration.ofSeconds(20))
                    .ignoreExceptions()
                    .until(() -> hub.get("", "/log/checkpoint").status() == 200);
            List<CompletableFuture<Void>> load = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                load.add(CompletableFuture.runAsync(() -> submit(hub), Thread::startVirtualThread));
            }
            for (Node node : nodes) {
                node.stop();
                node.start();
            }
            // The worse case: no goodbye.
            nodes.getFirst().kill();
            nodes.getFirst().start();
            over.set(true);
            for (CompletableFuture<Void> one : load) {
                one.get();
            }
            System.out.println("ClusterIT: " + accepted + " accepted through two restarts and a kill, " + refused.size()
                    + " refused");
            assertThat(refused).isEmpty();
            assertThat(accepted.get()).isGreaterThan(100);
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(server.jdbcUrl());
            database.setUser(server.user());
            database.setPassword(server.password());
            assertThat(new LogReader(database).audit()).isEmpty();
        } finally {
            over.set(true);
            nodes.forEach(Node::kill);
            if (proxy != null) {
                proxy.destroy();
            }
        }
    }

    private Node node(String name, EmbeddedPostgres server) throws IOException {
        return new Node(
                folder.resolve(name),
                "384m",
                "--concord.roles=hub",
                "--concord.public-url=http://localhost:1",
                "--concord.database.url=" + server.jdbcUrl(),
                "--concord.database.user=" + server.user(),
                "--concord.database.password=" + server.password(),
                "--concord.demo.quiet=true",
                "--concord.demo.letters=false",
                "--concord.deadline.first-tick=24h");
    }

    /// The shipped configuration, with the addresses of here; as its own header says.
    private Process proxy(List<Node> nodes, int port) throws IOException {
        return Nginx.start(
                folder.resolve("nginx"),
                Files.readString(Path.of("operations/nginx.conf"))
                        .replace("hub-1:8080", "127.0.0.1:" + nodes.getFirst().port)
                        .replace("hub-2:8080", "127.0.0.1:" + nodes.getLast().port)
                        .replace("listen 8080", "listen 127.0.0.1:" + port));
    }

    private void submit(Hub hub) {
        while (!over.get()) {
            byte[] body = Envelopes.canonical(Envelopes.clue(Envelopes.UNION, Envelopes.HRSS));
            try {
                Hub.Reply reply = hub.submit(Envelopes.UNION, body);
                if (reply.status() == 202) {
                    accepted.incrementAndGet();
                } else {
                    refused.add(reply.status() + " " + reply.text());
                }
                Thread.sleep(20);
            } catch (RuntimeException e) {
                refused.add(e.toString());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
