package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.ledger.LogReader;
import io.concord.platform.EmbeddedPostgres;
import io.concord.servers.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The worst days: a hub and an edge in processes of their own, each with its database, and everything that can be
/// killed, cut or
/// filled is. After each fault the same must hold: what the union's table was told is accepted has reached the
/// procuratorate's
/// folder once, receipts match digests, the order of each matter is kept, and the log is consistent.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultIT {

    private static final int FAULTS = Integer.getInteger("concord.faults", 2);
    private static final int MATTERS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(170);

    private final long seed = Seeds.of(1).findFirst().orElseThrow();
    private final Random random = new Random(seed);
    private final AtomicInteger number = new AtomicInteger();
    private final Path folder = Path.of("target/it/fault" + seed).toAbsolutePath();
    private Node hub;
    private Node edge;
    private CuttingProxy proxy;
    private ObjectNode sample;

    @BeforeAll
    void start() throws Exception {
        System.out.println("FaultIT seed " + seed);
        System.setProperty(
                "concord.postgres.binaries",
                Path.of("target/postgres").toAbsolutePath().toString());
        sample = (ObjectNode) new ObjectMapper()
                .readTree(Path.of("samples/native/union/clue-transfer.json").toFile());
        hub = new Node(
                folder.resolve("hub"),
                "384m",
                "--concord.roles=hub",
                "--concord.public-url=http://localhost:1",
                "--concord.database.port=" + Ports.free(),
                "--concord.demo.enabled=true",
                "--concord.demo.quiet=true",
                "--concord.demo.letters=false",
                "--concord.delivery.first-redelivery=2s",
                "--concord.deadline.first-tick=24h");
        hub.start();
        proxy = new CuttingProxy(hub.port);
        edge = new Node(
                folder.resolve("edge"),
                // What an agency's small machine has.
                "128m",
                "--concord.roles=edge",
                "--concord.database.port=" + Ports.free(),
                "--concord.edge.hub=http://localhost:" + proxy.port(),
                "--concord.edge.agencies=" + hub.data.resolve("demo/agencies.json"),
                "--concord.edge.log-keys=" + hub.data.resolve("keys/log.vkey"),
                "--concord.edge.timeout=5s");
        edge.start();
        for (String file : List.of("union-front-end", "justice-front-end")) {
            sql(edge)
                    .sql(Files.readString(Path.of("samples/demo/" + file + ".sql")))
                    .update();
        }
    }

    @AfterAll
    void stop() throws IOException {
        edge.stop();
        hub.stop();
        proxy.close();
    }

    private static DataSource database(Node node) {
        try {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(EmbeddedPostgres.urlOf(node.data.resolve("postgres")));
            source.setUser("concord");
            source.setPassword(
                    Files.readString(node.data.resolve("postgres/password")).strip());
            return source;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JdbcClient sql(Node node) {
        return JdbcClient.create(database(node));
    }

    /// Rows that the union's own system writes, a few to each matter.
    private void write(int count) {
        for (int i = 0; i < count; i++) {
            int n = number.incrementAndGet();
            ObjectNode row = sample.deepCopy();
            row.put("wsbh", "F-%05d".formatted(n)).put("sxbh", "MT-519901-2026-%06d".formatted(1 + n % MATTERS));
            row.put("bt", "线索第" + n + "号")
                    .put("zsdw", "519901-PROCURATORATE-01")
                    .remove(List.of("csdw", "zt", "wh"));
            row.put("zt", "0").put("gxsj", "2026-01-01T00:00:00Z");
            sql(edge)
                    .sql(
                            "insert into union_front_end.t_ghjd_yw select * from jsonb_populate_record(null::union_front_end.t_ghjd_yw, ?::jsonb)")
                    .param(row.toString())
                    .update();
        }
    }

    private void awaitDelivered() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(sql(edge)
                                .sql(
                                        "select zt || ' ' || coalesce(cwxx, ''), count(*) from union_front_end.t_ghjd_yw group by 1")
                                .query((row, n) -> row.getString(1).strip() + " " + row.getInt(2))
                                .list())
                        .containsExactly("3 " + number.get()));
    }

    /// What must hold after every fault.
    private void holds() {
        JdbcClient at = sql(hub);
        int rows = number.get();
        assertThat(at.sql("select count(*) from ledger.record where record_type = 'clue-transfer'")
                        .query(Integer.class)
                        .single())
                .as("accepted once each")
                .isEqualTo(rows);
        assertThat(sql(edge)
                        .sql(
                                "select count(*) from union_front_end.t_ghjd_yw where hz ~ '已受理' and hz ~ '已送达'"
                                        + " and length(hz) - length(replace(hz, '已受理', '')) = 3 and length(hz) - length(replace(hz, '已送达', '')) = 3")
                        .query(Integer.class)
                        .single())
                .as("each row is told of each step once")
                .isEqualTo(rows);
        try (Stream<Path> files = Files.list(edge.data.resolve("edge/procuratorate/received"))) {
            Map<String, Integer> titles = new TreeMap<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                titles.merge(
                        new ObjectMapper().readTree(file.toFile()).path("title").asText(), 1, Integer::sum);
            }
            assertThat(titles)
                    .hasSize(rows)
                    .allSatisfy((title, times) -> assertThat(times).isEqualTo(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(at.sql("""
                                select count(*) from ledger.record r join ledger.record o
                                  on o.message_id = (convert_from(r.body, 'UTF8')::jsonb #>> '{payload,forMessageId}')::uuid
                                where r.record_type = 'receipt' and convert_from(r.body, 'UTF8')::jsonb #>> '{payload,digest,sm3}' <> encode(o.sm3, 'hex')""").query(Integer.class).single())
                .as("receipts match digests")
                .isZero();
        assertThat(at.sql(
                                "select count(*) from delivery.item where record_type = 'clue-transfer' and delivered_at is null")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(sql(edge).sql("""
                                select count(*) from edge.incoming a join edge.incoming b on a.matter_id = b.matter_id and a.agency = b.agency
                                where a.record_type = 'clue-transfer' and b.record_type = 'clue-transfer'
                                  and a.leaf_index < b.leaf_index and a.handed_at > b.handed_at""").query(Integer.class).single())
                .as("within a matter nothing overtakes")
                .isZero();
        assertThat(new LogReader(database(hub)).audit())
                .as("the log is consistent")
                .isEmpty();
    }

    private interface Fault {
        void strike() throws Exception;
    }

    /// Strikes again and again while rows come in.
    private void underLoad(Fault fault) throws Exception {
        for (int i = 0; i < FAULTS; i++) {
            write(12);
            Thread.sleep(random.nextInt(50, 1500));
            fault.strike();
        }
        write(12);
        awaitDelivered();
        holds();
    }

    @Test
    void killedHub() throws Exception {
        underLoad(() -> {
            hub.kill();
            hub.start();
        });
    }

    @Test
    void killedEdge() throws Exception {
        underLoad(() -> {
            edge.kill();
            edge.start();
        });
    }

    @Test
    void killedDatabaseOfTheHub() throws Exception {
        underLoad(() -> killDatabase(hub));
    }

    @Test
    void killedDatabaseOfTheEdge() throws Exception {
        underLoad(() -> killDatabase(edge));
    }

    private static void killDatabase(Node node) throws IOException, InterruptedException {
        Path file = node.data.resolve("postgres/cluster/postmaster.pid");
        String pid = Files.readAllLines(file).getFirst().strip();
        new ProcessBuilder("kill", "-9", pid).start().waitFor();
        // Another one answers; the killed one may have a last word.
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> !Files.readAllLines(file).getFirst().strip().equals(pid)
                        && sql(node)
                                .sql("select 1")
                                .query(Integer.class)
                                .single()
                                .equals(1));
    }

    @Test
    void connectionCutBetweenCommitAndAnswer() throws Exception {
        int before = proxy.cut.get();
        underLoad(() -> proxy.cuts.set(4));
        proxy.cuts.set(0);
        assertThat(proxy.cut.get()).as("answers that were lost").isGreaterThan(before);
    }

    @Test
    void hubAwayForLong() throws Exception {
        proxy.down = true;
        proxy.breakAll();
        write(60);
        await().atMost(PATIENCE)
                .until(() -> sql(edge)
                                .sql("select count(*) from edge.outgoing where state = 'PREPARED'")
                                .query(Integer.class)
                                .single()
                        >= 60);
        // The edge restarts meanwhile: its queue is on its disk.
        edge.stop();
        edge.start();
        proxy.down = false;
        awaitDelivered();
        holds();
    }

    @Test
    void fullDiskOfTheHub() throws Exception {
        Path small = Files.createDirectories(folder.resolve("small"));
        boolean mounted = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=320m", "tmpfs", small.toString())
                        .start()
                        .waitFor()
                == 0;
        assumeThat(mounted).as("a small file system can be mounted here").isTrue();
        Node crowded = new Node(
                small.resolve("hub"),
                "384m",
                "--concord.roles=hub",
                "--concord.database.port=" + Ports.free(),
                "--concord.demo.enabled=true",
                "--concord.demo.quiet=true",
                "--concord.demo.letters=false",
                "--concord.deadline.first-tick=24h");
        try {
            crowded.start();
            byte[] first = Envelopes.canonical(Envelopes.clue(Envelopes.UNION, Envelopes.HRSS));
            assertThat(crowded.hub.submit(Envelopes.UNION, first).status()).isEqualTo(202);
            Path filler = small.resolve("filler");
            try (OutputStream out = Files.newOutputStream(filler)) {
                byte[] block = new byte[1 << 20];
                while (true) {
                    out.write(block);
                }
            } catch (IOException full) {
                assertThat(full).hasMessageContaining("space");
            }
            assertThat(crowded.ready()).as("says that it cannot work").isFalse();
            int refused = 0;
            byte[] body = first;
            for (int i = 0; i < 200 && refused == 0; i++) {
                body = Envelopes.canonical(Envelopes.clue(Envelopes.UNION, Envelopes.HRSS));
                Hub.Reply reply = crowded.hub.submit(Envelopes.UNION, body);
                refused += reply.status() == 202 ? 0 : 1;
                assertThat(reply.status()).as(reply.text()).isIn(202, 503);
            }
            Files.delete(filler);
            byte[] last = body;
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> crowded.hub.submit(Envelopes.UNION, last).status() == 202);
            await().atMost(Duration.ofSeconds(60)).until(crowded::ready);
            assertThat(new LogReader(database(crowded)).audit()).isEmpty();
        } finally {
            crowded.stop();
            new ProcessBuilder("umount", "-l", small.toString()).start().waitFor();
        }
    }

    @Test
    void recipientWhoseFolderIsAway() throws Exception {
        Path received = edge.data.resolve("edge/procuratorate/received");
        Path aside = edge.data.resolve("edge/procuratorate/aside");
        Files.createDirectories(received);
        Files.move(received, aside);
        // A file where the folder should be: every hand-over fails.
        Files.writeString(received, "");
        write(20);
        await().atMost(PATIENCE)
                .until(() -> sql(edge)
                                .sql(
                                        "select count(*) from edge.incoming where state = 'STORED' and last_error is not null")
                                .query(Integer.class)
                                .single()
                        > 0);
        Files.delete(received);
        Files.move(aside, received);
        awaitDelivered();
        holds();
    }
}
