package io.concord.redaction;

/// A place in a text that should not be published as it stands.
///
/// @param start first character, from 0, in UTF-16 units of the text as given
/// @param end the character after the last
/// @param original the text between them
/// @param mask what takes its place
/// @param confidence 0 to 1; 1 where the matter's own data say so or a check digit does
public record Finding(Kind kind, int start, int end, String original, String mask, Reason reason, double confidence) {
    public Finding {
        if (start < 0 || end - start != original.length() || original.isEmpty()) {
            throw new IllegalArgumentException("no span " + start + "–" + end + " of " + original);
        }
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("no confidence: " + confidence);
        }
    }
}
