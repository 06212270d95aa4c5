package io.concord.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.concord.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Differential test against the npm package `canonicalize`, by the RFC's own authors' community.
class CanonicalJsonNodePeerTest {

    private static final Path FOLDER = Path.of("src/test/node");

    @Test
    void agreesWithTheNodePeerInsideOurSubset() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Files.isDirectory(FOLDER.resolve("node_modules/canonicalize")),
                "skipped: run `npm ci` in src/test/node to compare with the Node peer");
        ObjectMapper mapper =
                JsonMapper.builder().disable(SerializationFeature.INDENT_OUTPUT).build();
        long seed = Seeds.of(1).findFirst().orElseThrow();
        RandomJson random = new RandomJson(new Random(seed));
        List<String> expected = new ArrayList<>();
        StringBuilder input = new StringBuilder();
        for (int i = 0; i < 2000; i++) {
            var value = random.value(5);
            input.append(mapper.writeValueAsString(value)).append('\n');
            expected.add(new String(CanonicalJson.write(value), StandardCharsets.UTF_8));
        }
        Path in = Files.createTempFile("canonical", ".jsonl");
        Files.writeString(in, input);
        Process node = new ProcessBuilder("node", "canonicalize.mjs")
                .directory(FOLDER.toFile())
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(output).isZero();
        // Split on LF alone: other line separators occur inside strings.
        assertThat(List.of(output.split("\n"))).as("seed %s", seed).isEqualTo(expected);
    }
}
