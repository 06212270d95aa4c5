package io.concord;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.crypto.SigningKey;
import io.concord.crypto.SoftwareKey;
import io.concord.evidence.SignedText;
import io.concord.servers.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.springframework.test.context.DynamicPropertyRegistry;

/// A hub under test as its callers see it: addresses, tokens and keys of the demo agencies, and HTTP.
public final class Hub {

    private final String url;
    private final Path data;
    private final Map<String, SigningKey> keys = new HashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    public Hub(String url, Path data) {
        this.url = url;
        this.data = data;
    }

    /// A demo hub to be, with everything in a folder of its own and on free ports.
    public static Hub freshDemo() {
        try {
            Files.createDirectories(Path.of("target/it"));
            return new Hub("http://localhost:" + Ports.free(), Files.createTempDirectory(Path.of("target/it"), "data"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public void configure(DynamicPropertyRegistry registry) {
        System.setProperty("concord.postgres.binaries", "target/postgres");
        registry.add("server.port", () -> URI.create(url).getPort());
        registry.add("concord.data", data::toString);
        registry.add("concord.public-url", () -> url);
        registry.add("concord.database.port", () -> 0);
        registry.add("concord.demo.enabled", () -> true);
        registry.add("concord.demo.quiet", () -> true);
        registry.add("concord.edge.hub", () -> url);
        registry.add(
                "concord.edge.agencies",
                () -> data.resolve("demo/agencies.json").toString());
        registry.add(
                "concord.edge.log-keys", () -> data.resolve("keys/log.vkey").toString());
        registry.add("concord.delivery.first-redelivery", () -> "1s");
        // Tests urge when they want to.
        registry.add("concord.deadline.first-tick", () -> "24h");
    }

    /// The same, without edges and without the demo's letters: what is in it a test has put there.
    public void configureAlone(DynamicPropertyRegistry registry) {
        configure(registry);
        registry.add("concord.demo.letters", () -> false);
        registry.add("concord.roles", () -> "hub");
        registry.add("concord.search.per-minute", () -> 5000);
    }

    public Path data() {
        return data;
    }

    public String url() {
        return url;
    }

    /// Signs canonical bytes as an agency does.
    public byte[] sign(String agency, byte[] canonical) {
        SigningKey key = key(agency);
        return key.sign(SignedText.of(SignedText.SUBMIT, agency, key.publicKey(), canonical)
                .bytes());
    }

    public synchronized SigningKey key(String agency) {
        return keys.computeIfAbsent(agency, a -> {
            try {
                return SoftwareKey.load(data.resolve("keys/" + a + ".pem"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    public String token(String agency) {
        try {
            for (JsonNode entry : new ObjectMapper()
                    .readTree(data.resolve("demo/agencies.json").toFile())) {
                if (entry.path("agencyCode").asText().equals(agency)) {
                    return entry.path("token").asText();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalArgumentException("no such demo agency: " + agency);
    }

    /// A submission with the right headers; tests change what they want to be wrong.
    public HttpRequest.Builder submission(String agency, byte[] body) {
        SigningKey key = key(agency);
        return HttpRequest.newBuilder(URI.create(url + "/api/v1/records"))
                .timeout(Duration.ofSeconds(30))
                .setHeader("Authorization", "Bearer " + token(agency))
                .setHeader("Content-Type", "application/json")
                .setHeader("Accept-Language", "en")
                .setHeader("Concord-Suite", key.publicKey().suite().id())
                .setHeader("Concord-Key", key.publicKey().id())
                .setHeader("Concord-Signature", Base64.getEncoder().encodeToString(sign(agency, body)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    /// One line of `records:batch`.
    public String line(String agency, byte[] body) {
        SigningKey key = key(agency);
        return new ObjectMapper()
                .createObjectNode()
                .put("record", new String(body, StandardCharsets.UTF_8))
                .put("suite", key.publicKey().suite().id())
                .put("key", key.publicKey().id())
                .put("signature", Base64.getEncoder().encodeToString(sign(agency, body)))
                .toString();
    }

    /// @param lines of [#line]
    public Reply batch(String agency, String lines) {
        return send(HttpRequest.newBuilder(URI.create(url + "/api/v1/records:batch"))
                .timeout(Duration.ofSeconds(90))
                .header("Authorization", "Bearer " + token(agency))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines)));
    }

    public Reply submit(String agency, byte[] body) {
        return send(submission(agency, body));
    }

    public Reply get(String agency, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(90))
                .header("Accept-Language", "en");
        return send(agency.isEmpty() ? request : request.header("Authorization", "Bearer " + token(agency)));
    }

    public Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What came back.
    public record Reply(int status, byte[] body, HttpResponse<byte[]> response) {
        public JsonNode json() {
            try {
                return new ObjectMapper().readTree(text());
            } catch (JsonProcessingException e) {
                throw new AssertionError("not JSON: " + text(), e);
            }
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
