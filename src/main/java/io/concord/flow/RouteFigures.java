package io.concord.flow;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What this node's routes have done since it started, and what went wrong in them last.
@Component
public class RouteFigures extends EventNotifierSupport implements CamelContextConfiguration {

    private static final String ENDED = "concord.route.exchanges";
    private static final String FAILED = "concord.route.failures";
    private static final int LONGEST = 300;
    private static final int LONGEST_ADDRESS = 80;

    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<String, Failure> last = new ConcurrentHashMap<>();

    RouteFigures(InstantSource clock, MeterRegistry meters) {
        this.clock = clock;
        this.meters = meters;
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
    }

    /// @param what kinds of exception
    record Failure(Instant at, String what) {}

    /// @param from where it takes from, without passwords
    /// @param state of Camel: `Started`, `Stopped` …
    /// @param failed those that ended in an error, whether the route could deal with it or not
    public record Standing(
            String id,
            String from,
            String state,
            long handled,
            long failed,
            @Nullable Instant at,
            String error) {}

    @Override
    public void beforeApplicationStart(CamelContext context) {
        context.getManagementStrategy().addEventNotifier(this);
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        // They are asked when somebody looks.
    }

    @Override
    public void notify(CamelEvent event) {
        switch (event) {
            case ExchangeFailedEvent failed -> {
                ended(failed.getExchange());
                failed(failed.getExchange());
            }
            case ExchangeCompletedEvent completed -> ended(completed.getExchange());
            default -> {}
        }
    }

    private void ended(Exchange exchange) {
        if (exchange.getFromRouteId() != null) {
            meters.counter(ENDED, "route", exchange.getFromRouteId()).increment();
        }
    }

    /// Called by the steps that deal with an error, after which nobody else hears of it.
    void failed(Exchange exchange) {
        String route = exchange.getFromRouteId();
        Throwable cause = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (route != null && cause != null) {
            meters.counter(FAILED, "route", route).increment();
            last.put(route, new Failure(clock.instant(), said(cause)));
        }
    }

    /// The kinds of exception, outermost first; their words only where they speak of connections, since others may
    /// quote
    /// the record.
    private static String said(Throwable cause) {
        StringBuilder said = new StringBuilder();
        for (Throwable t = cause; t != null && said.length() < LONGEST; t = t.getCause()) {
            said.append(said.isEmpty() ? "" : " ← ").append(t.getClass().getSimpleName());
            if (t.getClass().getPackageName().equals("java.net") && t.getMessage() != null) {
                said.append(": ").append(t.getMessage());
            }
        }
        return said.substring(0, Math.min(LONGEST, said.length()));
    }

    private long count(String what, String route) {
        return (long) meters.counter(what, "route", route).count();
    }

    /// Those with failures first.
    public List<Standing> all() {
        CamelContext context = getCamelContext();
        return context.getRoutes().stream()
                .map(route -> standing(context, route))
                .sorted(Comparator.comparing((Standing s) -> s.failed() == 0).thenComparing(Standing::id))
                .toList();
    }

    private Standing standing(CamelContext context, Route route) {
        String id = route.getRouteId();
        Failure failure = last.get(id);
        return new Standing(
                id,
                from(route),
                context.getRouteController().getRouteStatus(id).name(),
                count(ENDED, id),
                count(FAILED, id),
                failure == null ? null : failure.at(),
                failure == null ? "" : failure.what());
    }

    /// Without what follows the question mark, in which passwords may stand.
    private static String from(Route route) {
        String uri = URISupport.sanitizeUri(route.getEndpoint().getEndpointBaseUri());
        return uri.length() > LONGEST_ADDRESS ? uri.substring(0, LONGEST_ADDRESS) + "…" : uri;
    }
}
