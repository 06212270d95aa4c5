package io.concord.redaction;

/// Why something was found, for the reviewer.
public record Reason(String zh, String en) {}
