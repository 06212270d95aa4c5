package io.concord.delivery;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How mailboxes behave.
///
/// @param firstRedelivery after how long an item without a receipt is offered again; each later pause is twice as
/// long
/// @param longestRedelivery the longest such pause
/// @param longestWait how long a poll may wait for something to arrive
/// @param pageSize most items in one answer
@Validated
@ConfigurationProperties("concord.delivery")
public record DeliverySettings(
        @DefaultValue("30s") Duration firstRedelivery,
        @DefaultValue("1h") Duration longestRedelivery,
        @DefaultValue("60s") Duration longestWait,
        @DefaultValue("100") int pageSize) {}
