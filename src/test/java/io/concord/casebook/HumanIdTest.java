package io.concord.casebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.Seeds;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HumanIdTest {

    static LongStream seeds() {
        return Seeds.of(200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everySlipShows(long seed) {
        Random random = new Random(seed);
        String id = HumanId.of(new UUID(random.nextLong(), random.nextLong()), 0);
        assertThat(id).matches("[3-9BCDFGHJKMNPQRTVW]{4}-[3-9BCDFGHJKMNPQRTVW]{4}-[3-9BCDFGHJKMNPQRTVW]{3}");
        assertThat(HumanId.isValid(id)).isTrue();
        assertThat(HumanId.normalise(id.toLowerCase().replace("-", " "))).isEqualTo(id);
        int at = random.nextInt(id.length());
        if (id.charAt(at) != '-') {
            for (char c : "3456789BCDFGHJKMNPQRTVW".toCharArray()) {
                String slipped = id.substring(0, at) + c + id.substring(at + 1);
                assertThat(HumanId.isValid(slipped)).isEqualTo(c == id.charAt(at));
            }
        }
        if (at + 1 < id.length()
                && id.charAt(at) != '-'
                && id.charAt(at + 1) != '-'
                && id.charAt(at) != id.charAt(at + 1)) {
            String exchanged = id.substring(0, at) + id.charAt(at + 1) + id.charAt(at) + id.substring(at + 2);
            assertThat(HumanId.isValid(exchanged)).isFalse();
        }
    }
}
