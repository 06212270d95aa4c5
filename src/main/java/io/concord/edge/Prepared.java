package io.concord.edge;

import io.concord.envelope.AgencyCode;
import java.util.UUID;

/// A record whose bytes are fixed and signed, ready to be submitted as often as it takes.
///
/// @param nativeKey of the row that it was made from
/// @param body canonical bytes
/// @param outdated whether the row has changed since; what was fixed first is what counts
public record Prepared(
        AgencyCode agency,
        String source,
        String nativeKey,
        UUID messageId,
        String recordId,
        byte[] body,
        byte[] signature,
        boolean outdated) {}
