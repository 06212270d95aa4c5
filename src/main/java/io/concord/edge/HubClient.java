package io.concord.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.envelope.CanonicalJson;
import io.concord.evidence.NoteKey;
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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
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
    private final SslBundles bundles;
    private final HttpClient plain;
    private final Map<String, HttpClient> own = new ConcurrentHashMap<>();

    HubClient(EdgeAgencies agencies, EdgeSettings settings, SslBundles bundles) {
        this.agencies = agencies;
        this.settings = settings;
        this.bundles = bundles;
        this.plain = client(bundles.getBundleNames().contains("hub") ? bundles.getBundle("hub") : null);
    }

    private static HttpClient client(@Nullable SslBundle bundle) {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5));
        return bundle == null
                ? client.build()
                : client.sslContext(bundle.createSslContext()).build();
    }

    /// With the bundle `hub-<agency code>` of `spring.ssl.bundle` the edge shows the agency's certificate, with `hub`
    /// one for all its agencies, and trusts the hub's by it.
    private HttpClient client(String agency) {
        return bundles.getBundleNames().contains("hub-" + agency)
                ? own.computeIfAbsent(agency, a -> client(bundles.getBundle("hub-" + a)))
                : plain;
    }

    /// Submits prepared records of one agency in one request and checks the receipts that come back.
    ///
    /// @param round at least one; none may need another to be accepted first
    /// @return an answer each, in order
    /// @throws HubUnavailable when it is not known whether the hub has them; submit the same again
    List<Answer> submit(List<Prepared> round) {
        EdgeAgency agency = agencies.get(round.getFirst().agency().value());
        if (round.size() == 1) {
            return List.of(answer(round.getFirst(), json(send(single(round.getFirst(), agency), agency))));
        }
        List<Prepared> sent = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (Prepared prepared : round) {
            if (sent.isEmpty() || lines.length() + prepared.body().length < LARGEST_REQUEST) {
                lines.append(line(prepared)).append('\n');
                sent.add(prepared);
            }
        }
        HttpResponse<byte[]> response = send(
                request("/api/v1/records:batch", agency, settings.timeout())
                        .header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(lines.toString()))
                        .build(),
                agency);
        List<String> answers = new String(response.body(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (response.statusCode() == 413 || response.statusCode() == 400) {
            // Something on the way does not like the batch; the oldest alone says what it is about.
            return List.of(answer(round.getFirst(), json(send(single(round.getFirst(), agency), agency))));
        }
        if (response.statusCode() != 200 || answers.size() != sent.size()) {
            throw new HubUnavailable("the hub answered " + response.statusCode() + " to a batch", null);
        }
        List<Answer> result = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            result.add(answer(sent.get(i), json(answers.get(i), 200)));
        }
        return result;
    }

    private HttpRequest single(Prepared prepared, EdgeAgency agency) {
        return request("/api/v1/records", agency, settings.timeout())
                .header("Content-Type", "application/json")
                .header("Concord-Suite", prepared.suite())
                .header("Concord-Key", prepared.keyId())
                .header("Concord-Signature", Base64.getEncoder().encodeToString(prepared.signature()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(prepared.body()))
                .build();
    }

    /// A record as it stands in a batch or package.
    ObjectNode line(Prepared prepared) {
        return mapper.createObjectNode()
                .put("record", new String(prepared.body(), StandardCharsets.UTF_8))
                .put("suite", prepared.suite())
                .put("key", prepared.keyId())
                .put("signature", Base64.getEncoder().encodeToString(prepared.signature()));
    }

    /// Reads and checks what the hub said.
    Answer answer(Prepared prepared, JsonNode said) {
        if (said.has("proof")) {
            List<String> wrong = faults(prepared, said);
            return wrong.isEmpty()
                    ? new Answer.Accepted(
                            prepared,
                            said.path("leafIndex").asLong(),
                            said.path("acceptedAt").asText(),
                            said.toString())
                    : new Answer.Unknown(prepared, "the hub's receipt does not hold: " + wrong);
        }
        String code = said.path("code").asText();
        return NOT_ABOUT_THE_RECORD.contains(code)
                        || reasons(said).stream().allMatch(HubClient::passes)
                        || Problems.find(code).isEmpty()
                ? new Answer.Unknown(
                        prepared,
                        "the hub answered " + code + " " + said.path("id").asText())
                : new Answer.Refused(prepared, reasons(said), said.toString());
    }

    /// What time alone mends: clocks that differ, a certificate that begins tomorrow.
    private static boolean passes(Reason reason) {
        return reason.code().equals("key-not-yet-valid")
                || reason.code().equals("clock-skew") && reason.pointer().equals("/sentAt");
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
    private List<String> faults(Prepared prepared, JsonNode answer) {
        JsonNode record = CanonicalJson.parse(prepared.body());
        return SubmissionReceipt.check(
                record.path("recordType").asText().equals("receipt") ? "receipt" : "record",
                Instant.parse(answer.path("acceptedAt").asText()),
                Base64.getDecoder().decode(answer.path("salt").asText()),
                prepared.signed().bytes(),
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
                HttpResponse<byte[]> response = send(request, null);
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
        EdgeAgency agency = agencies.get(agencyCode);
        HttpRequest request = request("/api/v1/matters", agency, settings.timeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        mapper.createObjectNode().put("caseNumber", nativeCase).toString()))
                .build();
        return json(ok(send(request, agency))).path("matterId").asText();
    }

    /// What waits in an agency's mailbox; waits itself when nothing does.
    /// @param stored places of receipts that are stored here
    JsonNode mailbox(String agencyCode, List<Long> stored) {
        String path = "/api/v1/mailbox?records=true&wait=" + settings.longPoll().toSeconds() + "&stored="
                + stored.stream().map(String::valueOf).collect(Collectors.joining(","));
        EdgeAgency agency = agencies.get(agencyCode);
        Duration timeout = settings.timeout().plus(settings.longPoll());
        return json(ok(send(request(path, agency, timeout).GET().build(), agency)));
    }

    /// The bytes of a record.
    byte[] fetch(String agencyCode, String messageId) {
        EdgeAgency agency = agencies.get(agencyCode);
        HttpRequest request = request("/api/v1/records/" + messageId, agency, settings.timeout())
                .build();
        return ok(send(request, agency)).body();
    }

    private HttpRequest.Builder request(String path, EdgeAgency agency, Duration timeout) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(settings.hub() + path))
                .timeout(timeout)
                .header("Accept-Language", "zh-CN");
        return agency.token().isEmpty() ? request : request.header("Authorization", "Bearer " + agency.token());
    }

    private static HttpResponse<byte[]> ok(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new HubUnavailable("the hub answered " + response.statusCode(), null);
        }
        return response;
    }

    private HttpResponse<byte[]> send(HttpRequest request, @Nullable EdgeAgency agency) {
        try {
            HttpClient http = agency == null ? plain : client(agency.code().value());
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
