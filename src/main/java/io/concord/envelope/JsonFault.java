package io.concord.envelope;

import java.util.Locale;

/// Why bytes may not pass the gate; one problem code each (`docs/protocol.md` §2).
public enum JsonFault {
    TOO_LARGE,
    INVALID_UTF8,
    BYTE_ORDER_MARK,
    SYNTAX,
    DUPLICATE_KEY,
    LONE_SURROGATE,
    NONCHARACTER,
    NUL,
    FRACTION_OR_EXPONENT,
    INTEGER_RANGE,
    LEADING_ZERO,
    TOO_DEEP,
    TRAILING_BYTES,
    NOT_CANONICAL;

    /// The problem code, for example `json-not-canonical`.
    public String code() {
        return "json-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
