package io.concord.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.Seeds;
import io.concord.evidence.Merkle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TileTreeTest {

    static LongStream seeds() {
        return Seeds.of(20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesTheRootsAndProofsOfThePlainTreeAndSurvivesItsStore(long seed) {
        Random random = new Random(seed);
        Map<TileTree.Key, byte[]> store = new HashMap<>();
        List<byte[]> leaves = new ArrayList<>();
        TileTree tree = new TileTree(0, (level, n) -> load(store, level, n));
        for (int batch = 0; batch < 12; batch++) {
            for (int i = random.nextInt(1, 400); i > 0; i--) {
                byte[] leaf = Merkle.leafHash(Integer.toString(random.nextInt()).getBytes(StandardCharsets.US_ASCII));
                leaves.add(leaf);
                tree.append(leaf);
            }
            store.putAll(tree.takeChanged());
            assertThat(Merkle.root(tree.size(), tree)).isEqualTo(Merkle.rootOf(leaves));
            if (random.nextBoolean()) {
                tree = new TileTree(leaves.size(), (level, n) -> load(store, level, n));
            }
            long older = random.nextLong(1, leaves.size() + 1);
            long index = random.nextLong(older);
            byte[] olderRoot = Merkle.root(older, tree);
            assertThat(Merkle.includes(
                            olderRoot, older, index, leaves.get((int) index), Merkle.inclusion(index, older, tree)))
                    .isTrue();
        }
    }

    @Test
    void needsNothingButItsRightEdgeForTheRootOfALargeTree() {
        List<byte[]> leaves = new ArrayList<>();
        TileTree tree = new TileTree(0, (level, n) -> new byte[0]);
        byte[] leaf = Merkle.leafHash(new byte[0]);
        for (int i = 0; i < 140_000; i++) {
            leaves.add(leaf);
            tree.append(leaf);
            if (i % 1000 == 0) {
                tree.takeChanged();
            }
        }
        assertThat(Merkle.root(tree.size(), tree)).isEqualTo(Merkle.rootOf(leaves));
    }

    private static byte[] load(Map<TileTree.Key, byte[]> store, int level, long n) {
        byte[] bytes = store.getOrDefault(new TileTree.Key(level, n), new byte[0]);
        return Arrays.copyOf(bytes, bytes.length);
    }
}
