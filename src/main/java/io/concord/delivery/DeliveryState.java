package io.concord.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a record has come on its way to one recipient.
///
/// @param offeredAt when the recipient last fetched it
/// @param deliveredAt when the recipient's system said that it has stored it
/// @param receivedAt when an officer signed for it
public record DeliveryState(
        String recipient,
        String role,
        int attempts,
        @Nullable Instant offeredAt,
        @Nullable Instant deliveredAt,
        @Nullable Instant receivedAt) {

    /// WAITING, OFFERED, DELIVERED 系统送达 or RECEIVED 签收.
    public String state() {
        if (receivedAt != null) {
            return "RECEIVED";
        }
        if (deliveredAt != null) {
            return "DELIVERED";
        }
        return offeredAt == null ? "WAITING" : "OFFERED";
    }
}
