package io.concord.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ChinaTimeTest {

    @Test
    void writesTheSecondsOfAFullMinuteToo() {
        assertThat(ChinaTime.written(Instant.parse("2026-01-13T00:00:00Z"))).isEqualTo("2026-01-13T08:00:00+08:00");
        assertThat(ChinaTime.written(Instant.parse("2026-01-13T00:00:01Z"))).isEqualTo("2026-01-13T08:00:01+08:00");
    }
}
