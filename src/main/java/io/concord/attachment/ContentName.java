package io.concord.attachment;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file by what is in it: `sm3:<hex>` or `sha256:<hex>`.
///
/// @param sm3 whether by SM3, otherwise by SHA-256
/// @param hex 64 lower-case digits
public record ContentName(boolean sm3, String hex) {

    private static final Pattern WRITTEN = Pattern.compile("(sm3|sha256):([0-9a-f]{64})");

    public static Optional<ContentName> parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        return written.matches()
                ? Optional.of(new ContentName(written.group(1).equals("sm3"), written.group(2)))
                : Optional.empty();
    }

    /// As an envelope has it.
    ///
    /// @param algorithm `SM3` or `SHA-256`
    public static ContentName of(String algorithm, String digest) {
        return new ContentName(algorithm.equals("SM3"), digest);
    }

    @Override
    public String toString() {
        return (sm3 ? "sm3:" : "sha256:") + hex;
    }
}
