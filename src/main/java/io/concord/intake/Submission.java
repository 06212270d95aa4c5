package io.concord.intake;

import io.concord.envelope.AgencyCode;
import org.jspecify.annotations.Nullable;

/// What a caller hands in, as it came.
///
/// @param body said to be a canonical envelope
/// @param suite said signature suite
/// @param key said key id: hex SHA-256 of the SubjectPublicKeyInfo
/// @param signature said signature, base64
/// @param caller the agency that the transport has authenticated
public record Submission(
        byte[] body,
        @Nullable String suite,
        @Nullable String key,
        @Nullable String signature,
        AgencyCode caller) {}
