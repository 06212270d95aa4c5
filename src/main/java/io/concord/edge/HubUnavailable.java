package io.concord.edge;

import org.jspecify.annotations.Nullable;

/// The hub could not be reached or could not answer; the same call is to be made again later.
public final class HubUnavailable extends RuntimeException {

    HubUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
