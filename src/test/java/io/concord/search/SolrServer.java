package io.concord.search;

import io.concord.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// A SolrCloud of one node in a JVM of its own, from its Maven artifacts (`src/test/solr`): its Lucene is older than
/// ours.
public final class SolrServer implements AutoCloseable {

    private static final Path SOURCES = Path.of("src/test/solr");
    /// How far above Solr its ZooKeeper listens.
    private static final int ZOOKEEPER = 1000;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path home;
    private final int port;
    private Process process;

    private SolrServer(Path home, int port, Process process) {
        this.home = home;
        this.port = port;
        this.process = process;
    }

    /// @param home an empty folder for its index and its log
    public static SolrServer start(Path home) {
        try {
            for (String file : List.of("solr.xml", "zoo.cfg")) {
                Files.copy(SOURCES.resolve(file), home.resolve(file));
            }
            int port = Ports.freeWith(ZOOKEEPER);
            SolrServer server = new SolrServer(home, port, launch(home, port));
            server.awaitAnswer();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/solr";
    }

    private static Process launch(Path home, int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djetty.port=" + port,
                "-DzkRun",
                "-Dsolr.solr.home=" + home.toAbsolutePath(),
                "-Dsolr.log.dir=" + home.toAbsolutePath(),
                "-Dsolr.max.booleanClauses=100000",
                "-cp",
                classPath(),
                SOURCES.resolve("SolrNode.java").toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("solr.log").toFile())
                .start();
    }

    private void awaitAnswer() throws IOException {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("the server has ended");
                }
                return Files.readString(home.resolve("solr.log")).contains("started");
            });
            // It also starts when what is inside it, its ZooKeeper say, has not.
            HttpResponse<String> system = HTTP.send(
                    HttpRequest.newBuilder(URI.create(url() + "/admin/info/system"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (system.statusCode() != 200) {
                throw new IllegalStateException(system.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (RuntimeException e) {
            throw new IllegalStateException(Files.readString(home.resolve("solr.log")), e);
        }
    }

    /// As Maven resolves it, once for each state of the pom.
    private static String classPath() throws IOException {
        Path pom = SOURCES.resolve("pom.xml");
        Path found = Path.of("target", "solr-server.classpath");
        if (!Files.exists(found) || Files.getLastModifiedTime(found).compareTo(Files.getLastModifiedTime(pom)) < 0) {
            List<String> command = new ArrayList<>(List.of(
                    System.getProperty("concord.maven", "mvn"),
                    "-B",
                    "-ntp",
                    "-q",
                    "-f",
                    pom.toString(),
                    "dependency:build-classpath",
                    "-Dmdep.outputFile=" + found.toAbsolutePath()));
            String repository = System.getProperty("concord.repository", "");
            if (!repository.isEmpty()) {
                command.add("-Dmaven.repo.local=" + repository);
            }
            Path log = Path.of("target", "solr-server.log");
            Process maven = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                if (!maven.waitFor(10, TimeUnit.MINUTES) || maven.exitValue() != 0) {
                    throw new IllegalStateException("what Solr needs did not resolve:\n" + Files.readString(log));
                }
            } catch (InterruptedException e) {
                maven.destroy();
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return Files.readString(found).strip();
    }

    /// Lets it take leave of its ZooKeeper. What a killed node leaves there can stand in its own way when it comes
    /// back:
    /// Solr waits for one of its two ephemeral entries to vanish, and then makes both.
    public void stop() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// After [#stop], on the same address.
    public void startAgain() {
        try {
            Files.deleteIfExists(home.resolve("solr.log"));
            process = launch(home, port);
            awaitAnswer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
