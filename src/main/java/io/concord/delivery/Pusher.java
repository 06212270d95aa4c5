package io.concord.delivery;

import io.concord.delivery.Channel.Endpoint;
import io.concord.delivery.Channel.Pushed;
import io.concord.envelope.AgencyCode;
import io.concord.ledger.LogReader;
import io.concord.ledger.StoredRecord;
import io.concord.platform.ConcordSettings;
import io.concord.platform.Trail;
import io.concord.schema.Catalogue;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Pushes what waits to those recipients that have an address. Each recipient has a worker of its own, so one that is
/// slow or
/// dead delays nobody else.
@Component
public class Pusher implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Pusher.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Mailboxes mailboxes;
    private final MailboxBell bell;
    private final LogReader log;
    private final Catalogue catalogue;
    private final ObjectProvider<Channel> channels;
    private final ConcordSettings settings;
    private final InstantSource clock;
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<String, Thread> workers = new ConcurrentHashMap<>();
    private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean running;

    Pusher(
            Mailboxes mailboxes,
            MailboxBell bell,
            LogReader log,
            Catalogue catalogue,
            ObjectProvider<Channel> channels,
            ConcordSettings settings,
            InstantSource clock) {
        this.mailboxes = mailboxes;
        this.bell = bell;
        this.log = log;
        this.catalogue = catalogue;
        this.channels = channels;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        if (settings.isHub()) {
            Thread.ofVirtual().name("pusher").start(this::watch);
        }
    }

    @Override
    public void stop() {
        running = false;
        workers.values().forEach(Thread::interrupt);
        workers.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Recipients that are being left alone after failures in a row.
    public List<String> resting() {
        return breakers.entrySet().stream()
                .filter(e -> e.getValue().getState() == CircuitBreaker.State.OPEN)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /// Sees to it that each recipient with an address has a worker.
    private void watch() {
        while (running) {
            try {
                for (String recipient : mailboxes.pushed()) {
                    workers.computeIfAbsent(
                            recipient, r -> Thread.ofVirtual().name("push " + r).start(() -> work(new AgencyCode(r))));
                }
                TimeUnit.SECONDS.sleep(2);
            } catch (RuntimeException e) {
                LOG.warn("the addresses cannot be read and are tried again: {}", e.getMessage());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void work(AgencyCode recipient) {
        while (running) {
            try (MailboxBell.Ear ear = bell.listen(recipient)) {
                if (!round(recipient)) {
                    ear.await(LOOK);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | ExecutionException e) {
                LOG.warn("pushing to {} failed and is tried again: {}", recipient, e.toString());
                try {
                    TimeUnit.SECONDS.sleep(1);
                } catch (InterruptedException stop) {
                    return;
                }
            }
        }
    }

    /// @return whether anything was pushed
    private boolean round(AgencyCode recipient) throws InterruptedException, ExecutionException {
        Instant now = clock.instant();
        DeliveryPolicy policy = DeliveryPolicy.of(catalogue, recipient, now);
        List<Endpoint> endpoints = mailboxes.endpoints(recipient);
        CircuitBreaker breaker = breakers.computeIfAbsent(recipient.value(), r -> breaker(r, policy));
        if (endpoints.isEmpty() || policy.isQuiet(now) || !breaker.tryAcquirePermission()) {
            return false;
        }
        // The permission was for one call; the calls below ask for their own.
        breaker.releasePermission();
        List<MailboxItem> items = mailboxes.takeToPush(recipient, policy);
        List<Future<?>> round = items.stream()
                .<Future<?>>map(item -> calls.submit(() -> push(recipient, policy, endpoints, breaker, item)))
                .toList();
        for (Future<?> one : round) {
            one.get();
        }
        return !items.isEmpty();
    }

    private static CircuitBreaker breaker(String recipient, DeliveryPolicy policy) {
        return CircuitBreaker.of(
                recipient,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(policy.breakerFailures())
                        .minimumNumberOfCalls(policy.breakerFailures())
                        .failureRateThreshold(100)
                        .waitDurationInOpenState(policy.breakerPause())
                        .permittedNumberOfCallsInHalfOpenState(1)
                        .automaticTransitionFromOpenToHalfOpenEnabled(false)
                        .build());
    }

    private void push(
            AgencyCode recipient,
            DeliveryPolicy policy,
            List<Endpoint> endpoints,
            CircuitBreaker breaker,
            MailboxItem item) {
        StoredRecord record = log.find(item.messageId()).orElseThrow();
        Pushed last = new Pushed.Failed("left alone after failures in a row");
        for (Endpoint endpoint : endpoints) {
            if (!breaker.tryAcquirePermission()) {
                break;
            }
            last = over(endpoint, record);
            if (last instanceof Pushed.Failed failed) {
                breaker.onError(0, TimeUnit.NANOSECONDS, new IllegalStateException(failed.why()));
            } else {
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
                break;
            }
        }
        switch (last) {
            case Pushed.Taken taken -> {
                mailboxes.pushTaken(recipient, item);
                Trail.note(item.messageId(), "pushed", "to " + recipient);
            }
            case Pushed.Refused refused -> {
                boolean poison = mailboxes.refused(recipient, item) >= policy.refusals();
                // What the system says may quote the record; only the desk shows it.
                LOG.warn("correlation={} refused by {}{}", item.messageId(), recipient, poison ? ", set aside" : "");
                mailboxes.pushFailed(recipient, item, refused.why(), poison);
            }
            case Pushed.Failed failed -> {
                LOG.info("correlation={} not taken by {}", item.messageId(), recipient);
                mailboxes.pushFailed(recipient, item, failed.why(), false);
            }
        }
    }

    private Pushed over(Endpoint endpoint, StoredRecord record) {
        try {
            return channels.stream()
                    .filter(channel -> channel.serves(endpoint.channel()))
                    .findFirst()
                    .map(channel -> channel.push(endpoint, record))
                    .orElseGet(() -> new Pushed.Failed("this process has no channel " + endpoint.channel()));
        } catch (RuntimeException e) {
            return new Pushed.Failed(e.toString());
        }
    }
}
