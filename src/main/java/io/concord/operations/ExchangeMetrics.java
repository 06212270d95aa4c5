package io.concord.operations;

import io.concord.agency.Agencies;
import io.concord.agency.AgencyKey;
import io.concord.casebook.Library;
import io.concord.delivery.DeliveryDesk;
import io.concord.delivery.Pusher;
import io.concord.delivery.Subscription;
import io.concord.delivery.Subscriptions;
import io.concord.edge.EdgeQueues;
import io.concord.edge.HubReach;
import io.concord.ledger.LogReader;
import io.concord.platform.ConcordSettings;
import io.concord.witness.Witnesses;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// What Prometheus sees of the exchange; looked up every few seconds, so that a scrape costs nothing. `operations/` has
/// the
/// dashboard and the alerts.
@Component
class ExchangeMetrics {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeMetrics.class);

    private final DeliveryDesk desk;
    private final Subscriptions subscriptions;
    private final Pusher pusher;
    private final EdgeQueues queues;
    private final HubReach reach;
    private final Agencies agencies;
    private final LogReader log;
    private final ConcordSettings settings;
    private final Library library;
    private final Witnesses witnesses;
    private final InstantSource clock;
    private final MultiGauge waiting;
    private final MultiGauge oldest;
    private final MultiGauge quarantined;
    private final MultiGauge expired;
    private final MultiGauge resting;
    private final MultiGauge certificates;
    private final MultiGauge untold;
    private final MultiGauge deaf;
    private final MultiGauge unseen;
    private final MultiGauge blind;
    private final MultiGauge edgeWaiting;
    private final MultiGauge edgeOldest;
    private volatile long edgeQuarantined;
    private volatile long logSize;
    private volatile long indexBehind;

    ExchangeMetrics(
            DeliveryDesk desk,
            Subscriptions subscriptions,
            Pusher pusher,
            EdgeQueues queues,
            HubReach reach,
            Agencies agencies,
            LogReader log,
            ConcordSettings settings,
            Readiness readiness,
            Library library,
            Witnesses witnesses,
            MeterRegistry registry,
            InstantSource clock) {
        this.desk = desk;
        this.subscriptions = subscriptions;
        this.pusher = pusher;
        this.queues = queues;
        this.reach = reach;
        this.agencies = agencies;
        this.log = log;
        this.settings = settings;
        this.clock = clock;
        this.library = library;
        this.witnesses = witnesses;
        this.waiting = gauge(registry, "concord.delivery.waiting", "Records not yet received");
        this.oldest = gauge(registry, "concord.delivery.oldest.seconds", "Age of the oldest of them");
        this.quarantined = gauge(registry, "concord.delivery.quarantined", "Records set aside");
        this.expired = gauge(registry, "concord.delivery.expired", "Records undelivered for too long");
        this.resting = gauge(registry, "concord.delivery.resting", "1 while a recipient is left alone");
        this.certificates =
                gauge(registry, "concord.certificate.days", "Days until the last valid key of an agency ends");
        this.untold =
                gauge(registry, "concord.subscription.behind", "Log entries that a subscription has not looked at");
        this.deaf = gauge(registry, "concord.subscription.failing", "1 while a subscriber cannot be told");
        this.unseen = gauge(registry, "concord.witness.behind", "Log entries that a witness has not cosigned");
        this.blind = gauge(registry, "concord.witness.failing", "1 while a witness does not cosign");
        this.edgeWaiting = gauge(registry, "concord.edge.waiting", "What waits at this edge");
        this.edgeOldest = gauge(registry, "concord.edge.oldest.seconds", "Age of the oldest of it");
        Gauge.builder("concord.edge.quarantined", () -> edgeQuarantined).register(registry);
        Gauge.builder("concord.edge.hub.reachable", () -> reach.isReachable() ? 1 : 0)
                .register(registry);
        Gauge.builder("concord.log.size", () -> logSize).register(registry);
        Gauge.builder("concord.search.behind", () -> indexBehind)
                .description("Changes of the casebook not yet in this node's index")
                .register(registry);
        Gauge.builder("concord.ready", () -> readiness.trouble().isEmpty() ? 1 : 0)
                .register(registry);
    }

    private static MultiGauge gauge(MeterRegistry registry, String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    @Scheduled(fixedDelayString = "${concord.metrics-look:10s}", initialDelayString = "${concord.metrics-first:3s}")
    void look() {
        try {
            if (settings.isHub()) {
                hub();
            }
            if (settings.isEdge()) {
                edge();
            }
        } catch (DataAccessException e) {
            LOG.debug("the figures cannot be read and stay as they are", e);
        }
    }

    private void hub() {
        logSize = log.size();
        indexBehind = library.behind();
        List<Row<?>> counts = new ArrayList<>();
        List<Row<?>> ages = new ArrayList<>();
        List<Row<?>> aside = new ArrayList<>();
        List<Row<?>> late = new ArrayList<>();
        List<Row<?>> alone = new ArrayList<>();
        List<String> left = pusher.resting();
        for (DeliveryDesk.Standing s : desk.standings()) {
            Tags recipient = Tags.of("recipient", s.recipient());
            counts.add(Row.of(recipient, s.waiting()));
            ages.add(Row.of(recipient, age(s.oldest())));
            aside.add(Row.of(recipient, s.refused()));
            late.add(Row.of(recipient, s.expired()));
            alone.add(Row.of(recipient, left.contains(s.recipient()) ? 1 : 0));
        }
        waiting.register(counts, true);
        oldest.register(ages, true);
        quarantined.register(aside, true);
        expired.register(late, true);
        resting.register(alone, true);
        List<Row<?>> behind = new ArrayList<>();
        List<Row<?>> failing = new ArrayList<>();
        for (Subscription one : subscriptions.all()) {
            Tags subscription = Tags.of(
                    "subscriber",
                    Objects.requireNonNullElse(one.owner(), "hub"),
                    "subscription",
                    one.id().toString());
            behind.add(Row.of(subscription, Math.max(0, logSize - one.next())));
            failing.add(Row.of(subscription, one.attempts() > 0 || one.state() == Subscription.State.STOPPED ? 1 : 0));
        }
        untold.register(behind, true);
        deaf.register(failing, true);
        List<Row<?>> notSeen = new ArrayList<>();
        List<Row<?>> notCosigning = new ArrayList<>();
        for (Witnesses.Standing one : witnesses.standings()) {
            Tags witness = Tags.of("witness", one.name());
            notSeen.add(Row.of(witness, Math.max(0, logSize - one.size())));
            notCosigning.add(Row.of(witness, one.trouble() == null ? 0 : 1));
        }
        unseen.register(notSeen, true);
        blind.register(notCosigning, true);
        Instant now = clock.instant();
        Map<String, Instant> ends = new HashMap<>();
        for (AgencyKey key : agencies.register().keys()) {
            if (key.revokedAt() == null) {
                ends.merge(key.agency().value(), key.validTo(), (a, b) -> a.isAfter(b) ? a : b);
            }
        }
        List<Row<?>> days = new ArrayList<>();
        ends.forEach((agency, end) -> days.add(
                Row.of(Tags.of("agency", agency), Duration.between(now, end).toDays())));
        certificates.register(days, true);
    }

    private void edge() {
        List<Row<?>> counts = new ArrayList<>();
        List<Row<?>> ages = new ArrayList<>();
        long aside = 0;
        for (EdgeQueues.Standing s : queues.standings()) {
            counts.add(Row.of(Tags.of("queue", s.queue()), s.waiting()));
            ages.add(Row.of(Tags.of("queue", s.queue()), age(s.oldest())));
            aside += s.quarantined();
        }
        edgeWaiting.register(counts, true);
        edgeOldest.register(ages, true);
        edgeQuarantined = aside;
    }

    private double age(@Nullable Instant since) {
        return since == null ? 0 : Duration.between(since, clock.instant()).toSeconds();
    }
}
