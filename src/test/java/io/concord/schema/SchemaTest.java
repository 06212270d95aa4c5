package io.concord.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Walks every example of every schema folder.
class SchemaTest {

    private static final Catalogue CATALOGUE = Catalogues.product();

    static Stream<String> valid() {
        return examples("/examples/valid/");
    }

    static Stream<String> invalid() {
        return examples("/examples/invalid/");
    }

    private static Stream<String> examples(String marker) {
        return CATALOGUE.files().keySet().stream().filter(path -> path.contains(marker) && path.endsWith(".json"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void acceptsItsValidExamples(String path) throws JsonProcessingException {
        assertThat(faults(path)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    void refusesItsInvalidExamplesForTheReasonWritten(String path) throws JsonProcessingException {
        String expected = CATALOGUE.files().getOrDefault(path.replaceFirst("\\.json$", ".errors"), "no .errors file");
        assertThat(faults(path).stream().map(f -> f.pointer() + " " + f.keyword()))
                .as("one fault a file")
                .containsExactlyElementsOf(expected.lines().toList());
        assertThat(faults(path)).allSatisfy(fault -> {
            assertThat(fault.zh()).isNotBlank();
            assertThat(fault.en()).isNotBlank();
        });
    }

    private static List<SchemaFault> faults(String path) throws JsonProcessingException {
        JsonNode document = new ObjectMapper().readTree(CATALOGUE.files().get(path));
        return CATALOGUE.check(path.substring(0, path.indexOf("/examples/")) + "/schema.json", document);
    }
}
