package io.concord.ledger;

import io.concord.evidence.Merkle;
import io.concord.evidence.Tiles;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The Merkle tree kept as tiles: appends leaves, and knows every complete subtree's hash.
///
/// Not shared between threads. After an append it holds what is not yet stored; when storing fails it must be
/// dropped.
final class TileTree implements Merkle.Nodes {

    /// Tiles kept at most; a proof needs one a level and side, a tree of 10^9 has four levels.
    private static final int CACHED = 64;

    /// Set anew for each transaction, so that a batch needs no second connection.
    private Source source;
    private final Map<Key, Tile> tiles = new LinkedHashMap<>(CACHED * 2, 0.75f, true);
    private final Map<Key, Tile> changed = new TreeMap<>();
    private long size;

    /// Where stored tiles come from.
    @FunctionalInterface
    interface Source {
        /// The hashes of a stored tile, as many as there are.
        byte[] load(int level, long n);
    }

    record Key(int level, long n) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return level != other.level ? Integer.compare(level, other.level) : Long.compare(n, other.n);
        }
    }

    TileTree(long size, Source source) {
        this.size = size;
        this.source = source;
    }

    void readFrom(Source newSource) {
        source = newSource;
    }

    long size() {
        return size;
    }

    void append(byte[] leafHash) {
        append(0, size, leafHash);
        size++;
    }

    private void append(int level, long index, byte[] hash) {
        Key key = new Key(level, index / Tiles.WIDTH);
        Tile tile = index % Tiles.WIDTH == 0 ? new Tile(new byte[0]) : tile(key);
        tiles.put(key, tile);
        changed.put(key, tile);
        tile.add(hash);
        if (tile.width == Tiles.WIDTH) {
            append(level + 1, key.n, tile.subtree(Tiles.HEIGHT, 0));
        }
    }

    @Override
    public byte[] node(int level, long index) {
        int inside = level % Tiles.HEIGHT;
        long first = index << inside;
        return tile(new Key(level / Tiles.HEIGHT, first / Tiles.WIDTH)).subtree(inside, (int) (first % Tiles.WIDTH));
    }

    /// The tiles that appends have changed since the last call, with all their hashes.
    Map<Key, byte[]> takeChanged() {
        Map<Key, byte[]> out = new LinkedHashMap<>();
        changed.forEach((key, tile) -> out.put(key, tile.bytes()));
        changed.clear();
        // Full tiles can be loaded again; those at the right edge are what every root is made of and stay.
        int surplus = tiles.size() - CACHED;
        for (Iterator<Tile> it = tiles.values().iterator(); surplus > 0 && it.hasNext(); ) {
            if (it.next().width == Tiles.WIDTH) {
                it.remove();
                surplus--;
            }
        }
        return out;
    }

    private Tile tile(Key key) {
        Tile tile = tiles.get(key);
        if (tile == null) {
            tile = new Tile(source.load(key.level, key.n));
            tiles.put(key, tile);
        }
        return tile;
    }

    /// Up to 256 hashes, and the complete subtrees over them as far as they were asked for.
    private static final class Tile {
        private byte[] hashes;
        private int width;
        /// Heap order: the root of height 8 at 1, the pairs from 128 on. Only complete subtrees, which never
        /// change.
        private final byte[] @Nullable [] inner = new byte[Tiles.WIDTH][];

        Tile(byte[] hashes) {
            this.hashes = hashes;
            this.width = hashes.length / Tiles.HASH;
        }

        void add(byte[] hash) {
            if (hashes.length < (width + 1) * Tiles.HASH) {
                hashes = Arrays.copyOf(hashes, Math.clamp(2L * hashes.length, 1024, Tiles.WIDTH * Tiles.HASH));
            }
            System.arraycopy(hash, 0, hashes, width * Tiles.HASH, Tiles.HASH);
            width++;
        }

        byte[] bytes() {
            return Arrays.copyOf(hashes, width * Tiles.HASH);
        }

        /// The hash over `2^height` hashes from `offset` on.
        byte[] subtree(int height, int offset) {
            if (offset + (1 << height) > width) {
                throw new IllegalStateException("the tile has only " + width + " hashes; the stored tree is damaged");
            }
            if (height == 0) {
                return Arrays.copyOfRange(hashes, offset * Tiles.HASH, (offset + 1) * Tiles.HASH);
            }
            int slot = (1 << (Tiles.HEIGHT - height)) + (offset >> height);
            byte[] known = inner[slot];
            if (known == null) {
                known = Merkle.nodeHash(subtree(height - 1, offset), subtree(height - 1, offset + (1 << (height - 1))));
                inner[slot] = known;
            }
            return known;
        }
    }
}
