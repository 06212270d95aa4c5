package io.concord.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.crypto.VerifyingKey;
import io.concord.envelope.CanonicalJson;
import io.concord.evidence.NoteKey;
import io.concord.evidence.SignedText;
import io.concord.evidence.SubmissionReceipt;
import io.concord.problem.Problems;
import io.concord.problem.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;

/// Calls the hub as an agency's system does.
@Component
class HubClient {

    /// Problems that say nothing about the record itself: the same record is submitted again.
    private static final Set<String> NOT_ABOUT_THE_RECORD = Set.of(
            "unauthenticated",
            "not-found",
            "method-not-allowed",
            "media-type-unsupported",
            "internal",
            "storage-unavailable",
            "not-ready");

    /// In characters; the hub takes more.
    private static final int LARGEST_REQUEST = 8 << 20;

    private final EdgeAgencies agencies;
    private final EdgeSettings settings;
    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http;

    HubClient(EdgeAgencies agencies, EdgeSettings settings, SslBundles bundles) {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        // With the bundle `hub` of spring.ssl.bundle the edge shows its certificate and trusts the hub's by it.
        if (bundles.getBundleNames().contains("hub")) {
            client.sslContext(bundles.getBundle("hub").createSslContext());
        }
        this.http = client.build();
        this.agencies = agencies;
        this.settings = settings;
    }

    /// Submits prepared records of one agency in one request and checks the receipts that come back.
    ///
    /// @param round at least one; none may need another to be accepted first
    /// @return an answer each, in order
    /// @throws HubUnavailable when it is not known whether the hub has them; submit the same again
    List<Answer> submit(List<Prepared> round) {
        EdgeAgency agency = agencies.get(round.getFirst().agency().value());
        if (round.size() == 1) {
            return List.of(answer(round.getFirst(), agency, json(send(single(round.getFirst(), agency)))));
        }
        List<Prepared> sent = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (Prepared prepared : round) {
            if (sent.isEmpty() || lines.length() + prepared.body().length < LARGEST_REQUEST) {
                lines.append(line(prepared, agency)).append('\n');
                sent.add(prepared);
            }
        }
        HttpResponse<byte[]> response = send(request("/api/v1/records:batch", agency, settings.timeout())
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
                .build());
        List<String> answers = new String(response.body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (response.statusCode() == 413 || response.statusCode() == 400) {
            // Something on the way does not like the batch; the oldest alone says what it is about.
            return List.of(answer(round.getFirst(), agency, json(send(single(round.getFirst(), agency)))));
        }
        if (response.statusCode() != 200 || answers.size() != sent.size()) {
            throw new HubUnavailable("the hub answered " + response.statusCode() + " to a batch", null);
        }
        List<Answer> result = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            result.add(answer(sent.get(i), agency, json(answers.get(i), 200)));
        }
        return result;
    }

    private HttpRequest single(Prepared prepared, EdgeAgency agency) {
        VerifyingKey key = agency.key().publicKey();
        return request("/api/v1/records", agency, settings.timeout())
                .header("Content-Type", "application/json")
                .header("Concord-Suite", key.suite().id())
                .header("Concord-Key", key.id())
                .header("Concord-Signature", Base64.getEncoder().encodeToString(prepared.signature()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(prepared.body()))
                .build();
    }

    /// A record as it stands in a batch or package.
    ObjectNode line(Prepared prepared, EdgeAgency agency) {
        VerifyingKey key = agency.key().publicKey();
        return mapper.createObjectNode()
                .put("record", new String(prepared.body(), StandardCharsets.UTF_8))
                .put("suite", key.suite().id())
                .put("key", key.id())
                .put("signature", Base64.getEncoder().encodeToString(prepared.signature()));
    }

    /// Reads and checks what the hub said.
    Answer answer(Prepared prepared, EdgeAgency agency, JsonNode said) {
        if (said.has("proof")) {
            List<String> wrong = faults(prepared, agency.key().publicKey(), said);
            return wrong.isEmpty()
                    ? new Answer.Accepted(
                            prepared,
                            said.path("leafIndex").asLong(),
                            said.path("acceptedAt").asText(),
                            said.toString())
                    : new Answer.Unknown(prepared, "the hub's receipt does not hold: " + wrong);
        }
        String code = said.path("code").asText();
        return NOT_ABOUT_THE_RECORD.contains(code) || Problems.find(code).isEmpty()
                ? new Answer.Unknown(
                        prepared,
                        "the hub answered " + code + " " + said.path("id").asText())
                : new Answer.Refused(prepared, reasons(said), said.toString());
    }

    private static List<Reason> reasons(JsonNode problem) {
        List<Reason> reasons = new ArrayList<>();
        for (JsonNode error : problem.path("errors")) {
            String detail = error.path("detail").asText();
            reasons.add(new Reason(
                    error.path("code").asText(), error.path("pointer").asText(), detail, detail));
        }
        return reasons.isEmpty()
                ? List.of(Reason.of(
                        problem.path("code").asText("internal"),
                        problem.path("detail").asText(),
                        problem.path("detail").asText()))
                : reasons;
    }

    /// What is wrong with a receipt; one that does not prove what it should is worth nothing.
    private List<String> faults(Prepared prepared, VerifyingKey key, JsonNode answer) {
        JsonNode record = CanonicalJson.parse(prepared.body());
        return SubmissionReceipt.check(
                record.path("recordType").asText().equals("receipt") ? "receipt" : "record",
                Instant.parse(answer.path("acceptedAt").asText()),
                Base64.getDecoder().decode(answer.path("salt").asText()),
                SignedText.of(SignedText.SUBMIT, prepared.agency().value(), key, prepared.body())
                        .bytes(),
                prepared.signature(),
                answer.path("proof").asText(),
                logKeys());
    }

    /// The hub's verifier keys, kept here.
    List<NoteKey> logKeys() {
        Path file = settings.logKeys();
        try {
            if (!Files.exists(file)) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(settings.hub() + "/log/log.vkey"))
                        .timeout(settings.timeout())
                        .build();
                HttpResponse<byte[]> response = send(request);
                if (response.statusCode() != 200) {
                    throw new HubUnavailable("the hub did not give its log keys", null);
                }
                Path parent = file.toAbsolutePath().getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                // Beside and renamed: half a file of keys would make every receipt worthless.
                Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), "log", ".vkey");
                Files.write(fresh, response.body());
                Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .map(NoteKey::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /// The matter for a case number of the agency's own system; the same for the same number.
    String matterFor(String agencyCode, String nativeCase) {
        HttpRequest request = request("/api/v1/matters", agencies.get(agencyCode), settings.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        mapper.createObjectNode().put("caseNumber", nativeCase).toString()))
                .build();
        return json(ok(send(request))).path("matterId").asText();
    }

    /// What waits in an agency's mailbox; waits itself when nothing does.
    /// @param stored places of receipts that are stored here
    JsonNode mailbox(String agencyCode, List<Long> stored) {
        String path = "/api/v1/mailbox?wait=" + settings.longPoll().toSeconds() + "&stored="
                + stored.stream().map(String::valueOf).collect(Collectors.joining(","));
        return json(ok(
                send(request(path, agencies.get(agencyCode), settings.timeout().plus(settings.longPoll()))
                        .GET()
                        .build())));
    }

    /// The bytes of a record.
    byte[] fetch(String agencyCode, String messageId) {
        return ok(send(request("/api/v1/records/" + messageId, agencies.get(agencyCode), settings.timeout())
                        .GET()
                        .build()))
                .body();
    }

    private HttpRequest.Builder request(String path, EdgeAgency agency, Duration timeout) {
        return HttpRequest.newBuilder(URI.create(settings.hub() + path))
                .timeout(timeout)
                .header("Authorization", "Bearer " + agency.token())
                .header("Accept-Language", "zh-CN");
    }

    private static HttpResponse<byte[]> ok(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new HubUnavailable("the hub answered " + response.statusCode(), null);
        }
        return response;
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new HubUnavailable("the hub cannot be reached at " + settings.hub() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubUnavailable("interrupted while calling the hub", e);
        }
    }

    private JsonNode json(HttpResponse<byte[]> response) {
        return json(new String(response.body(), StandardCharsets.UTF_8), response.statusCode());
    }

    private JsonNode json(String text, int status) {
        try {
            return mapper.readTree(text);
        } catch (JsonProcessingException e) {
            throw new HubUnavailable("the hub answered " + status + " without JSON", e);
        }
    }
}
