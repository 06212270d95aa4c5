package io.concord.delivery;

import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import io.concord.agency.HubAgency;
import io.concord.delivery.Channel.Pushed;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.ChinaTime;
import io.concord.ledger.LogReader;
import io.concord.ledger.StoredRecord;
import io.concord.platform.ConcordSettings;
import io.concord.schema.Catalogue;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Tells subscribers of events, each in the order of the log and at least once; one that is slow or dead delays nobody
/// else. Pauses, quiet hours and patience are those of `schemas/rules/delivery.yaml` for the subscriber.
@Component
public class Notifier implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);
    private static final int AT_ONCE = 200;
    /// HTTP 410: the sink wants no more (CloudEvents web hooks §2.2).
    private static final String GONE = "HTTP 410";

    private final Subscriptions subscriptions;
    private final EventKinds kinds;
    private final LogReader log;
    private final Catalogue catalogue;
    private final HubAgency hub;
    private final ObjectProvider<Sink> sink;
    private final ConcordSettings settings;
    private final InstantSource clock;
    private final JsonFormat format = new JsonFormat();
    private final ExecutorService rounds = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean running;

    Notifier(
            Subscriptions subscriptions,
            EventKinds kinds,
            LogReader log,
            Catalogue catalogue,
            HubAgency hub,
            ObjectProvider<Sink> sink,
            ConcordSettings settings,
            InstantSource clock) {
        this.subscriptions = subscriptions;
        this.kinds = kinds;
        this.log = log;
        this.catalogue = catalogue;
        this.hub = hub;
        this.sink = sink;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public void start() {
        running = true;
        if (settings.isHub()) {
            Thread.ofVirtual().name("notifier").start(this::watch);
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void watch() {
        while (running) {
            try {
                for (Subscription one : subscriptions.take(log.size())) {
                    rounds.submit(() -> round(one));
                }
                TimeUnit.SECONDS.sleep(1);
            } catch (DataAccessException e) {
                LOG.warn("the subscriptions cannot be read and are tried again: {}", e.getMessage());
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(Subscription one) {
        String owner = one.owner();
        AgencyCode agency = owner == null ? null : new AgencyCode(owner);
        DeliveryPolicy policy = DeliveryPolicy.of(catalogue, agency == null ? hub.code() : agency, clock.instant());
        try {
            if (one.state() == Subscription.State.WAITING) {
                ask(one, policy);
            } else if (!policy.isQuiet(clock.instant())) {
                tell(one, agency, policy);
            }
        } catch (DataAccessException e) {
            LOG.warn("subscription {} is taken up again: {}", one.id(), e.getMessage());
        } catch (RuntimeException e) {
            // For example a rule of an event that cannot be applied to a record: shown, and tried with growing pauses.
            LOG.warn("subscription {} came to nothing", one.id(), e);
            failed(one, policy, new Pushed.Failed(e.toString()));
        } finally {
            release(one.id());
        }
    }

    private void release(UUID id) {
        try {
            subscriptions.release(id);
        } catch (DataAccessException e) {
            LOG.warn("subscription {} stays taken until its lease ends: {}", id, e.getMessage());
        }
    }

    private void ask(Subscription one, DeliveryPolicy policy) {
        String origin =
                Objects.requireNonNullElse(URI.create(settings.publicUrl()).getHost(), "concord");
        Pushed answer = sink.getObject().ask(one.sink(), origin);
        if (answer instanceof Pushed.Taken) {
            subscriptions.agreed(one.id());
        } else {
            failed(one, policy, answer);
        }
    }

    private void tell(Subscription one, @Nullable AgencyCode agency, DeliveryPolicy policy) {
        Predicate<CloudEvent> wanted = EventFilter.of(one.filters());
        long next = one.next();
        long size = log.size();
        int refusals = one.refusals();
        while (running && next < size) {
            long end = Math.min(size, next + AT_ONCE);
            for (StoredRecord record : log.between(next, end)) {
                int sent = 0;
                String left = null;
                for (CloudEvent event : kinds.of(record, agency)) {
                    if (!one.types().contains(event.getType()) || !wanted.test(event)) {
                        continue;
                    }
                    Pushed answer = sink.getObject().send(one.protocol(), one.sink(), notice(event, record));
                    if (answer instanceof Pushed.Taken) {
                        sent++;
                    } else if (answer instanceof Pushed.Refused && refusals + 1 >= policy.refusals()) {
                        left = event.getId() + ": " + why(answer);
                    } else {
                        failed(one, policy, answer);
                        return;
                    }
                }
                if (sent > 0 || left != null) {
                    refusals = 0;
                    if (!subscriptions.came(one.id(), record.leafIndex() + 1, sent, left)) {
                        return;
                    }
                }
            }
            next = end;
            if (!subscriptions.came(one.id(), next, 0, null)) {
                return;
            }
        }
    }

    private Sink.Notice notice(CloudEvent event, StoredRecord record) {
        return new Sink.Notice(event.getId(), record.matterId(), format.serialize(event));
    }

    private static String why(Pushed answer) {
        return switch (answer) {
            case Pushed.Taken taken -> "";
            case Pushed.Refused refused -> refused.why();
            case Pushed.Failed failed -> failed.why();
        };
    }

    private void failed(Subscription one, DeliveryPolicy policy, Pushed answer) {
        String why = why(answer);
        boolean refused = answer instanceof Pushed.Refused;
        Instant now = clock.instant();
        Instant since = one.failingFrom() == null ? now : one.failingFrom();
        boolean tooLong = since.atZone(ChinaTime.ZONE)
                .plus(policy.maximumAge())
                .toInstant()
                .isBefore(now);
        boolean stop = tooLong || why.startsWith(GONE);
        subscriptions.failed(one.id(), why, refused, now.plus(policy.pause(one.attempts() + 1, Math.random())), stop);
        LOG.info("subscription {} {}: {}", one.id(), stop ? "stopped" : "is tried again", why);
    }
}
