package io.concord.edge;

import org.springframework.stereotype.Component;

/// Whether this edge reaches its hub.
@Component
public class HubReach {

    private final Sender sender;

    HubReach(Sender sender) {
        this.sender = sender;
    }

    /// As of the last attempt; true while nothing was to be sent.
    public boolean isReachable() {
        return sender.isHubReachable();
    }
}
