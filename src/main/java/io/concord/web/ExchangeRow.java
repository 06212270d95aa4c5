package io.concord.web;

import io.concord.witness.Witnesses;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// One line of the exchange list.
///
/// @param typeName in the reader's language
/// @param recipients names with their states
/// @param seen by which witnesses
public record ExchangeRow(
        UUID messageId,
        long leafIndex,
        Instant acceptedAt,
        String typeName,
        String recordId,
        String docNo,
        String title,
        String sender,
        List<Recipient> recipients,
        String suite,
        Witnesses.Seen seen) {

    /// @param state WAITING, OFFERED, DELIVERED or RECEIVED
    public record Recipient(String name, String role, String state) {}
}
