package io.concord;

import static io.concord.Envelopes.HRSS;
import static io.concord.Envelopes.PROCURATORATE;
import static io.concord.Envelopes.UNION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.agency.Enrolment;
import io.concord.crypto.Certificate;
import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import io.concord.envelope.AgencyCode;
import io.concord.evidence.NoteKey;
import io.concord.evidence.SignedText;
import io.concord.evidence.SubmissionReceipt;
import io.concord.problem.Problems;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/// What the hub answers to submissions, good and bad.
class SubmissionIT extends HubIT {

    @Autowired
    private Enrolment enrolment;

    @ParameterizedTest
    @ValueSource(strings = {UNION, "519901-FIC-01", "519900-TRADE_UNION-01"})
    void acceptsEverySuiteWithAReceiptThatProvesItself(String agency) throws IOException {
        byte[] body = Envelopes.canonical(Envelopes.clue(agency, PROCURATORATE));
        byte[] signature = hub.sign(agency, body);
        Hub.Reply reply = hub.send(hub.submission(agency, body)
                .setHeader("Concord-Signature", Base64.getEncoder().encodeToString(signature)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        JsonNode receipt = reply.json();
        List<NoteKey> keys = Files.readAllLines(hub.data().resolve("keys/log.vkey")).stream()
                .map(NoteKey::parse)
                .toList();
        byte[] salt = Base64.getDecoder().decode(receipt.path("salt").asText());
        byte[] text = SignedText.of(SignedText.SUBMIT, agency, hub.key(agency).publicKey(), body)
                .bytes();
        Instant acceptedAt = Instant.parse(receipt.path("acceptedAt").asText());
        String proof = receipt.path("proof").asText();
        assertThat(SubmissionReceipt.check("record", acceptedAt, salt, text, signature, proof, keys))
                .isEmpty();
        assertThat(SubmissionReceipt.check("record", acceptedAt.plusMillis(1), salt, text, signature, proof, keys))
                .isNotEmpty();
    }

    @Test
    void answersTheSameAgainForTheSameRecordAndRefusesOtherContent() {
        ObjectNode clue = Envelopes.clue(UNION, HRSS);
        byte[] body = Envelopes.canonical(clue);
        Hub.Reply first = hub.submit(UNION, body);
        Hub.Reply again = hub.submit(UNION, body);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.json()).isEqualTo(first.json());
        ObjectNode other = clue.deepCopy().put("title", "关于拖欠农民工工资的线索（改）");
        assertProblem(hub.submit(UNION, Envelopes.canonical(other)), 409, "message-id-other-content");
        ObjectNode sameNumber =
                clue.deepCopy().put("messageId", UUID.randomUUID().toString());
        assertProblem(hub.submit(UNION, Envelopes.canonical(sameNumber)), 409, "record-id-taken");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("type-unknown", "/recordType", 422, e -> e.put("recordType", "love-letter")),
                fault("version-unknown", "/schemaVersion", 422, e -> e.put("schemaVersion", "9.0.0")),
                fault("schema-invalid", "/urgency", 422, e -> e.put("urgency", "慢件")),
                fault("schema-invalid", "/payload/summary", 422, e -> payload(e).put("summary", "太短")),
                fault(
                        "schema-invalid",
                        "/payload/employer/uscc",
                        422,
                        e -> ((ObjectNode) payload(e).path("employer")).put("uscc", "91519901MAFKE0025X")),
                fault(
                        "schema-invalid",
                        "/payload/violations/0/code",
                        422,
                        e -> ((ObjectNode) payload(e).at("/violations/0")).put("code", "V77")),
                fault("schema-invalid", "/payload/foundAt", 422, e -> payload(e).put("foundAt", "2026-02-30")),
                fault("schema-invalid", "/legalBasis", 422, e -> e.remove("legalBasis")),
                fault("state-secret", "/secrecy", 422, e -> e.put("secrecy", "机密")),
                fault(
                        "state-secret",
                        "/payload/handledSoFar",
                        422,
                        e -> payload(e).put("handledSoFar", "附件为机密★10年")),
                fault("region-unknown", "/regionCode", 422, e -> e.put("regionCode", "599999")),
                fault("reply-rule-unknown", "/reply/ruleId", 422, e -> reply(e).put("ruleId", "D-98")),
                fault("type-not-in-force", "/docDate", 422, e -> e.put("docDate", "2019-01-15")),
                fault("work-secret-not-allowed", "/secrecy", 422, e -> e.put("secrecy", "WORK_SECRET")),
                fault("record-id-mismatch", "/recordId", 422, e -> e.put("recordId", UNION + "-RT03-2026-000001")),
                fault(
                        "external-party-not-allowed",
                        "/recipients/1/externalParty",
                        422,
                        e -> ((ArrayNode) e.path("recipients"))
                                .addObject()
                                .put("role", "COPY")
                                .put("actionRequired", false)
                                .putObject("externalParty")
                                .put("name", "某公司")),
                fault("clock-skew", "/docDate", 422, e -> e.put("docDate", "2199-01-01")),
                fault("clock-skew", "/sentAt", 422, e -> e.put("sentAt", "2199-01-01T00:00:00+08:00")),
                fault(
                        "recipient-unknown",
                        "/recipients/0/agencyCode",
                        422,
                        e -> recipient(e).put("agencyCode", "519901-HEALTH-01")),
                fault(
                        "no-agreement",
                        "/recipients/0/agencyCode",
                        403,
                        e -> recipient(e).put("agencyCode", "239901-HRSS-01")),
                fault("text-not-nfc", "", 422, e -> e.put("title", "cafe\u0301")));
    }

    private static Arguments fault(String code, String pointer, int status, Consumer<ObjectNode> change) {
        return Arguments.of(code, pointer, status, change);
    }

    private static ObjectNode payload(ObjectNode envelope) {
        return (ObjectNode) envelope.path("payload");
    }

    private static ObjectNode reply(ObjectNode envelope) {
        return (ObjectNode) envelope.path("reply");
    }

    private static ObjectNode recipient(ObjectNode envelope) {
        return (ObjectNode) envelope.at("/recipients/0");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("faults")
    void refusesForTheReasonAndStoresNothing(String code, String pointer, int status, Consumer<ObjectNode> change) {
        ObjectNode clue = Envelopes.clue(UNION, HRSS);
        change.accept(clue);
        Hub.Reply reply = hub.submit(UNION, Envelopes.canonical(clue));
        assertProblem(reply, status, code);
        List<String> places = new ArrayList<>();
        reply.json()
                .path("errors")
                .forEach(e -> places.add(
                        e.path("code").asText() + " " + e.path("pointer").asText()));
        assertThat(places).contains(code + " " + pointer);
        assertThat(hub.get(UNION, "/api/v1/records/" + clue.path("messageId").asText())
                        .status())
                .isEqualTo(404);
    }

    static Stream<Arguments> bytes() {
        return Stream.of(
                Arguments.of("json-not-canonical", 400, "{ }"),
                Arguments.of("json-syntax", 400, "{"),
                Arguments.of("json-syntax", 400, ""),
                Arguments.of("json-duplicate-key", 400, "{\"a\":1,\"a\":1}"),
                Arguments.of("json-fraction-or-exponent", 400, "{\"a\":1.5}"),
                Arguments.of("json-integer-range", 400, "{\"a\":9007199254740992}"),
                Arguments.of("json-nul", 400, "{\"a\":\"\\u0000\"}"),
                Arguments.of("json-lone-surrogate", 400, "{\"a\":\"\\ud800\"}"),
                Arguments.of("json-too-deep", 400, "[".repeat(100_000)),
                Arguments.of("json-byte-order-mark", 400, "\uFEFF{}"),
                Arguments.of("json-trailing-bytes", 400, "{}{}"),
                Arguments.of("schema-invalid", 422, "[]"),
                Arguments.of("json-too-large", 413, "\"" + "x".repeat(5 << 20) + "\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bytes")
    void refusesBytesThatAreNoRecord(String code, int status, String body) {
        assertProblem(hub.submit(UNION, body.getBytes(StandardCharsets.UTF_8)), status, code);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertProblem(hub.submit(UNION, new byte[] {'"', (byte) 0xFF, '"'}), 400, "json-invalid-utf8");
        assertProblem(
                hub.submit(UNION, new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}),
                400,
                "json-lone-surrogate");
    }

    @Test
    void readsNoBodyOfStrangers() {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(hub.url() + "/api/v1/records?Authorization=Bearer%20x"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        assertProblem(hub.send(request), 401, "unauthenticated");
    }

    @Test
    void acceptsNoTimeThatItCannotRead() {
        for (String time : List.of("2026-01-01 00:00:00Z", "2016-12-31T23:59:60Z")) {
            ObjectNode clue = Envelopes.clue(UNION, HRSS).put("sentAt", time);
            assertProblem(hub.submit(UNION, Envelopes.canonical(clue)), 422, "schema-invalid");
        }
        ObjectNode longName = Envelopes.clue(UNION, HRSS).put("x".repeat(60_000), 1);
        assertProblem(hub.submit(UNION, Envelopes.canonical(longName)), 422, "schema-invalid");
    }

    @Test
    void refusesARecordLargerThanItsTypeAllows() {
        ObjectNode clue = Envelopes.clue(UNION, HRSS);
        var evidence = payload(clue).putArray("evidence");
        for (int i = 0; i < 100; i++) {
            evidence.add("证".repeat(200));
        }
        var workers = payload(clue).putArray("workersKnown");
        for (int i = 0; i < 4000; i++) {
            workers.addObject().putObject("person").put("name", "王建国").put("address", "四川省蓉川市江东区");
        }
        assertProblem(hub.submit(UNION, Envelopes.canonical(clue)), 413, "json-too-large");
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("header-missing", 400, "Concord-Suite", null),
                Arguments.of("suite-unknown", 400, "Concord-Suite", "rsa-md5"),
                Arguments.of("suite-mismatch", 400, "Concord-Suite", "ed25519"),
                Arguments.of("key-unknown", 403, "Concord-Key", "ab".repeat(32)),
                Arguments.of("signature-malformed", 400, "Concord-Signature", "***"),
                Arguments.of("signature-invalid", 422, "Concord-Signature", "MEUCIQCc"),
                Arguments.of("unauthenticated", 401, "Authorization", "Bearer nobody"),
                Arguments.of("media-type-unsupported", 415, "Content-Type", "text/plain"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void refusesWrongHeaders(String code, int status, String header, String value) {
        byte[] body = Envelopes.canonical(Envelopes.clue(UNION, HRSS));
        HttpRequest.Builder request = hub.submission(UNION, body);
        if (value == null) {
            HttpRequest whole = request.build();
            request = HttpRequest.newBuilder(whole, (name, v) -> !name.equalsIgnoreCase(header));
        } else {
            request = request.setHeader(header, value);
        }
        assertProblem(hub.send(request), status, code);
    }

    @Test
    void refusesAnotherAgencysKeyAndAnotherAgencysName() {
        byte[] body = Envelopes.canonical(Envelopes.clue(UNION, HRSS));
        String foreign = hub.key(HRSS).publicKey().id();
        assertProblem(hub.send(hub.submission(UNION, body).setHeader("Concord-Key", foreign)), 403, "key-foreign");
        assertProblem(
                hub.send(hub.submission(UNION, body).setHeader("Authorization", "Bearer " + hub.token(HRSS))),
                403,
                "sender-not-caller");
    }

    @Test
    void refusesExpiredAndRevokedKeysButKeepsTheAnswersGivenBefore() throws IOException {
        Certificate authority = Certificate.ofPem(Files.readString(hub.data().resolve("keys/demo-authority.crt")));
        SoftwareKey authorityKey = SoftwareKey.load(hub.data().resolve("keys/demo-authority.pem"));
        Instant now = Instant.now();
        SoftwareKey old = enrol(authority, authorityKey, now.minusSeconds(7200), now.minusSeconds(3600));
        byte[] body = Envelopes.canonical(Envelopes.clue(UNION, HRSS));
        assertProblem(submitWith(old, body), 403, "key-expired");
        assertProblem(
                submitWith(enrol(authority, authorityKey, now.plusSeconds(3600), now.plusSeconds(7200)), body),
                403,
                "key-not-yet-valid");

        SoftwareKey lost = enrol(authority, authorityKey, now.minusSeconds(3600), now.plusSeconds(3600));
        Hub.Reply before = submitWith(lost, body);
        assertThat(before.status()).isEqualTo(202);
        enrolment.revokeKey(new AgencyCode(UNION), lost.publicKey().id());
        assertProblem(submitWith(lost, Envelopes.canonical(Envelopes.clue(UNION, HRSS))), 403, "key-revoked");
        assertThat(submitWith(lost, body).json())
                .as("an answer once given stays given")
                .isEqualTo(before.json());
    }

    private SoftwareKey enrol(Certificate authority, SoftwareKey authorityKey, Instant from, Instant to) {
        SoftwareKey key = SoftwareKey.generate(Suite.SM2_SM3, new SecureRandom());
        enrolment.enterKey(
                new AgencyCode(UNION),
                authority.issue("工会", UNION, key.publicKey(), authorityKey, from, to, new SecureRandom()),
                authority);
        return key;
    }

    private Hub.Reply submitWith(SoftwareKey key, byte[] body) {
        byte[] signature = key.sign(
                SignedText.of(SignedText.SUBMIT, UNION, key.publicKey(), body).bytes());
        return hub.send(hub.submission(UNION, body)
                .setHeader("Concord-Key", key.publicKey().id())
                .setHeader("Concord-Signature", Base64.getEncoder().encodeToString(signature)));
    }

    @Test
    void aReceiptMustBeForARecordThatItsSenderReceived() {
        byte[] clue = Envelopes.canonical(Envelopes.clue(UNION, HRSS));
        String id = hub.submit(UNION, clue).json().path("messageId").asText();
        JsonNode status = hub.get(UNION, "/api/v1/records/" + id + "/status").json();
        String sha256 = status.path("sha256").asText();
        String sm3 = status.path("sm3").asText();
        assertProblem(receipt(HRSS, UUID.randomUUID().toString(), sha256, sm3), 422, "receipt-for-unknown-record");
        assertProblem(receipt(PROCURATORATE, id, sha256, sm3), 403, "receipt-not-recipient");
        assertProblem(receipt(HRSS, id, "ab".repeat(32), sm3), 422, "receipt-digest-mismatch");
        assertThat(receipt(HRSS, id, sha256, sm3).status()).isEqualTo(202);
    }

    private Hub.Reply receipt(String sender, String id, String sha256, String sm3) {
        return hub.submit(sender, Envelopes.canonical(Envelopes.receipt(sender, UNION, id, sha256, sm3, "SIGNED")));
    }

    @Test
    void aBatchIsAnsweredLineByLineInOrder() throws IOException {
        StringBuilder lines = new StringBuilder();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ObjectNode clue = Envelopes.clue(UNION, HRSS);
            ids.add(clue.path("messageId").asText());
            byte[] body = Envelopes.canonical(clue);
            String item = hub.line(UNION, body);
            lines.append(i == 7 ? "{\"record\":\"{}\"}" : item).append('\n');
        }
        Hub.Reply reply = hub.batch(UNION, lines.toString());
        assertThat(reply.status()).isEqualTo(200);
        List<String> answers = reply.text().lines().toList();
        assertThat(answers).hasSize(20);
        for (int i = 0; i < 20; i++) {
            JsonNode answer = new ObjectMapper().readTree(answers.get(i));
            assertThat(answer.path("messageId").asText()).isEqualTo(i == 7 ? "" : ids.get(i));
            assertThat(answer.path("status").asInt()).isEqualTo(i == 7 ? 422 : 0);
        }
    }

    @Test
    void onlyThePartiesSeeARecord() {
        String id = hub.submit(UNION, Envelopes.canonical(Envelopes.clue(UNION, HRSS)))
                .json()
                .path("messageId")
                .asText();
        for (String path : List.of("", "/status", "/evidence")) {
            assertThat(hub.get(UNION, "/api/v1/records/" + id + path).status()).isEqualTo(200);
            assertThat(hub.get(HRSS, "/api/v1/records/" + id + path).status()).isEqualTo(200);
            assertProblem(hub.get(PROCURATORATE, "/api/v1/records/" + id + path), 403, "not-a-party");
        }
        assertProblem(hub.get(UNION, "/api/v1/records/" + UUID.randomUUID()), 404, "record-not-found");
        assertProblem(hub.get(UNION, "/api/v1/records/7"), 400, "parameter-invalid");
        assertProblem(hub.get("", "/api/v1/mailbox"), 401, "unauthenticated");
        assertProblem(hub.get(UNION, "/api/v1/mailbox?wait=soon"), 400, "parameter-invalid");
    }

    @Test
    void everyProblemHasAPageInBothLanguages() {
        Problems.all().forEach(code -> {
            assertThat(hub.get("", "/problems/" + code.code() + "?lang=en").text())
                    .contains(code.remedy().get("en").substring(0, 8));
            assertThat(hub.get("", "/problems/" + code.code() + "?lang=zh-CN").text())
                    .contains(code.code());
        });
        assertThat(hub.get("", "/problems/no-such-code").status()).isEqualTo(404);
    }

    private static void assertProblem(Hub.Reply reply, int status, String code) {
        assertThat(reply.text()).contains("\"code\":\"" + code + "\"");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(reply.json().path("type").asText()).startsWith("/problems/");
        assertThat(reply.json().path("id").asText()).hasSize(36);
    }
}
