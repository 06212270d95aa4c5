package io.concord.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/// Real servers for tests, in this process: SFTP (Apache MINA), JMS (Artemis), Kafka (one KRaft node), and a small
/// system that
/// speaks HTTP.
public final class Servers {

    private Servers() {}

    /// @param root what its only user sees
    public record Sftp(SshServer server, Path root, Path knownHosts) implements AutoCloseable {
        public static Sftp start(Path folder) throws IOException {
            Path root = Files.createDirectories(folder.resolve("root")).toAbsolutePath();
            SshServer server = SshServer.setUpDefaultServer();
            server.setHost("127.0.0.1");
            SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider(folder.resolve("host.key"));
            keys.setAlgorithm(KeyUtils.EC_ALGORITHM);
            server.setKeyPairProvider(keys);
            server.setPasswordAuthenticator((user, password, session) -> password.equals("geheim"));
            server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
            server.setFileSystemFactory(new VirtualFileSystemFactory(root));
            server.start();
            Path known = folder.resolve("known_hosts");
            Files.writeString(
                    known,
                    "[localhost]:" + server.getPort() + " "
                            + PublicKeyEntry.toString(
                                    keys.loadKeys(null).iterator().next().getPublic()) + "\n");
            return new Sftp(server, root, known);
        }

        public String address() {
            return "localhost:" + server.getPort();
        }

        @Override
        public void close() throws IOException {
            server.stop(true);
        }
    }

    public record Jms(EmbeddedActiveMQ server, String url) implements AutoCloseable {
        public static Jms start(Path folder) throws Exception {
            String url = "tcp://127.0.0.1:" + Ports.free();
            EmbeddedActiveMQ server = new EmbeddedActiveMQ();
            server.setConfiguration(new ConfigurationImpl()
                    .setPersistenceEnabled(true)
                    .setJournalDirectory(folder.resolve("journal").toString())
                    .setBindingsDirectory(folder.resolve("bindings").toString())
                    .setPagingDirectory(folder.resolve("paging").toString())
                    .setLargeMessagesDirectory(folder.resolve("large").toString())
                    .setSecurityEnabled(false)
                    .setMaxDiskUsage(100)
                    .addAcceptorConfiguration("tcp", url));
            server.start();
            return new Jms(server, url);
        }

        @Override
        public void close() throws Exception {
            server.stop();
        }
    }

    public record Kafka(KafkaRaftServer server, String brokers) implements AutoCloseable {
        public static Kafka start(Path folder) throws IOException {
            int port = Ports.free();
            int controller = Ports.free();
            Properties p = new Properties();
            p.put("process.roles", "broker,controller");
            p.put("node.id", "1");
            p.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
            p.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
            p.put("controller.listener.names", "CONTROLLER");
            p.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
            p.put("controller.quorum.voters", "1@127.0.0.1:" + controller);
            p.put("log.dirs", folder.resolve("log").toString());
            p.put("offsets.topic.replication.factor", "1");
            p.put("transaction.state.log.replication.factor", "1");
            p.put("transaction.state.log.min.isr", "1");
            p.put("offsets.topic.num.partitions", "1");
            p.put("num.partitions", "1");
            p.put("group.initial.rebalance.delay.ms", "0");
            p.put("auto.create.topics.enable", "true");
            Path file = folder.resolve("server.properties");
            try (var out = Files.newBufferedWriter(file)) {
                p.store(out, null);
            }
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            StorageTool.execute(
                    new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
                    new PrintStream(said, true, StandardCharsets.UTF_8));
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(p), Time.SYSTEM);
            server.startup();
            return new Kafka(server, "127.0.0.1:" + port);
        }

        @Override
        public void close() {
            server.shutdown();
            server.awaitShutdown();
        }
    }

    /// A system that takes whatever is posted to it and gives what it has under `/documents`.
    ///
    /// @param posted bodies by path, in the order in which they came
    /// @param documents what it gives, as a JSON array
    /// @param status with which it answers posts; changed while a test runs. Under `/deaf` it wants no events
    public record System(
            HttpServer server,
            Map<String, List<String>> posted,
            StringBuffer documents,
            java.util.concurrent.atomic.AtomicInteger status)
            implements AutoCloseable {

        public static System start() throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            System system = new System(
                    server,
                    new java.util.concurrent.ConcurrentHashMap<>(),
                    new StringBuffer(),
                    new java.util.concurrent.atomic.AtomicInteger(202));
            server.createContext("/", system::answer);
            server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
            server.start();
            return system;
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (exchange.getRequestMethod().equals("OPTIONS")) {
                    exchange.getResponseHeaders().set("WebHook-Allowed-Origin", "localhost");
                    exchange.sendResponseHeaders(
                            exchange.getRequestURI().getPath().startsWith("/deaf") ? 405 : 200, -1);
                } else if (exchange.getRequestMethod().equals("GET")) {
                    byte[] text = ("[" + documents + "]").getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(
                            documents.isEmpty() ? 204 : 200, documents.isEmpty() ? -1 : text.length);
                    if (!documents.isEmpty()) {
                        exchange.getResponseBody().write(text);
                    }
                } else {
                    int answer = status.get();
                    if (answer < 300) {
                        posted.computeIfAbsent(exchange.getRequestURI().getPath(), p -> new CopyOnWriteArrayList<>())
                                .add(body);
                    }
                    exchange.sendResponseHeaders(answer, -1);
                }
            }
        }

        public List<String> posted(String path) {
            return posted.getOrDefault(path, List.of());
        }

        public String url() {
            return "http://localhost:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
