package io.concord.edge;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.envelope.AgencyCode;
import java.util.UUID;

/// A record from the mailbox, stored at this edge.
///
/// @param agency that received it
/// @param body canonical bytes
/// @param envelope the same, parsed
/// @param sha256 of the bytes, lower-case hex
/// @param sm3 of the bytes, lower-case hex
public record Arrived(
        AgencyCode agency,
        UUID messageId,
        String recordId,
        String recordType,
        byte[] body,
        JsonNode envelope,
        String sha256,
        String sm3) {}
