package io.concord.redaction;

import org.jspecify.annotations.Nullable;

/// By what readers could tell a case from others.
///
/// @param county as written in the text, for example `江东区`
/// @param year of the facts
/// @param amountFen of the whole case, in fen (分); null where there is none
public record Facts(
        String county, String trade, int year, @Nullable Long amountFen) {}
