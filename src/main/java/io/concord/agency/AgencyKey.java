package io.concord.agency;

import io.concord.crypto.VerifyingKey;
import io.concord.envelope.AgencyCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key with which an agency signs, over the time that it may.
///
/// @param certificate PEM
/// @param chain PEM of the issuing authority
/// @param revokedAt from when it may not be used any more; null while it may
public record AgencyKey(
        AgencyCode agency,
        VerifyingKey key,
        String certificate,
        String chain,
        Instant validFrom,
        Instant validTo,
        @Nullable Instant revokedAt) {

    /// What can be said of a key at a moment.
    public enum Standing {
        VALID,
        NOT_YET_VALID,
        EXPIRED,
        REVOKED
    }

    public Standing at(Instant moment) {
        if (revokedAt != null && !moment.isBefore(revokedAt)) {
            return Standing.REVOKED;
        }
        if (moment.isBefore(validFrom)) {
            return Standing.NOT_YET_VALID;
        }
        return moment.isAfter(validTo) ? Standing.EXPIRED : Standing.VALID;
    }
}
