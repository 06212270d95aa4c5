package io.concord.edge;

import io.concord.envelope.AgencyCode;
import java.util.UUID;

/// A record whose bytes are fixed and signed, ready to be submitted as often as it takes.
///
/// @param nativeKey of the row that it was made from
/// @param body canonical bytes
public record Prepared(
        AgencyCode agency,
        String source,
        String nativeKey,
        UUID messageId,
        String recordId,
        byte[] body,
        byte[] signature) {}
