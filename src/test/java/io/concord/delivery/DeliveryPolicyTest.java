package io.concord.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.Seeds;
import io.concord.envelope.AgencyCode;
import io.concord.schema.Catalogues;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Period;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DeliveryPolicyTest {

    static LongStream seeds() {
        return Seeds.of(20);
    }

    private static DeliveryPolicy with(DeliveryPolicy.Quiet... quiet) {
        return new DeliveryPolicy(
                Duration.ofSeconds(30),
                Duration.ofHours(1),
                0.3,
                5,
                5,
                Duration.ofMinutes(1),
                4,
                List.of(quiet),
                Period.ofDays(15));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-15T14:30:00Z, true",
        "2026-01-15T23:30:00Z, false",
        "2026-01-15T22:59:59Z, true",
        "2026-01-15T13:59:59Z, false"
    })
    void hoursOfRestAreThoseOfChinaAndMaySpanMidnight(Instant at, boolean quiet) {
        DeliveryPolicy policy = with(new DeliveryPolicy.Quiet(LocalTime.of(22, 0), LocalTime.of(7, 0)));
        assertThat(policy.isQuiet(at)).isEqualTo(quiet);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void pausesDoubleUpToTheLongestAndChanceMovesThemALittle(long seed) {
        Random random = new Random(seed);
        DeliveryPolicy policy = with();
        for (int attempt = 1; attempt < 40; attempt++) {
            double plain = Math.min(30_000 * Math.pow(2, attempt - 1), 3_600_000);
            assertThat(policy.pause(attempt, random.nextDouble()).toMillis())
                    .isBetween((long) (plain * 0.69), (long) (plain * 1.31));
        }
    }

    @Test
    void theShippedPolicyIsReadForAnyRecipient() {
        DeliveryPolicy policy = DeliveryPolicy.of(
                Catalogues.product(), new AgencyCode("519901-HRSS-01"), Instant.parse("2026-01-15T00:00:00Z"));
        assertThat(policy.maximumAge()).isEqualTo(Period.ofDays(15));
        assertThat(policy.quiet()).isEmpty();
        assertThat(policy.breakerFailures()).isEqualTo(5);
    }
}
