package io.concord.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.Seeds;
import io.concord.Shared;
import io.concord.crypto.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MerkleTest {

    static LongStream seeds() {
        return Seeds.of(30);
    }

    @Test
    void passesThePublicInclusionVectors() throws IOException {
        int seen = 0;
        for (Path file : vectors("inclusion")) {
            JsonNode v = new ObjectMapper().readTree(file.toFile());
            boolean proves = bytes(v, "leafHash").length == 32
                    && Merkle.includes(
                            bytes(v, "root"),
                            v.path("treeSize").asLong(),
                            v.path("leafIdx").asLong(),
                            bytes(v, "leafHash"),
                            hashes(v));
            assertThat(proves)
                    .as("%s: %s", file, v.path("desc"))
                    .isEqualTo(!v.path("wantErr").asBoolean());
            seen++;
        }
        assertThat(seen).isGreaterThan(90);
    }

    @Test
    void passesThePublicConsistencyVectors() throws IOException {
        int seen = 0;
        for (Path file : vectors("consistency")) {
            JsonNode v = new ObjectMapper().readTree(file.toFile());
            boolean proves = Merkle.isPrefix(
                    v.path("size1").asLong(),
                    bytes(v, "root1"),
                    v.path("size2").asLong(),
                    bytes(v, "root2"),
                    hashes(v));
            assertThat(proves)
                    .as("%s: %s", file, v.path("desc"))
                    .isEqualTo(!v.path("wantErr").asBoolean());
            seen++;
        }
        assertThat(seen).isGreaterThan(90);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void provesEveryLeafInEverySizeAndNothingElse(long seed) {
        Random random = new Random(seed);
        List<byte[]> leaves = leaves(random, 1 + random.nextInt(600));
        Merkle.Nodes nodes = Merkle.over(leaves);
        long size = 1 + random.nextInt(leaves.size());
        long index = random.nextLong(size);
        byte[] root = Merkle.root(size, nodes);
        List<byte[]> proof = Merkle.inclusion(index, size, nodes);
        assertThat(Merkle.includes(root, size, index, leaves.get((int) index), proof))
                .isTrue();
        assertThat(Merkle.includes(root, size, index, Digests.sha256(new byte[] {9}), proof))
                .isFalse();
        assertThat(Merkle.includes(root, size, (index + 1) % size, leaves.get((int) index), proof))
                .isEqualTo(size == 1);
        if (!proof.isEmpty()) {
            proof.get(random.nextInt(proof.size()))[random.nextInt(32)] ^= 1;
            assertThat(Merkle.includes(root, size, index, leaves.get((int) index), proof))
                    .isFalse();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void provesThatEveryOlderTreeIsAPrefix(long seed) {
        Random random = new Random(seed);
        List<byte[]> leaves = leaves(random, 2 + random.nextInt(600));
        Merkle.Nodes nodes = Merkle.over(leaves);
        long newer = 1 + random.nextInt(leaves.size());
        long older = 1 + random.nextLong(newer);
        List<byte[]> proof = Merkle.consistency(older, newer, nodes);
        byte[] olderRoot = Merkle.root(older, nodes);
        byte[] newerRoot = Merkle.root(newer, nodes);
        assertThat(Merkle.isPrefix(older, olderRoot, newer, newerRoot, proof))
                .as("%d in %d", older, newer)
                .isTrue();
        if (older < newer) {
            byte[] forged = olderRoot.clone();
            forged[random.nextInt(32)] ^= 1;
            assertThat(Merkle.isPrefix(older, forged, newer, newerRoot, proof)).isFalse();
        }
    }

    private static List<byte[]> leaves(Random random, int count) {
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] entry = new byte[8];
            random.nextBytes(entry);
            leaves.add(Merkle.leafHash(entry));
        }
        return leaves;
    }

    private static List<Path> vectors(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(Shared.path("vectors/merkle/testdata/" + kind))) {
            return files.filter(f -> f.toString().endsWith(".json")).sorted().toList();
        }
    }

    private static byte[] bytes(JsonNode vector, String field) {
        return Base64.getDecoder().decode(vector.path(field).asText(""));
    }

    private static List<byte[]> hashes(JsonNode vector) {
        List<byte[]> hashes = new ArrayList<>();
        vector.path("proof").forEach(hash -> hashes.add(Base64.getDecoder().decode(hash.asText())));
        return hashes;
    }
}
