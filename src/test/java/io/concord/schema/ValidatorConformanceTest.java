package io.concord.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.concord.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The required part of the public suite, draft 2020-12: the validator that we rely on does what the standard says.
class ValidatorConformanceTest {

    @Test
    void passesEveryRequiredTestOfDraft202012() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        Map<String, String> remotes = remotes();
        List<String> failures = new ArrayList<>();
        int seen = 0;
        List<Path> files;
        try (Stream<Path> list = Files.list(Shared.path("vectors/json-schema/tests/draft2020-12"))) {
            files = list.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
        for (Path file : files) {
            for (JsonNode group : mapper.readTree(file.toFile())) {
                SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(remotes));
                Schema schema = registry.getSchema(group.path("schema"));
                for (JsonNode test : group.path("tests")) {
                    seen++;
                    if (Catalogue.conforms(schema, test.path("data").toString())
                            != test.path("valid").asBoolean()) {
                        failures.add(file.getFileName() + ": " + group.path("description") + ": "
                                + test.path("description"));
                    }
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(seen).isGreaterThan(1200);
    }

    private static Map<String, String> remotes() throws IOException {
        Path root = Shared.path("vectors/json-schema/remotes");
        Map<String, String> remotes = new HashMap<>();
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(f -> f.toString().endsWith(".json")).toList()) {
                remotes.put("http://localhost:1234/" + root.relativize(file), Files.readString(file));
            }
        }
        return remotes;
    }
}
