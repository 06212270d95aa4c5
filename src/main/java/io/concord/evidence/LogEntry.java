package io.concord.evidence;

import io.concord.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// One public leaf of the log (`docs/protocol.md` §4): says that something of a kind was accepted at a time, and
/// commits to it under a salt. No names, no numbers: the body and its salt can be erased later without breaking any
/// other proof.
///
/// @param kind what was accepted: `record`, `receipt` or `key`
/// @param time UTC, to the millisecond
/// @param sha256 lower-case hex SHA-256(salt ‖ statement)
/// @param sm3 lower-case hex SM3(salt ‖ statement)
public record LogEntry(String kind, Instant time, String sha256, String sm3) {

    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /// Salt length in bytes.
    public static final int SALT_BYTES = 32;

    public LogEntry {
        time = time.truncatedTo(ChronoUnit.MILLIS);
    }

    /// Commits to a statement: the bytes of the signed text followed by the bytes of the signature.
    public static LogEntry of(String kind, Instant time, byte[] salt, byte[] signedText, byte[] signature) {
        return new LogEntry(
                kind,
                time,
                Digests.hex(Digests.sha256(salt, signedText, signature)),
                Digests.hex(Digests.sm3(salt, signedText, signature)));
    }

    /// The leaf's bytes: canonical JSON.
    public byte[] bytes() {
        return ("{\"kind\":\"" + kind + "\",\"sha256\":\"" + sha256 + "\",\"sm3\":\"" + sm3 + "\",\"time\":\""
                        + written(time) + "\",\"version\":1}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /// An instant as entries and answers write it, for example `2026-01-13T08:00:00.000Z`.
    public static String written(Instant time) {
        return MILLIS.format(time);
    }
}
