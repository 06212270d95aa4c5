package io.concord.evidence;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A self-contained proof that an entry is in a log (C2SP tlog-proof).
///
/// @param index of the entry, from 0
/// @param path from the leaf's sibling up, 32 bytes each
/// @param checkpoint the signed note, verbatim
public record TlogProof(long index, List<byte[]> path, String checkpoint) {

    private static final String HEADER = "c2sp.org/tlog-proof@v1\n";

    public TlogProof {
        path = List.copyOf(path);
    }

    public String written() {
        StringBuilder out =
                new StringBuilder(HEADER).append("index ").append(index).append('\n');
        path.forEach(
                hash -> out.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        return out.append('\n').append(checkpoint).toString();
    }

    /// @throws IllegalArgumentException when the text is not a proof
    public static TlogProof parse(String text) {
        int split = text.indexOf("\n\n");
        if (!text.startsWith(HEADER) || split < 0) {
            throw new IllegalArgumentException("not a tlog-proof");
        }
        List<String> lines =
                new ArrayList<>(List.of(text.substring(HEADER.length(), split).split("\n")));
        if (lines.getFirst().startsWith("extra ")) {
            lines.removeFirst();
        }
        if (lines.isEmpty() || !lines.getFirst().matches("index (0|[1-9][0-9]{0,18})")) {
            throw new IllegalArgumentException("a tlog-proof needs an index line");
        }
        long index = Long.parseLong(lines.removeFirst().substring("index ".length()));
        List<byte[]> path = new ArrayList<>();
        for (String line : lines) {
            byte[] hash = Base64.getDecoder().decode(line);
            if (hash.length != Tiles.HASH) {
                throw new IllegalArgumentException("a proof hash has 32 bytes: " + line);
            }
            path.add(hash);
        }
        return new TlogProof(index, path, text.substring(split + 2));
    }

    public SignedNote note() {
        return SignedNote.parse(checkpoint);
    }

    public Checkpoint head() {
        return Checkpoint.parse(note().text());
    }

    /// Whether this entry stands at the index in the checkpointed tree; says nothing of who signed the checkpoint.
    public boolean proves(byte[] entry) {
        Checkpoint head = head();
        return Merkle.includes(head.root(), head.size(), index, Merkle.leafHash(entry), path);
    }
}
