package io.concord.platform;

import org.jspecify.annotations.Nullable;

/// The program cannot start as things are; the message says what to change, in both languages, and is all that is
/// shown.
public class CannotStart extends RuntimeException {

    public CannotStart(@Nullable String message) {
        super(message);
    }
}
