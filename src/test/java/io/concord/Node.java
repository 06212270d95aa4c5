package io.concord;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A hub or an edge in a process of its own, to be killed.
final class Node {

    final Path data;
    final int port;
    final Hub hub;
    private final List<String> settings;
    private final String heap;
    private @Nullable Process process;

    /// @param heap for example `384m`
    Node(Path data, String heap, String... settings) throws IOException {
        this.data = Files.createDirectories(data);
        this.heap = heap;
        this.port = Ports.free();
        this.hub = new Hub("http://localhost:" + port, data);
        this.settings = List.of(settings);
    }

    /// Starts it and waits until it is ready.
    void start(String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Dconcord.postgres.binaries=" + System.getProperty("concord.postgres.binaries", ""),
                "-cp",
                System.getProperty("java.class.path"),
                "io.concord.Concord",
                "serve",
                "--server.port=" + port,
                "--concord.data=" + data));
        command.addAll(settings);
        command.addAll(List.of(more));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(data.resolve("log.txt").toFile()))
                .start();
        Instant end = Instant.now().plus(Duration.ofSeconds(120));
        while (!ready()) {
            assertThat(process.isAlive())
                    .as("it died, see %s", data.resolve("log.txt"))
                    .isTrue();
            assertThat(Instant.now())
                    .as("not ready, see %s", data.resolve("log.txt"))
                    .isBefore(end);
            Thread.sleep(50);
        }
    }

    boolean ready() {
        try {
            return hub.get("", "/actuator/health/readiness").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /// SIGKILL: no hook runs, nothing is flushed.
    void kill() {
        end(true);
    }

    /// SIGTERM, and waits until it is gone.
    void stop() {
        end(false);
    }

    private void end(boolean forcibly) {
        if (process == null) {
            return;
        }
        if (forcibly) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
