package io.concord.problem;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All problem codes, and their RFC 9457 form.
public final class Problems {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Map<String, ProblemCode> CODES = load();

    private Problems() {}

    private static Map<String, ProblemCode> load() {
        ObjectMapper yaml = new YAMLMapper();
        try (InputStream in = Problems.class.getResourceAsStream("/problems.yaml")) {
            Map<String, ProblemCode> codes = new LinkedHashMap<>();
            yaml.readValue(in, new TypeReference<List<ProblemCode>>() {}).forEach(code -> codes.put(code.code(), code));
            return codes;
        } catch (IOException e) {
            throw new UncheckedIOException("problems.yaml", e);
        }
    }

    public static Collection<ProblemCode> all() {
        return CODES.values();
    }

    public static Optional<ProblemCode> find(String code) {
        return Optional.ofNullable(CODES.get(code));
    }

    /// @throws IllegalArgumentException for a code that `problems.yaml` does not have
    public static ProblemCode get(String code) {
        return find(code).orElseThrow(() -> new IllegalArgumentException("undocumented problem code " + code));
    }

    /// Whether the reader prefers Chinese; the default where a header says nothing.
    ///
    /// @param acceptLanguage header value
    public static boolean chinese(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.isBlank()) {
            return true;
        }
        try {
            List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(acceptLanguage);
            String best = Locale.lookupTag(ranges, List.of("zh", "zh-cn", "en"));
            return best == null || best.startsWith("zh");
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    /// The problem object for some reasons: the first one gives type and status, all are listed.
    ///
    /// @param id that is also in the log, for whoever asks for help
    public static ObjectNode render(List<Reason> reasons, boolean chinese, String id) {
        ProblemCode first = get(reasons.getFirst().code());
        String language = chinese ? "zh" : "en";
        ObjectNode problem = JsonNodeFactory.instance.objectNode();
        problem.put("type", "/problems/" + first.code());
        problem.put("title", first.title().get(language));
        problem.put("status", first.status());
        problem.put("detail", reasons.getFirst().detail(chinese));
        problem.put("remedy", first.remedy().get(language));
        problem.put("code", first.code());
        problem.put("id", id);
        ArrayNode errors = problem.putArray("errors");
        for (Reason reason : reasons) {
            ObjectNode error = errors.addObject();
            error.put("code", reason.code());
            if (!reason.pointer().isEmpty() || reason.code().equals("schema-invalid")) {
                error.put("pointer", reason.pointer());
            }
            error.put("detail", reason.detail(chinese));
            if (!reason.alternatives().isEmpty()) {
                ArrayNode alternatives = error.putArray("alternatives");
                reason.alternatives().forEach(alternatives::add);
            }
        }
        return problem;
    }
}
