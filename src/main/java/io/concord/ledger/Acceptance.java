package io.concord.ledger;

import java.time.Instant;
import java.util.UUID;

/// What the submitter gets once its record is durable: everything that its proof needs, the record itself aside.
///
/// @param acceptedAt UTC, to the millisecond
/// @param salt 32 bytes
/// @param proof tlog-proof text at the tree size of its own batch; the same for every later submission of the
/// record
public record Acceptance(
        UUID messageId, String recordId, long leafIndex, Instant acceptedAt, byte[] salt, String proof) {}
