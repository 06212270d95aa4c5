package io.concord.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Shows what a mapping keeps: there and back again, compared field by field.
public final class Trial {

    /// What the exchange gives a record; no native form has a place for it.
    private static final List<String> OURS =
            List.of("/messageId", "/recordId", "/recordVersion", "/sentAt", "/schemaVersion", "/sender/agencyCode");

    private Trial() {}

    /// One field that does not come back as it was.
    ///
    /// @param path pointer in a record, path in a native document
    /// @param before as it was; empty where there was nothing
    /// @param after as it came back; empty where it was lost
    public record Difference(String path, String before, String after) {}

    /// Record → native → record.
    ///
    /// @return what differs; what the exchange gives is left out
    public static List<Difference> ofRecord(Dialects.Speaker speaker, ObjectNode record) {
        ObjectNode document = speaker.toNative(record, Scope.NONE)
                .orElseThrow(() -> new IllegalArgumentException(
                        speaker.dialect().dialect() + " has no form for " + record.path("recordType")));
        NativeDocument written = reread(speaker, document);
        ObjectNode back = speaker.toCanonical(
                        written, record.at("/sender/agencyCode").asText(), Scope.NONE)
                .content();
        return differences(record, back, "/").stream()
                .filter(d -> !OURS.contains(d.path()))
                .toList();
    }

    /// The same, without what the mapping says it loses.
    public static List<Difference> unexplained(Dialects.Speaker speaker, ObjectNode record) {
        List<String> loses = speaker.loses(record.path("recordType").asText());
        return ofRecord(speaker, record).stream()
                .filter(d -> loses.stream().noneMatch(lost -> isBelow(d.path(), lost)))
                .toList();
    }

    /// @param place pointer, with `*` for every element of a list
    private static boolean isBelow(String pointer, String place) {
        return (pointer + "/")
                .matches(java.util.regex.Pattern.quote(place + "/").replace("*", "\\E[0-9]+\\Q") + ".*");
    }

    /// A record around a payload, with all that a header may say, to try mappings on.
    public static ObjectNode record(String type, String rt, String sender, String recipient, ObjectNode payload) {
        ObjectNode e = payload.objectNode();
        e.put("messageId", "0193f0a2-7c11-7b3e-9a54-2f6f0c8e1a77")
                .put("recordType", type)
                .put("schemaVersion", "1.0.0");
        e.put("recordId", sender + "-" + rt.replace("-", "") + "-2026-000001").put("recordVersion", 1);
        e.put("matterId", "MT-519901-2025-000431");
        e.putArray("relations")
                .addObject()
                .put("recordId", sender + "-RT02-2025-000037")
                .put("relation", "FOLLOWS");
        e.put("docNo", "江东工监意〔2025〕12号").put("title", "关于依法支付劳动者工资的函");
        e.putObject("sender")
                .put("agencyCode", sender)
                .putObject("officer")
                .put("name", "何晓梅")
                .put("phone", "028-00001234");
        var recipients = e.putArray("recipients");
        recipients.addObject().put("agencyCode", recipient).put("role", "MAIN").put("actionRequired", true);
        recipients
                .addObject()
                .put("agencyCode", "519901-JUSTICE-01")
                .put("role", "COPY")
                .put("actionRequired", false);
        e.put("regionCode", "519901").put("docDate", "2025-12-22").put("sentAt", "2025-12-22T10:00:00+08:00");
        var laws = e.putArray("legalBasis");
        laws.addObject().put("instrument", "中华人民共和国工会法").put("article", "第二十三条");
        laws.addObject().put("instrument", "保障农民工工资支付条例").put("article", "第五十一条");
        e.put("urgency", "加急").put("secrecy", "INTERNAL");
        e.putArray("dataTags").add("PI").add("WHISTLEBLOWER");
        e.putObject("sharingBasis")
                .put("purpose", "工会劳动法律监督")
                .put("basis", "STATUTORY_DUTY")
                .put("article", "工会法第二十三条");
        e.putObject("reply")
                .put("required", true)
                .put("ruleId", "D-02")
                .put("anchorEvent", "RECEIVED")
                .put("dueAt", "2026-01-13T18:00:00+08:00")
                .put("expectedType", "feedback");
        e.putObject("template").put("templateId", "TPL-" + rt.replace("-", "")).put("version", "2025.2");
        e.putArray("approval")
                .addObject()
                .put("step", "签发")
                .put("person", "赵立新")
                .put("title", "副主席")
                .put("at", "2025-12-22T09:00:00+08:00");
        e.set("payload", payload);
        return e;
    }

    /// Through the files, where the dialect has files.
    private static NativeDocument reread(Dialects.Speaker speaker, ObjectNode document) {
        if (speaker.dialect().form().kind() == Dialect.Kind.TABLE) {
            return new NativeDocument(document, Map.of());
        }
        List<Part> parts = speaker.write(document, "x").stream()
                .map(part -> new Part(part.name().replaceFirst("^x/", ""), part.bytes()))
                .toList();
        return speaker.read(parts).getFirst();
    }

    /// Native → record → native.
    public static List<Difference> ofNative(Dialects.Speaker speaker, NativeDocument document, ObjectNode record) {
        return speaker.toNative(record, Scope.NONE)
                .map(back ->
                        differences(document.content(), reread(speaker, back).content(), "/"))
                .orElse(List.of());
    }

    /// Leaves that are not the same on both sides. The order of recipients says nothing.
    static List<Difference> differences(JsonNode before, JsonNode after, String separator) {
        Map<String, String> a = new TreeMap<>();
        Map<String, String> b = new TreeMap<>();
        leaves(before, "", separator, a);
        leaves(after, "", separator, b);
        Map<String, Difference> found = new TreeMap<>();
        a.forEach((path, value) -> {
            String other = b.getOrDefault(path, "");
            if (!other.equals(value)) {
                found.put(path, new Difference(path, value, other));
            }
        });
        b.forEach((path, value) -> {
            if (!a.containsKey(path)) {
                found.put(path, new Difference(path, "", value));
            }
        });
        return List.copyOf(found.values());
    }

    private static void leaves(JsonNode node, String path, String separator, Map<String, String> out) {
        if (node.isObject()) {
            node.properties().forEach(e -> leaves(e.getValue(), path + separator + e.getKey(), separator, out));
        } else if (node.isArray()) {
            List<JsonNode> elements = path.equals("/recipients")
                    ? node.valueStream()
                            .sorted(java.util.Comparator.comparing(Trial::recipient))
                            .toList()
                    : node.valueStream().toList();
            for (int i = 0; i < elements.size(); i++) {
                leaves(elements.get(i), path + separator + i, separator, out);
            }
        } else if (!Conversion.isEmpty(node)) {
            out.put(path, node.asText());
        }
    }

    private static String recipient(JsonNode one) {
        return one.path("role").asText() + one.path("agencyCode").asText() + one.path("externalParty");
    }
}
