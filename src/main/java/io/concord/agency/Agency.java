package io.concord.agency;

import io.concord.envelope.AgencyCode;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// A body that may send or receive.
///
/// @param validTo last day; null while it takes part
public record Agency(
        AgencyCode code,
        String name,
        LocalDate validFrom,
        @Nullable LocalDate validTo) {

    public boolean takesPartOn(LocalDate day) {
        return !day.isBefore(validFrom) && (validTo == null || !day.isAfter(validTo));
    }
}
