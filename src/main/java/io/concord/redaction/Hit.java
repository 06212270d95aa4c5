package io.concord.redaction;

import org.jspecify.annotations.Nullable;

/// A finding before its mask is chosen.
///
/// @param entity whom it names, so that all its names get one mask; null where the mask needs no memory
/// @param form for a person what follows the mask, for example 经理; otherwise the mask itself; null where the
/// entity decides alone
record Hit(
        Kind kind,
        int start,
        int end,
        double confidence,
        Reason reason,
        @Nullable String entity,
        @Nullable String form) {

    static Hit masked(Kind kind, int start, int end, double confidence, Reason reason, String mask) {
        return new Hit(kind, start, end, confidence, reason, null, mask);
    }

    boolean overlaps(int from, int to) {
        return start < to && from < end;
    }
}
