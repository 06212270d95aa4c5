package io.concord;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.servers.Servers;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import javax.sql.DataSource;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Native document → signed receipt told to the system, over each transport; hub, edges, database, brokers and systems
/// all on one
/// machine. Prints records a second, and for a quiet exchange the milliseconds until the sender knows that the other
/// system has it.
final class EdgeBenchmark {

    private static final int MANY = Integer.getInteger("records", 2000);
    private static final int QUIET = 60;
    /// Which connections.
    private static final String ONLY = System.getProperty("only", ".*");

    private EdgeBenchmark() {}

    public static void main(String[] args) throws Exception {
        Hub hub = Hub.freshDemo();
        Path folder = hub.data().toAbsolutePath();
        System.setProperty(
                "concord.postgres.binaries",
                Path.of("target/postgres").toAbsolutePath().toString());
        try (Servers.Sftp sftp = Servers.Sftp.start(Files.createDirectories(folder.resolve("sftp")));
                Servers.Jms jms = Servers.Jms.start(Files.createDirectories(folder.resolve("jms")));
                Servers.Kafka kafka = Servers.Kafka.start(Files.createDirectories(folder.resolve("kafka")));
                Servers.System push = Servers.System.start();
                Servers.System pull = Servers.System.start()) {
            for (String sub : List.of("send", "received", "answers")) {
                Files.createDirectories(sftp.root().resolve(sub));
            }
            List<String> settings = new ArrayList<>(List.of(
                    "--server.port=" + URI.create(hub.url()).getPort(),
                    "--concord.data=" + folder,
                    "--concord.public-url=" + hub.url(),
                    "--concord.database.port=0",
                    "--concord.demo.enabled=true",
                    "--concord.demo.quiet=true",
                    "--concord.demo.letters=false",
                    "--concord.home=" + Homes.withConnections(folder.resolve("home"), "samples/transports"),
                    "--logging.level.concord.trail=WARN",
                    "--sftp.server=" + sftp.address(),
                    "--sftp.password=geheim",
                    "--sftp.known-hosts=" + sftp.knownHosts(),
                    "--concord.edge.broker=" + jms.url(),
                    "--kafka.brokers=" + kafka.brokers(),
                    "--http-push.address=" + push.url(),
                    "--http-pull.address=" + pull.url()));
            try (ConfigurableApplicationContext context =
                    SpringApplication.run(Concord.class, settings.toArray(String[]::new))) {
                JdbcClient sql = JdbcClient.create(context.getBean(DataSource.class));
                ObjectNode row = (ObjectNode) new ObjectMapper()
                        .readTree(Path.of("samples/native/union/clue-transfer.json")
                                .toFile());
                Path drop = Files.createDirectories(folder.resolve("edge/procuratorate/send"));
                String to = "519900-TRADE_UNION-01";
                Map<String, IntConsumer> ways = new java.util.LinkedHashMap<>();
                ways.put("union-affairs", i -> table(sql, row, i, to));
                ways.put("procuratorate", i -> file(drop, "P-" + i, to, ""));
                ways.put("sftp-demo", i -> file(sftp.root().resolve("send"), "S-" + i, to, ".done"));
                ways.put("http-push-demo", i -> post(hub, "H-" + i, to));
                try (var connection = new ActiveMQConnectionFactory(jms.url()).createConnection();
                        var producer = new KafkaProducer<String, String>(
                                Map.of("bootstrap.servers", kafka.brokers()),
                                new StringSerializer(),
                                new StringSerializer())) {
                    var session = connection.createSession();
                    var queue = session.createProducer(session.createQueue("concord.send"));
                    ways.put("jms-demo", i -> {
                        try {
                            queue.send(session.createTextMessage(TransportIT.clue("J-" + i, to)));
                        } catch (jakarta.jms.JMSException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                    ways.put(
                            "kafka-demo",
                            i -> producer.send(
                                    new ProducerRecord<>("concord-send", "K-" + i, TransportIT.clue("K-" + i, to))));
                    // Compiling takes as long as the work itself before some thousand records have gone through.
                    run(sql, "union-affairs", ways.get("union-affairs"), 0, 2 * MANY);
                    for (Map.Entry<String, IntConsumer> way : ways.entrySet()) {
                        if (!way.getKey().matches(ONLY)) {
                            continue;
                        }
                        run(sql, way.getKey(), way.getValue(), 50_000, 200);
                        settle(sql);
                        long nanos = run(sql, way.getKey(), way.getValue(), 10_000, MANY);
                        System.out.printf("%-16s %6.0f records/s%n", way.getKey(), MANY * 1e9 / nanos);
                    }
                }
                long waiting = open(sql);
                long start = System.nanoTime();
                settle(sql);
                System.out.printf(
                        "%d waited for their recipients, drained at %.0f records/s%n",
                        waiting, waiting * 1e9 / (System.nanoTime() - start));
                quiet(sql, row);
            }
        }
        System.exit(0);
    }

    private static void table(JdbcClient sql, ObjectNode sample, int i, String to) {
        ObjectNode row = sample.deepCopy();
        row.put("wsbh", "B-" + i).put("zsdw", to).put("sxbh", "MT-519901-2026-%06d".formatted(i));
        row.put("zt", "0").put("gxsj", "2026-01-01T00:00:00Z");
        sql.sql(
                        "insert into union_front_end.t_ghjd_yw select * from jsonb_populate_record(null::union_front_end.t_ghjd_yw, ?::jsonb)")
                .param(row.toString())
                .update();
    }

    private static void file(Path folder, String key, String to, String marker) {
        try {
            Path fresh = folder.resolve("." + key);
            Files.writeString(fresh, TransportIT.clue(key, to));
            Files.move(fresh, folder.resolve(key + ".json"), StandardCopyOption.ATOMIC_MOVE);
            if (!marker.isEmpty()) {
                Files.writeString(folder.resolve(key + ".json" + marker), "");
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void post(Hub hub, String key, String to) {
        Hub.Reply reply = hub.send(HttpRequest.newBuilder(URI.create(hub.url() + "/edge/http-push-demo/documents"))
                .header("Authorization", "Bearer " + hub.token("519901-JUSTICE-01"))
                .POST(HttpRequest.BodyPublishers.ofString(TransportIT.clue(key, to))));
        if (reply.status() != 202) {
            throw new IllegalStateException(reply.text());
        }
    }

    private static long told(JdbcClient sql, String connection, String kind) {
        return sql.sql("select count(*) from edge.telling where connection = ? and kind = ? and told_at is not null")
                .params(connection, kind)
                .query(Long.class)
                .single();
    }

    private static long run(JdbcClient sql, String connection, IntConsumer way, int first, int count)
            throws InterruptedException {
        long before = told(sql, connection, "ACCEPTED");
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            way.accept(first + i);
        }
        while (told(sql, connection, "ACCEPTED") < before + count) {
            Thread.sleep(20);
        }
        return System.nanoTime() - start;
    }

    /// Waits until every recipient's system has what was sent.
    private static void settle(JdbcClient sql) throws InterruptedException {
        while (open(sql) > 0) {
            Thread.sleep(50);
        }
    }

    private static long open(JdbcClient sql) {
        return sql.sql(
                        "select count(*) from delivery.item where delivered_at is null and record_type = 'clue-transfer'")
                .query(Long.class)
                .single();
    }

    /// One at a time: table → hub → folder of the procuratorate → receipt → row.
    private static void quiet(JdbcClient sql, ObjectNode row) throws InterruptedException {
        double[] millis = new double[QUIET];
        for (int i = 0; i < QUIET; i++) {
            long before = told(sql, "union-affairs", "DELIVERED");
            long start = System.nanoTime();
            table(sql, row, 90_000 + i, "519901-PROCURATORATE-01");
            while (told(sql, "union-affairs", "DELIVERED") == before) {
                Thread.sleep(2);
            }
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                "quiet: row to row with the recipient's receipt p50 %.0f ms, p99 %.0f ms%n",
                millis[QUIET / 2], millis[QUIET - 1]);
    }
}
