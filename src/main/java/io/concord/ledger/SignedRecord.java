package io.concord.ledger;

import io.concord.envelope.Envelope;
import io.concord.evidence.SignedText;
import java.time.Instant;

/// A record that has passed every check and only needs to be accepted.
///
/// @param signedText what the sender signed
/// @param signature the sender's
/// @param kind of its log entry, `record` or `receipt`
/// @param acknowledge how its mailbox items end, `signed` or `cursor`
/// @param keyValidTo when the signer's key ends; it must still be valid at the commit
/// @param registerVersion state of the register that the sender's key was checked against
public record SignedRecord(
        Envelope envelope,
        SignedText signedText,
        byte[] signature,
        String kind,
        String acknowledge,
        long registerVersion,
        Instant keyValidTo) {}
