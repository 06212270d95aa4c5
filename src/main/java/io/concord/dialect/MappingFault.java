package io.concord.dialect;

import io.concord.problem.Reason;

/// A native value cannot be mapped; says which field holds it and what is wrong.
public final class MappingFault extends RuntimeException {

    private final Reason reason;

    MappingFault(String field, String zh, String en) {
        super(field + ": " + en, null, false, false);
        this.reason = new Reason("mapping-failed", field, zh, en);
    }

    public Reason reason() {
        return reason;
    }
}
