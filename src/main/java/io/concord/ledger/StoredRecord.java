package io.concord.ledger;

import io.concord.evidence.SignedText;
import java.time.Instant;
import java.util.UUID;

/// A record as the ledger keeps it.
///
/// @param treeSize size of the tree whose checkpoint its acceptance names
/// @param registerVersion state of the register at acceptance
/// @param body canonical bytes
public record StoredRecord(
        UUID messageId,
        long leafIndex,
        long treeSize,
        String recordId,
        int recordVersion,
        String recordType,
        String matterId,
        String sender,
        long registerVersion,
        SignedText signedText,
        byte[] signature,
        byte[] salt,
        byte[] body,
        Instant acceptedAt) {}
