package io.concord.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Something could not be stored at this edge; says so, and leaves it where it is, to be picked up again.
@Component
class NotPickedUp {

    private static final Logger LOG = LoggerFactory.getLogger(NotPickedUp.class);
    /// A system that is away for a day is said to be so every few minutes.
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private final InstantSource clock;
    /// When each route said so last.
    private final Map<String, Instant> said = new ConcurrentHashMap<>();

    NotPickedUp(InstantSource clock) {
        this.clock = clock;
    }

    @Handler
    public void say(Exchange exchange) {
        Instant now = clock.instant();
        Instant before = said.put(String.valueOf(exchange.getFromRouteId()), now);
        if (before != null && before.plus(AGAIN).isAfter(now)) {
            said.put(String.valueOf(exchange.getFromRouteId()), before);
            return;
        }
        LOG.warn(
                "the route {} could not store what it picked up, and tries again: {}",
                exchange.getFromRouteId(),
                String.valueOf(exchange.getProperty(Exchange.EXCEPTION_CAUGHT)));
    }
}
