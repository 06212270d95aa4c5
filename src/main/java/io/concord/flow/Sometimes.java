package io.concord.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// Keeps logs readable: what fails again and again is said once, and every few minutes after that.
@Component
class Sometimes {

    private static final Duration AGAIN = Duration.ofMinutes(5);

    private final InstantSource clock;
    /// When each was said last.
    private final Map<String, Instant> said = new ConcurrentHashMap<>();

    Sometimes(InstantSource clock) {
        this.clock = clock;
    }

    boolean isDue(String what) {
        Instant now = clock.instant();
        Instant last = said.compute(
                what, (key, before) -> before == null || !before.plus(AGAIN).isAfter(now) ? now : before);
        return last.equals(now);
    }
}
