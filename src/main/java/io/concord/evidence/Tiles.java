package io.concord.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The layout of the public log: tiles of 256 hashes and bundles of 256 entries, and their paths under `/log/tile/`
/// (C2SP tlog-tiles).
public final class Tiles {

    /// Hashes in a full tile.
    public static final int WIDTH = 256;
    /// Tree levels that one tile spans.
    public static final int HEIGHT = 8;
    /// Bytes of a hash.
    public static final int HASH = 32;

    private Tiles() {}

    /// What a path under `/log/tile/` asks for.
    ///
    /// @param level 0–63, or -1 for a bundle of entries
    /// @param n index of the tile in its level
    /// @param width 1–256 hashes or entries
    public record Address(int level, long n, int width) {
        public boolean isEntries() {
            return level < 0;
        }

        public boolean isFull() {
            return width == WIDTH;
        }
    }

    /// Reads `<L>/<N>[.p/<W>]` or `entries/<N>[.p/<W>]`; empty for anything else, leading zeroes included.
    public static Optional<Address> parse(String path) {
        List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
        int level;
        String first = parts.removeFirst();
        if (first.equals("entries")) {
            level = -1;
        } else if (first.matches("0|[1-9]|[1-5][0-9]|6[0-3]")) {
            level = Integer.parseInt(first);
        } else {
            return Optional.empty();
        }
        int width = WIDTH;
        if (parts.size() >= 2 && parts.get(parts.size() - 2).endsWith(".p")) {
            String last = parts.removeLast();
            if (!last.matches("[1-9][0-9]{0,2}") || Integer.parseInt(last) >= WIDTH) {
                return Optional.empty();
            }
            width = Integer.parseInt(last);
            parts.add(parts.removeLast().replaceFirst("\\.p$", ""));
        }
        if (parts.isEmpty() || parts.size() > 6) {
            return Optional.empty();
        }
        long n = 0;
        for (int i = 0; i < parts.size(); i++) {
            String form = i < parts.size() - 1 ? "x[0-9]{3}" : "[0-9]{3}";
            if (!parts.get(i).matches(form)) {
                return Optional.empty();
            }
            n = n * 1000 + Integer.parseInt(parts.get(i).replace("x", ""));
        }
        Address address = new Address(level, n, width);
        return path.equals(path(address)) ? Optional.of(address) : Optional.empty();
    }

    /// The path of a tile or bundle, for example `0/x001/x234/067.p/12`.
    public static String path(Address address) {
        StringBuilder n = new StringBuilder(String.format("%03d", address.n % 1000));
        for (long rest = address.n / 1000; rest > 0; rest /= 1000) {
            n.insert(0, String.format("x%03d/", rest % 1000));
        }
        return (address.isEntries() ? "entries" : String.valueOf(address.level)) + "/" + n
                + (address.isFull() ? "" : ".p/" + address.width);
    }

    /// How many hashes the tile holds in a tree of that size: 256 when full, 0 when it does not exist yet.
    public static int widthAt(int level, long n, long treeSize) {
        long hashes = treeSize >>> (HEIGHT * level);
        return (int) Math.clamp(hashes - n * WIDTH, 0, WIDTH);
    }
}
