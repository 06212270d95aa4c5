package io.concord.ledger;

import io.concord.problem.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Has the last word on records that depend on what was accepted before them, in the one order of the log: no
/// two
/// records can be judged on the same state and both be right.
public interface CommitJudge {

    /// Opens for one batch, inside its transaction.
    Sitting open(Connection connection, List<SignedRecord> batch) throws SQLException;

    /// One batch.
    interface Sitting {

        /// Judges a record on what stands before it, those of the same batch included, and takes note of it
        /// unless
        /// something stands against it.
        ///
        /// @return reasons against it, empty when it is accepted
        List<Reason> judge(SignedRecord record, long leafIndex, Instant acceptedAt);

        /// Stores what the accepted records have changed.
        void write() throws SQLException;
    }
}
