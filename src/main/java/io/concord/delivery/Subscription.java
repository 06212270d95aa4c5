package io.concord.delivery;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody's wish to be told of events (CloudEvents Subscriptions API), and how far it has come.
///
/// @param owner agency; null for the whole hub, which only operators may watch
/// @param createdBy agency or person
/// @param types of events, as `schemas/rules/events.yaml` names them
/// @param filters JSON array of CloudEvents filters
/// @param sink URL, or name of a queue or topic
/// @param next first entry of the log that was not looked at
/// @param refused events that the sink found wrong so often that they were left out
/// @param attempts failures in a row
/// @param refusals how often the sink has refused the event that is next
/// @param nextTry before which nothing is tried; null where nothing stands against it
public record Subscription(
        UUID id,
        @Nullable String owner,
        String createdBy,
        Instant createdAt,
        List<String> types,
        String filters,
        Protocol protocol,
        String sink,
        State state,
        long next,
        long sent,
        long refused,
        int attempts,
        int refusals,
        @Nullable Instant failingFrom,
        @Nullable Instant nextTry,
        @Nullable Instant sentAt,
        @Nullable String lastError) {

    /// How events are brought.
    public enum Protocol {
        HTTP,
        JMS,
        KAFKA
    }

    /// Where it stands.
    public enum State {
        /// The sink has not said yet that it wants events.
        WAITING,
        ACTIVE,
        /// By whoever made it, or by an operator.
        PAUSED,
        /// By the hub: the sink wants no more, or could not be reached for too long.
        STOPPED
    }

    /// The sink without what may be a password in it.
    public String address() {
        int query = sink.indexOf('?');
        return query < 0 ? sink : sink.substring(0, query) + "?…";
    }
}
