package io.concord.edge;

import io.concord.envelope.AgencyCode;
import java.util.UUID;

/// A record whose bytes are fixed and signed, ready to be submitted as often as it takes.
///
/// @param connection over which the native document came
/// @param nativeKey of the document that it was made from
/// @param body canonical bytes
/// @param outdated whether the document has changed since; what was fixed first is what counts
public record Prepared(
        AgencyCode agency,
        String connection,
        String nativeKey,
        UUID messageId,
        String recordId,
        byte[] body,
        byte[] signature,
        boolean outdated) {}
