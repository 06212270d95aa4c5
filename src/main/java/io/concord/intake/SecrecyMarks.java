package io.concord.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.problem.Reason;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds the marks of state secrets (保守国家秘密法第二十四条): such content must not travel here at all.
final class SecrecyMarks {

    private static final Set<String> LEVELS = Set.of("秘密", "机密", "绝密");
    /// A level followed by the star and term that stand on marked papers, for example 机密★10年.
    private static final Pattern MARK = Pattern.compile("(秘密|机密|绝密)\\s*[★☆]");

    private SecrecyMarks() {}

    /// The first mark; its text is not repeated, only its place.
    static Optional<Reason> find(JsonNode envelope) {
        if (LEVELS.contains(envelope.path("secrecy").asText())) {
            return Optional.of(reason("/secrecy"));
        }
        return find(envelope, "").map(SecrecyMarks::reason);
    }

    private static Reason reason(String pointer) {
        return new Reason("state-secret", pointer, "此处有国家秘密标志", "marked as a state secret here");
    }

    private static Optional<String> find(JsonNode node, String at) {
        if (node.isTextual()) {
            String text = node.textValue();
            boolean attachmentLevel = at.endsWith("/secrecy") && LEVELS.contains(text);
            return attachmentLevel
                            || text.indexOf('密') >= 0 && MARK.matcher(text).find()
                    ? Optional.of(at)
                    : Optional.empty();
        }
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                Optional<String> found = find(node.get(i), at + "/" + i);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        if (node.isObject()) {
            for (var entry : node.properties()) {
                Optional<String> found = find(entry.getValue(), at + "/" + entry.getKey());
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
