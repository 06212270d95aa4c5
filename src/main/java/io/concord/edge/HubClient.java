package io.concord.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Calls the hub as an agency's system does.
@Component
public class HubClient {

    /// Problems that say nothing about the record itself: the same record is submitted again.
    private static final Set<String> NOT_ABOUT_THE_RECORD = Set.of(
            "unauthenticated",
            "not-found",
            "method-not-allowed",
            "media-type-unsupported",
            "internal",
            "storage-unavailable",
            "not-ready");

    private final EdgeAgencies agencies;
    private final Outbox outbox;
    private final EdgeSettings settings;
    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    HubClient(EdgeAgencies agencies, Outbox outbox, EdgeSettings settings) {
        this.agencies = agencies;
        this.outbox = outbox;
        this.settings = settings;
    }

    /// Submits a prepared record and checks the receipt that comes back.
    ///
    /// @throws HubUnavailable when it is not known whether the hub has it; submit the same again
    public Answer submit(Prepared prepared) {
        EdgeAgency agency = agencies.get(prepared.agency().value());
        VerifyingKey key = agency.key().publicKey();
        HttpRequest request = request("/api/v1/records", agency, settings.timeout())
                .header("Content-Type", "application/json")
                .header("Concord-Suite", key.suite().id())
                .header("Concord-Key", key.id())
                .header("Concord-Signature", Base64.getEncoder().encodeToString(prepared.signature()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(prepared.body()))
                .build();
        HttpResponse<byte[]> response = send(request);
        JsonNode answer = json(response);
        if (response.statusCode() == 202) {
            verify(prepared, key, answer);
            outbox.answered(prepared, true, answer.toString());
            return new Answer.Accepted(
                    prepared,
                    answer.path("leafIndex").asLong(),
                    answer.path("acceptedAt").asText());
        }
        String code = answer.path("code").asText();
        if (NOT_ABOUT_THE_RECORD.contains(code) || Problems.find(code).isEmpty()) {
            throw new HubUnavailable(
                    "the hub answered " + response.statusCode() + " "
                            + answer.path("id").asText(),
                    null);
        }
        outbox.answered(prepared, false, answer.toString());
        return new Answer.Refused(prepared.nativeKey(), reasons(answer));
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

    /// A receipt that does not prove what it should is worth nothing; the same record is submitted again.
    private void verify(Prepared prepared, VerifyingKey key, JsonNode answer) {
        JsonNode record = CanonicalJson.parse(prepared.body());
        List<String> wrong = SubmissionReceipt.check(
                record.path("recordType").asText().equals("receipt") ? "receipt" : "record",
                Instant.parse(answer.path("acceptedAt").asText()),
                Base64.getDecoder().decode(answer.path("salt").asText()),
                SignedText.of(SignedText.SUBMIT, prepared.agency().value(), key, prepared.body())
                        .bytes(),
                prepared.signature(),
                answer.path("proof").asText(),
                logKeys());
        if (!wrong.isEmpty()) {
            throw new HubUnavailable(
                    "the hub's receipt for " + prepared.messageId() + " does not hold: " + wrong, null);
        }
    }

    private List<NoteKey> logKeys() {
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
                Files.write(file, response.body());
            }
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank())
                    .map(NoteKey::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /// What waits in an agency's mailbox; waits itself when nothing does.
    JsonNode mailbox(String agencyCode, long after) {
        String path = "/api/v1/mailbox?wait=" + settings.longPoll().toSeconds() + (after >= 0 ? "&after=" + after : "");
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
        try {
            return mapper.readTree(new String(response.body(), StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new HubUnavailable("the hub answered " + response.statusCode() + " without JSON", e);
        }
    }
}
