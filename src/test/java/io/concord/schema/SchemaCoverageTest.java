package io.concord.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every property is described and occurs in a valid example; every rule is broken by an invalid one.
class SchemaCoverageTest {

    private static final Catalogue CATALOGUE = Catalogues.product();
    private static final List<String> RULES = List.of("enum", "pattern", "format", CodeListKeyword.NAME);

    static Stream<String> folders() {
        return CATALOGUE.files().keySet().stream()
                .filter(path -> path.endsWith("/schema.json"))
                .map(path -> path.replaceFirst("/schema\\.json$", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("folders")
    void isCoveredByItsExamples(String folder) throws JsonProcessingException {
        JsonNode schema = json(folder + "/schema.json");
        Set<String> missing = new TreeSet<>();
        Coverage coverage = new Coverage(valid(folder), errors(folder), missing);
        coverage.titles("", schema);
        coverage.walk("", schema);
        assertThat(missing).isEmpty();
        assertThat(valid(folder)).isNotEmpty();
    }

    private static List<JsonNode> valid(String folder) throws JsonProcessingException {
        List<JsonNode> documents = new ArrayList<>();
        for (String path : CATALOGUE.files().keySet()) {
            if (path.startsWith(folder + "/examples/valid/")) {
                documents.add(json(path));
            }
        }
        return documents;
    }

    /// What the invalid examples are refused for, with array positions as `0`.
    private static Set<String> errors(String folder) {
        Set<String> errors = new TreeSet<>();
        CATALOGUE.files().forEach((path, text) -> {
            if (path.startsWith(folder + "/examples/invalid/") && path.endsWith(".errors")) {
                errors.add(text.strip().replaceAll("/[0-9]+(?=[/ ])", "/0"));
            }
        });
        return errors;
    }

    private static JsonNode json(String path) throws JsonProcessingException {
        return new ObjectMapper().readTree(CATALOGUE.files().get(path));
    }

    private record Coverage(List<JsonNode> valid, Set<String> errors, Set<String> missing) {

        void walk(String at, JsonNode schema) {
            for (String rule : RULES) {
                if (schema.has(rule) && !errors.contains((at + " " + rule).strip())) {
                    missing.add("no invalid example for " + at + " " + rule);
                }
            }
            for (JsonNode name : schema.path("required")) {
                if (!errors.contains(at + "/" + name.asText() + " required")) {
                    missing.add("no invalid example for " + at + "/" + name.asText() + " required");
                }
            }
            schema.path("properties").properties().forEach(property -> {
                String child = at + "/" + property.getKey();
                titles(child, property.getValue());
                if (valid.stream().noneMatch(document -> occurs(document, child))) {
                    missing.add("in no valid example: " + child);
                }
                walk(child, property.getValue());
            });
            if (schema.has("items")) {
                walk(at + "/0", schema.path("items"));
            }
        }

        void titles(String at, JsonNode schema) {
            if (schema.path("title").asText().isBlank()
                    || schema.path("titleEn").asText().isBlank()) {
                missing.add("no title in both languages: " + at);
            }
        }

        /// Whether the place occurs, where `/0` stands for any element.
        private static boolean occurs(JsonNode document, String pointer) {
            if (pointer.isEmpty()) {
                return !document.isMissingNode();
            }
            int end = pointer.indexOf('/', 1) < 0 ? pointer.length() : pointer.indexOf('/', 1);
            String name = pointer.substring(1, end);
            String rest = pointer.substring(end);
            if (document.isArray() && name.equals("0")) {
                for (JsonNode element : document) {
                    if (occurs(element, rest)) {
                        return true;
                    }
                }
                return false;
            }
            return document.has(name) && occurs(document.get(name), rest);
        }
    }
}
