package io.concord.delivery;

import io.concord.ledger.StoredRecord;

/// Pushes records to a recipient's system over one kind of transport. What a system answers is not its receipt: that is
/// a
/// signed record of its own.
public interface Channel {

    /// Of which channels an address is.
    boolean serves(String channel);

    /// Pushes once and waits for the answer.
    Pushed push(Endpoint endpoint, StoredRecord record);

    /// @param address as the channel's route understands it
    record Endpoint(String recipient, String channel, String address) {}

    /// What came of it.
    sealed interface Pushed {
        /// The system has taken it; its receipt is still to come.
        record Taken() implements Pushed {}

        /// The system says that the record is wrong.
        record Refused(String why) implements Pushed {}

        /// The system could not be reached, or could not take anything.
        record Failed(String why) implements Pushed {}
    }
}
