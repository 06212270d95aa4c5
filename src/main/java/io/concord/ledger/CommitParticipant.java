package io.concord.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Writes something of its own in the commit that makes records durable, so that neither is ever without the other.
@FunctionalInterface
public interface CommitParticipant {

    /// Called with the records of one batch in the order of the log, inside the transaction.
    void join(Connection connection, List<Accepted> batch) throws SQLException;

    /// One record of the batch with its place.
    record Accepted(SignedRecord record, long leafIndex) {}
}
