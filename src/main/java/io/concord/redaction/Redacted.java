package io.concord.redaction;

/// A text with its findings masked.
///
/// @param map which mask stands for what; to be kept encrypted, away from the text
public record Redacted(String text, MaskMap map) {}
