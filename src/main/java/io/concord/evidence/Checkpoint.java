package io.concord.evidence;

import java.util.Base64;

/// The head of the log: which tree of which log (C2SP tlog-checkpoint).
///
/// @param origin the log's name, schema-less URL
/// @param size number of leaves
/// @param root SHA-256 root, 32 bytes
public record Checkpoint(String origin, long size, byte[] root) {

    /// The note text: three lines.
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root) + "\n";
    }

    /// Reads a note text; extension lines after the third are allowed and ignored.
    ///
    /// @throws IllegalArgumentException when it is not a checkpoint
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length < 4 || lines[0].isEmpty() || !lines[1].matches("0|[1-9][0-9]{0,18}") || !text.endsWith("\n")) {
            throw new IllegalArgumentException("not a checkpoint");
        }
        byte[] root = Base64.getDecoder().decode(lines[2]);
        if (root.length != 32) {
            throw new IllegalArgumentException("a checkpoint's root has 32 bytes, not " + root.length);
        }
        return new Checkpoint(lines[0], Long.parseLong(lines[1]), root);
    }
}
