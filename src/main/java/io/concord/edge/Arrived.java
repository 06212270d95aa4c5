package io.concord.edge;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.envelope.AgencyCode;
import java.util.UUID;

/// A record from the mailbox, stored at this edge.
///
/// @param agency that received it
public record Arrived(
        AgencyCode agency,
        UUID messageId,
        String recordId,
        String recordType,
        byte[] body,
        JsonNode envelope,
        String sha256,
        String sm3) {}
