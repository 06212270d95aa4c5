package io.concord.evidence;

import io.concord.crypto.Digests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The Merkle tree of RFC 6962 §2.1 over SHA-256: roots and proofs, and their checks by RFC 9162 §2.1.3–2.1.4.
public final class Merkle {

    private static final byte[] LEAF = {0};
    private static final byte[] NODE = {1};

    private Merkle() {}

    /// Where the hashes of complete subtrees come from.
    @FunctionalInterface
    public interface Nodes {
        /// The hash of the complete subtree over leaves `[index·2^level, (index+1)·2^level)`.
        byte[] node(int level, long index);
    }

    public static byte[] leafHash(byte[] entry) {
        return Digests.sha256(LEAF, entry);
    }

    public static byte[] nodeHash(byte[] left, byte[] right) {
        return Digests.sha256(NODE, left, right);
    }

    /// Root of the first `size` leaves; for none the hash of nothing.
    public static byte[] root(long size, Nodes nodes) {
        return size == 0 ? Digests.sha256() : subtree(0, size, nodes);
    }

    /// Proof that leaf `index` is in the tree of that size, from the leaf's sibling up.
    ///
    /// @throws IllegalArgumentException unless 0 ≤ index < size
    public static List<byte[]> inclusion(long index, long size, Nodes nodes) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("leaf " + index + " is not in a tree of " + size);
        }
        List<byte[]> proof = new ArrayList<>();
        long low = 0;
        long high = size;
        while (high - low > 1) {
            long middle = low + largestPowerOfTwoBelow(high - low);
            if (index < middle) {
                proof.add(subtree(middle, high, nodes));
                high = middle;
            } else {
                proof.add(subtree(low, middle, nodes));
                low = middle;
            }
        }
        return proof.reversed();
    }

    /// Proof that the tree of size `older` is a prefix of the tree of size `newer`; empty where either is trivial.
    ///
    /// @throws IllegalArgumentException unless 0 ≤ older ≤ newer
    public static List<byte[]> consistency(long older, long newer, Nodes nodes) {
        if (older < 0 || older > newer) {
            throw new IllegalArgumentException("no tree of " + older + " inside one of " + newer);
        }
        List<byte[]> proof = new ArrayList<>();
        if (older == 0 || older == newer) {
            return proof;
        }
        long low = 0;
        long high = newer;
        // RFC 6962 §2.1.2: the old root itself is left out while the old tree still is a complete left subtree.
        boolean leftmost = true;
        while (older != high) {
            long middle = low + largestPowerOfTwoBelow(high - low);
            if (older <= middle) {
                proof.add(subtree(middle, high, nodes));
                high = middle;
            } else {
                proof.add(subtree(low, middle, nodes));
                low = middle;
                leftmost = false;
            }
        }
        if (!leftmost) {
            proof.add(subtree(low, high, nodes));
        }
        return proof.reversed();
    }

    /// Whether the proof shows that a leaf of this hash stands at `index` in the tree of that size and root.
    public static boolean includes(byte[] root, long size, long index, byte[] leafHash, List<byte[]> proof) {
        if (index < 0 || index >= size) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : proof) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = nodeHash(sibling, hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                hash = nodeHash(hash, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(hash, root);
    }

    /// Whether the proof shows that the older tree is a prefix of the newer one.
    public static boolean isPrefix(long older, byte[] olderRoot, long newer, byte[] newerRoot, List<byte[]> proof) {
        if (older <= 0 || older > newer) {
            // Everything extends the empty tree, so a proof from it would prove nothing.
            return false;
        }
        if (older == newer) {
            return proof.isEmpty() && Arrays.equals(olderRoot, newerRoot);
        }
        if (proof.isEmpty()) {
            return false;
        }
        List<byte[]> path = new ArrayList<>(proof);
        if (Long.bitCount(older) == 1) {
            path.addFirst(olderRoot);
        }
        long fn = older - 1;
        long sn = newer - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        byte[] fr = path.getFirst();
        byte[] sr = path.getFirst();
        for (byte[] hash : path.subList(1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = nodeHash(hash, fr);
                sr = nodeHash(hash, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = nodeHash(sr, hash);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && Arrays.equals(fr, olderRoot) && Arrays.equals(sr, newerRoot);
    }

    /// Root of a list of leaf hashes held in memory.
    public static byte[] rootOf(List<byte[]> leafHashes) {
        return root(leafHashes.size(), over(leafHashes));
    }

    /// The subtrees of a list of leaf hashes held in memory.
    public static Nodes over(List<byte[]> leafHashes) {
        return new Nodes() {
            @Override
            public byte[] node(int level, long index) {
                return level == 0
                        ? leafHashes.get((int) index)
                        : nodeHash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
            }
        };
    }

    /// Root over leaves `[low, high)`, where `low` is a multiple of the largest power of two not above the width.
    private static byte[] subtree(long low, long high, Nodes nodes) {
        long width = high - low;
        if (Long.bitCount(width) == 1) {
            return nodes.node(Long.numberOfTrailingZeros(width), low / width);
        }
        long middle = low + largestPowerOfTwoBelow(width);
        return nodeHash(subtree(low, middle, nodes), subtree(middle, high, nodes));
    }

    private static long largestPowerOfTwoBelow(long n) {
        return Long.highestOneBit(n - 1);
    }
}
