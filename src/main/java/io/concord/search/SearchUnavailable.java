package io.concord.search;

/// The engine is away or not ready; the same question may be answered later.
public final class SearchUnavailable extends RuntimeException {

    public SearchUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
