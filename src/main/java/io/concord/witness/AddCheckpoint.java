package io.concord.witness;

import io.concord.evidence.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What a log asks of a witness (C2SP tlog-witness, `add-checkpoint`).
///
/// @param oldSize of the checkpoint that the witness is thought to have cosigned last; 0 for none
/// @param proof that the tree of that size is a prefix of the new one, 32 bytes each
/// @param checkpoint as the log signed it
public record AddCheckpoint(long oldSize, List<byte[]> proof, SignedNote checkpoint) {

    /// The most lines of a proof that the specification allows.
    private static final int MOST_LINES = 63;

    public AddCheckpoint {
        proof = List.copyOf(proof);
    }

    public String written() {
        StringBuilder out = new StringBuilder("old ").append(oldSize).append('\n');
        proof.forEach(
                hash -> out.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
        return out.append('\n').append(checkpoint.written()).toString();
    }

    /// @throws IllegalArgumentException when the bytes are no such request
    public static AddCheckpoint parse(byte[] request) {
        String text = new String(request, StandardCharsets.UTF_8);
        int split = text.indexOf("\n\n");
        if (split < 0) {
            throw new IllegalArgumentException("no empty line before the checkpoint");
        }
        List<String> lines = List.of(text.substring(0, split).split("\n"));
        if (!lines.getFirst().matches("old (0|[1-9][0-9]{0,17})") || lines.size() > 1 + MOST_LINES) {
            throw new IllegalArgumentException("the first line is `old` and a size, then come at most 63 hashes");
        }
        List<byte[]> proof = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            byte[] hash = Base64.getDecoder().decode(line);
            if (hash.length != 32) {
                throw new IllegalArgumentException("a proof hash has 32 bytes: " + line);
            }
            proof.add(hash);
        }
        return new AddCheckpoint(
                Long.parseLong(lines.getFirst().substring("old ".length())),
                proof,
                SignedNote.parse(text.substring(split + 2)));
    }
}
