package io.concord.delivery;

import io.concord.delivery.Channel.Pushed;

/// Brings events to those who have subscribed.
public interface Sink {

    /// @param id of the event; the same each time it is sent
    /// @param key events of one key keep their order in a topic
    /// @param body the event in the structured JSON form of CloudEvents 1.0
    record Notice(String id, String key, byte[] body) {}

    /// Asks an HTTP address whether it wants events of this hub, as the CloudEvents web hook specification has it.
    ///
    /// @param origin host of this hub
    Pushed ask(String address, String origin);

    /// Sends once and waits for the answer. [Pushed.Refused] is about the event, [Pushed.Failed] about the sink.
    Pushed send(Subscription.Protocol protocol, String sink, Notice notice);
}
