package io.concord.delivery;

import java.time.Instant;
import java.util.UUID;

/// A record that a recipient has not received for longer than its policy allows.
///
/// @param attempts how often it was offered or pushed
public record Undelivered(
        String recipient,
        long leafIndex,
        UUID messageId,
        String recordId,
        String matterId,
        String sender,
        Instant acceptedAt,
        int attempts) {}
