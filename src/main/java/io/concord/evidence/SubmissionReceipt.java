package io.concord.evidence;

import java.time.Instant;
import java.util.List;

/// What a submitter gets back, checked without trusting the hub: the entry that commits to its signed statement is
/// in the
/// log, and the log has signed for it.
public final class SubmissionReceipt {

    private SubmissionReceipt() {}

    /// @param kind of the log entry, `record` or `receipt`
    /// @param proof tlog-proof text
    /// @param keys verifier keys of the log that are trusted; each must have signed
    /// @return what is wrong, empty when the receipt holds
    public static List<String> check(
            String kind,
            Instant acceptedAt,
            byte[] salt,
            byte[] signedText,
            byte[] signature,
            String proof,
            List<NoteKey> keys) {
        try {
            TlogProof parsed = TlogProof.parse(proof);
            byte[] entry =
                    LogEntry.of(kind, acceptedAt, salt, signedText, signature).bytes();
            if (!parsed.proves(entry)) {
                return List.of("the proof does not lead from our statement to the checkpoint");
            }
            List<NoteKey> own = keys.stream()
                    .filter(key -> key.name().equals(parsed.head().origin()))
                    .toList();
            if (own.isEmpty() || !own.stream().allMatch(parsed.note()::isSignedBy)) {
                return List.of("the checkpoint is not signed by the log that we know");
            }
            return List.of();
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
