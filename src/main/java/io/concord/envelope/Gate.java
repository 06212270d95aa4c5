package io.concord.envelope;

/// What the strict gate says of some bytes.
public sealed interface Gate {

    /// The bytes are their own canonical form.
    ///
    /// @param nfc whether all text is in Unicode Normalization Form C, as text that is compared or searched must be
    record Passed(boolean nfc) implements Gate {}

    /// The bytes may not be signed, stored or forwarded.
    ///
    /// @param offset of the first offending byte, from 0
    record Refused(JsonFault fault, int offset) implements Gate {}
}
