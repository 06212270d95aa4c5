package io.concord.redaction;

/// A file that cannot be cleaned, and so cannot be published: broken, encrypted, too large, or of another kind.
public final class Unreadable extends IllegalArgumentException {

    private final Reason reason;

    Unreadable(String zh, String en) {
        super(en);
        this.reason = new Reason(zh, en);
    }

    Unreadable(String zh, String en, Throwable cause) {
        super(en, cause);
        this.reason = new Reason(zh, en);
    }

    public Reason reason() {
        return reason;
    }
}
