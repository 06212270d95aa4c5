package io.concord.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a record has come on its way to one recipient.
///
/// @param offeredAt when the recipient last fetched it
/// @param deliveredAt when the recipient's system said that it has stored it
/// @param receivedAt when an officer signed for it
/// @param quarantinedAt when it was set aside, since the recipient refuses it as wrong
/// @param expiredAt when it had been undelivered for longer than the policy allows
/// @param lastError what went wrong last on the way
public record DeliveryState(
        String recipient,
        String role,
        int attempts,
        @Nullable Instant offeredAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant receivedAt,
        @Nullable Instant quarantinedAt,
        @Nullable Instant expiredAt,
        @Nullable String lastError) {

    /// WAITING, OFFERED, QUARANTINED 隔离, DELIVERED 系统送达 or RECEIVED 签收.
    public String state() {
        if (receivedAt != null) {
            return "RECEIVED";
        }
        if (deliveredAt != null) {
            return "DELIVERED";
        }
        if (quarantinedAt != null) {
            return "QUARANTINED";
        }
        return offeredAt == null ? "WAITING" : "OFFERED";
    }
}
