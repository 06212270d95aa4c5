package io.concord.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.concord.crypto.Digests;
import io.concord.crypto.SoftwareKey;
import io.concord.envelope.CanonicalJson;
import io.concord.evidence.SignedText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Plays a scenario of `samples/scenarios` against a hub, through its public API alone: every step is a record
/// that an
/// agency signs and submits, and what the hub says of it afterwards is compared with what the scenario expects.
///
/// Message ids follow from the scenario's name and the step, so a second run is a replay and changes nothing.
public final class Scenario {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([a-zA-Z0-9_.-]+)}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String hub;
    private final Map<String, JsonNode> agencies = new HashMap<>();
    private final Map<String, JsonNode> types = new HashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    /// Record and message ids of earlier steps, by their keys.
    private final Map<String, String> known = new HashMap<>();
    private final Map<String, byte[]> bodies = new HashMap<>();

    /// One step and what came of it.
    ///
    /// @param faults where the hub says something else than the scenario expects; empty when all is as written
    public record Played(String no, String date, String sender, String type, String said, List<String> faults) {}

    /// Told after every step.
    @FunctionalInterface
    public interface Listener {
        void played(Played step);
    }

    /// @param hub its public address
    /// @param agenciesFile `data/demo/agencies.json`, with tokens and key files
    public Scenario(String hub, Path agenciesFile) throws IOException {
        this.hub = hub;
        awaitReady();
        for (JsonNode agency : JSON.readTree(agenciesFile.toFile())) {
            agencies.put(agency.path("agencyCode").asText(), agency);
        }
        for (JsonNode type : get("", "/api/v1/types")) {
            types.put(type.path("type").asText(), type);
        }
    }

    /// A hub that was started a moment ago is not ready yet.
    private void awaitReady() throws IOException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); ; ) {
            try {
                if (send(HttpRequest.newBuilder(URI.create(hub + "/actuator/health/readiness")))
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new IOException("no hub at " + hub + " 枢纽未启动", e);
                }
            }
            if (System.nanoTime() > end) {
                throw new IOException("the hub at " + hub + " is not ready 枢纽未就绪");
            }
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
    }

    /// Whether the hub has the scenario's matter already; playing it again would find later states than it
    /// expects.
    public boolean isPlayed(Path file) throws IOException {
        JsonNode scenario = new YAMLMapper().readTree(file.toFile());
        return get(
                        scenario.at("/steps/0/from").asText(),
                        "/api/v1/matters/" + scenario.path("matter").asText())
                .has("records");
    }

    /// Plays a file.
    ///
    /// @return the steps in order
    public List<Played> play(Path file, Listener listener) throws IOException {
        JsonNode scenario = new YAMLMapper().readTree(file.toFile());
        known.clear();
        bodies.clear();
        List<Played> played = new ArrayList<>();
        for (JsonNode step : scenario.path("steps")) {
            Played one = play(scenario, step);
            listener.played(one);
            played.add(one);
        }
        return played;
    }

    private Played play(JsonNode scenario, JsonNode step) throws IOException {
        List<String> faults = new ArrayList<>();
        String said = "";
        String sender = step.path("from").asText();
        if (step.has("type")) {
            byte[] body = CanonicalJson.write(envelope(scenario, step));
            HttpResponse<String> answer = submit(sender, body);
            said = compare(step, answer, faults);
            if (answer.statusCode() == 202) {
                remember(step, body);
            }
        }
        for (JsonNode check : step.path("then")) {
            check(scenario, check, faults);
        }
        return new Played(
                step.path("no").asText(),
                step.path("date").asText(),
                sender,
                step.path("type").asText(step.path("say").asText()),
                said,
                faults);
    }

    private static String compare(JsonNode step, HttpResponse<String> answer, List<String> faults)
            throws JsonProcessingException {
        JsonNode said = JSON.readTree(answer.body());
        String refused = step.path("refused").asText();
        if (answer.statusCode() == 202) {
            if (!refused.isEmpty()) {
                faults.add("accepted, but should be refused for " + refused);
            }
            return "#" + said.path("leafIndex").asText();
        }
        String codes = String.join(
                ", ",
                said.path("errors")
                        .valueStream()
                        .map(e -> e.path("code").asText())
                        .toList());
        if (!codes.contains(refused) || refused.isEmpty()) {
            faults.add("refused: " + said.path("errors"));
        }
        for (JsonNode alternative : step.path("alternatives")) {
            if (!said.toString().contains("\"" + alternative.asText() + "\"")) {
                faults.add("not among the alternatives: " + alternative.asText());
            }
        }
        return codes + "：" + said.path("detail").asText();
    }

    private void remember(JsonNode step, byte[] body) throws IOException {
        JsonNode envelope = JSON.readTree(body);
        String key = step.path("key").asText("step" + step.path("no").asText());
        known.put(key, envelope.path("recordId").asText());
        known.put(key + ".message", envelope.path("messageId").asText());
        bodies.put(key, body);
    }

    // --- building

    private ObjectNode envelope(JsonNode scenario, JsonNode step) throws IOException {
        String type = step.path("type").asText();
        String sender = step.path("from").asText();
        String date = step.path("date").asText();
        JsonNode described = types.getOrDefault(type, JsonNodeFactory.instance.objectNode());
        ObjectNode e = JsonNodeFactory.instance.objectNode();
        String name = scenario.path("scenario").asText() + " " + step.path("no").asText();
        e.put(
                "messageId",
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
        e.put("recordType", type).put("schemaVersion", "1.0.0");
        e.put("recordId", recordId(sender, described, date, step));
        e.put("recordVersion", step.path("version").asInt(1));
        e.put("matterId", step.path("matter").asText(scenario.path("matter").asText()));
        e.put("title", step.path("title").asText(described.at("/name/zh").asText()));
        e.putObject("sender")
                .put("agencyCode", sender)
                .putObject("officer")
                .put("name", step.path("officer").asText("何晓梅"));
        recipients(e.putArray("recipients"), step);
        e.put("regionCode", step.path("region").asText(scenario.path("region").asText()));
        e.put("docDate", date);
        e.put("urgency", "平件").put("secrecy", "INTERNAL");
        e.set("dataTags", step.has("tags") ? step.path("tags") : JsonNodeFactory.instance.arrayNode());
        if (e.path("dataTags").valueStream().anyMatch(tag -> tag.asText().endsWith("PI"))) {
            e.putObject("sharingBasis").put("purpose", "协同处理劳动者权益事项").put("basis", "STATUTORY_DUTY");
        }
        e.putArray("legalBasis")
                .addObject()
                .put("instrument", step.at("/law/0").asText("工会法"))
                .put("article", step.at("/law/1").asText("第二十三条"));
        e.putObject("reply").put("required", described.at("/reply/required").asBoolean());
        if (step.has("docNo")) {
            e.set("docNo", step.path("docNo"));
        }
        if (step.has("relations")) {
            e.set("relations", resolve(step.path("relations")));
        }
        if (step.has("signed")) {
            e.putArray("approval")
                    .addObject()
                    .put("step", "签发")
                    .put("person", step.at("/signed/0").asText())
                    .put("title", step.at("/signed/1").asText())
                    .put("at", date + "T09:00:00+08:00");
        }
        e.set("payload", type.equals("receipt") ? receipt(step) : resolve(step.path("payload")));
        return e;
    }

    private static String recordId(String sender, JsonNode described, String date, JsonNode step) {
        // Far from the numbers that an agency's edge gives its own receipts.
        String serial =
                step.path("serial").asText("9" + step.path("no").asText().replaceAll("[^0-9]", "") + "00");
        return String.format(
                Locale.ROOT,
                "%s-%s-%d-%06d",
                sender,
                described.path("rt").asText("RT00").replace("-", ""),
                LocalDate.parse(date).getYear(),
                Long.parseLong(serial));
    }

    private static void recipients(ArrayNode recipients, JsonNode step) {
        for (String role : List.of("to", "copy")) {
            for (JsonNode agency : step.path(role)) {
                recipients
                        .addObject()
                        .put("agencyCode", agency.asText())
                        .put("role", role.equals("to") ? "MAIN" : "COPY")
                        .put("actionRequired", role.equals("to"));
            }
        }
        for (JsonNode party : step.path("party")) {
            recipients
                    .addObject()
                    .put("role", "MAIN")
                    .put("actionRequired", true)
                    .set("externalParty", party);
        }
    }

    private ObjectNode receipt(JsonNode step) {
        String key = step.path("for").asText();
        byte[] body = bodies.getOrDefault(key, new byte[0]);
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("forMessageId", known.getOrDefault(key + ".message", "")).put("kind", "SIGNED");
        payload.putObject("digest")
                .put("sha256", Digests.hex(Digests.sha256(body)))
                .put("sm3", Digests.hex(Digests.sm3(body)));
        payload.put("at", step.path("date").asText() + "T10:00:00+08:00")
                .putObject("officer")
                .put("name", step.path("officer").asText("吴敏"));
        if (step.has("concludes")) {
            payload.put("concludes", known.getOrDefault(step.path("concludes").asText(), ""));
        }
        return payload;
    }

    /// Puts the ids of earlier steps where `${key}` stands.
    private JsonNode resolve(JsonNode node) {
        if (node.isTextual()) {
            Matcher m = REFERENCE.matcher(node.asText());
            return m.find() ? new TextNode(m.replaceAll(r -> known.getOrDefault(r.group(1), "?" + r.group(1)))) : node;
        }
        if (node.isArray()) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> list.add(resolve(element)));
            return list;
        }
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(entry -> object.set(entry.getKey(), resolve(entry.getValue())));
            return object;
        }
        return node;
    }

    // --- checking

    /// One expectation: of a record's state, flags or terms, of the next steps, or of a computed day.
    private void check(JsonNode scenario, JsonNode check, List<String> faults) throws IOException {
        if (check.has("record")) {
            checkRecord(scenario, check, faults);
        } else if (check.has("next") || check.has("notNext")) {
            checkNext(scenario, check, faults);
        } else if (check.has("preview")) {
            JsonNode p = check.path("preview");
            JsonNode answer = get(
                    "",
                    "/api/v1/deadlines/preview?rule=" + p.path("rule").asText() + "&region="
                            + p.path("region").asText(scenario.path("region").asText()) + "&anchor="
                            + p.path("anchor").asText()
                            + (p.has("extension")
                                    ? "&extension=" + p.path("extension").asText()
                                    : ""));
            expect(
                    "preview " + p.path("rule").asText(),
                    p.path("due").asText(),
                    answer.path("dueDate").asText(answer.toString()),
                    faults);
            if (p.has("rawEnd")) {
                expect(
                        "raw end",
                        p.path("rawEnd").asText(),
                        answer.path("rawEnd").asText(),
                        faults);
            }
        } else {
            faults.add("an expectation that nobody understands: " + check);
        }
    }

    private void checkRecord(JsonNode scenario, JsonNode check, List<String> faults) throws IOException {
        JsonNode record = record(scenario, check);
        String name = check.path("record").asText();
        if (check.has("state")) {
            expect(name, check.path("state").asText(), record.path("state").asText(), faults);
        }
        for (JsonNode flag : check.path("flags")) {
            if (record.path("flags").valueStream().noneMatch(flag::equals)) {
                faults.add(name + " lacks the flag " + flag.asText() + ": " + record.path("flags"));
            }
        }
        for (JsonNode remark : check.path("remarks")) {
            if (!record.path("remarks").toString().contains("\"" + remark.asText() + "\"")) {
                faults.add(name + " lacks the remark " + remark.asText() + ": " + record.path("remarks"));
            }
        }
        for (JsonNode wanted : check.path("terms")) {
            boolean found = record.path("clocks")
                    .valueStream()
                    .anyMatch(clock -> wanted.properties().stream()
                            .allMatch(p -> clock.path(p.getKey())
                                    .asText()
                                    .equals(p.getValue().asText())));
            if (!found) {
                faults.add(name + " has no term " + wanted + ": " + record.path("clocks"));
            }
        }
    }

    private JsonNode record(JsonNode scenario, JsonNode check) throws IOException {
        String id = known.getOrDefault(
                check.path("record").asText(), check.path("record").asText());
        String sender = id.replaceFirst("-RT[0-9]{2}-.*", "");
        String matter = check.path("matter").asText(scenario.path("matter").asText());
        for (JsonNode record : get(check.path("as").asText(sender), "/api/v1/matters/" + matter)
                .path("records")) {
            if (record.path("recordId").asText().equals(id)) {
                return record;
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }

    private void checkNext(JsonNode scenario, JsonNode check, List<String> faults) throws IOException {
        String matter = check.path("matter").asText(scenario.path("matter").asText());
        String about = known.getOrDefault(check.path("about").asText(), "");
        List<String> next = get(
                        check.path("as").asText(),
                        "/api/v1/matters/" + matter + "/next?on="
                                + check.path("on").asText())
                .valueStream()
                .filter(n -> about.isEmpty() || n.path("target").asText().equals(about))
                .map(n -> n.path("type").asText())
                .toList();
        for (JsonNode type : check.path("next")) {
            if (!next.contains(type.asText())) {
                faults.add("no next step " + type.asText() + ": " + next);
            }
        }
        for (JsonNode type : check.path("notNext")) {
            if (next.contains(type.asText())) {
                faults.add("should not be a next step: " + type.asText());
            }
        }
    }

    private static void expect(String what, String expected, String found, List<String> faults) {
        if (!expected.equals(found)) {
            faults.add(what + ": expected " + expected + ", found " + found);
        }
    }

    // --- HTTP

    private HttpResponse<String> submit(String sender, byte[] body) throws IOException {
        JsonNode agency = agencies.getOrDefault(sender, JsonNodeFactory.instance.objectNode());
        SoftwareKey key = SoftwareKey.load(Path.of(agency.path("keyFile").asText()));
        byte[] text =
                SignedText.of(SignedText.SUBMIT, sender, key.publicKey(), body).bytes();
        return send(HttpRequest.newBuilder(URI.create(hub + "/api/v1/records"))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + agency.path("token").asText())
                .header("Content-Type", "application/json")
                .header("Concord-Suite", key.publicKey().suite().id())
                .header("Concord-Key", key.publicKey().id())
                .header("Concord-Signature", Base64.getEncoder().encodeToString(key.sign(text)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private JsonNode get(String agency, String path) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(hub + path)).timeout(Duration.ofSeconds(60));
        JsonNode known = agencies.get(agency);
        if (known != null) {
            request.header("Authorization", "Bearer " + known.path("token").asText());
        }
        return JSON.readTree(send(request).body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// The scenarios of a folder, by name.
    public static List<Path> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }
}
