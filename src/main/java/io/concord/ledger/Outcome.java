package io.concord.ledger;

import io.concord.problem.Reason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// What came of handing a signed record to the ledger.
public sealed interface Outcome {

    /// The record is stored; it was before when this is a replay.
    record Accepted(Acceptance acceptance, boolean replay) implements Outcome {}

    /// The message id stands for other content.
    record OtherContent(UUID messageId) implements Outcome {}

    /// The signer's key expired while the record waited for its commit.
    record KeyExpired(Instant validTo) implements Outcome {}

    /// What was accepted before stands against it.
    record Refused(List<Reason> reasons) implements Outcome {}

    /// The record id and version stand for another message.
    record RecordIdTaken(String recordId, int recordVersion) implements Outcome {}
}
