package io.concord.evidence;

import java.util.ArrayList;
import java.util.List;

/// Which logs a verifier trusts, and how many witnesses must have cosigned (C2SP tlog-policy).
///
/// Witness and group lines are understood once the hub has witnesses; until then a policy that asks for any is
/// refused rather than passed over.
///
/// @param logs trusted verifier keys; a checkpoint must be signed by every key of its origin that is listed
public record Policy(List<NoteKey> logs) {

    public Policy {
        logs = List.copyOf(logs);
    }

    /// The text of a policy without witnesses for these keys.
    public static String text(List<NoteKey> logs) {
        StringBuilder out = new StringBuilder();
        logs.forEach(key -> out.append("log ").append(key.vkey()).append('\n'));
        return out.append("quorum none\n").toString();
    }

    /// @throws IllegalArgumentException when the text is not a policy that this verifier can keep
    public static Policy parse(String text) {
        List<NoteKey> logs = new ArrayList<>();
        boolean quorum = false;
        for (String line : text.split("\n")) {
            List<String> words = List.of(line.strip().split("[ \t]+"));
            switch (words.getFirst()) {
                case "" -> {}
                case "log" -> {
                    if (words.size() < 2) {
                        throw new IllegalArgumentException("policy: log without a key");
                    }
                    logs.add(NoteKey.parse(words.get(1)));
                }
                case "quorum" -> {
                    if (quorum || words.size() != 2 || !words.get(1).equals("none")) {
                        throw new IllegalArgumentException("policy: only one line `quorum none` is supported: " + line);
                    }
                    quorum = true;
                }
                default -> {
                    if (!words.getFirst().startsWith("#")) {
                        throw new IllegalArgumentException("policy: not supported: " + line);
                    }
                }
            }
        }
        if (!quorum) {
            throw new IllegalArgumentException("policy: the quorum line is missing");
        }
        return new Policy(logs);
    }
}
