package io.concord.evidence;

/// One line of a verification.
///
/// @param name stable name of the check, for example `receipts/1/ signature`
/// @param passed whether it held
/// @param detail what was compared, or what failed
public record Check(String name, boolean passed, String detail) {}
