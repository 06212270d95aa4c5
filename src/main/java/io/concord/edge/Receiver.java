package io.concord.edge;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.envelope.AgencyCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Fetches what waits in the mailboxes of the agencies that routes serve, and stores it at this edge.
@Component
public class Receiver implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Receiver.class);
    private static final long LONGEST_PAUSE = 30_000;

    private final Inbox inbox;
    private final HubClient hub;
    private final EdgeSettings settings;
    private final ConcurrentMap<String, Thread> serving = new ConcurrentHashMap<>();
    private volatile boolean running;

    Receiver(Inbox inbox, HubClient hub, EdgeSettings settings) {
        this.settings = settings;
        this.inbox = inbox;
        this.hub = hub;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        serving.values().forEach(Thread::interrupt);
        serving.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Sees to it that the agency's mailbox is being fetched from.
    public void serve(AgencyCode agency) {
        if (running && !settings.ferry()) {
            serving.computeIfAbsent(
                    agency.value(),
                    a -> Thread.ofVirtual().name("receiver " + a).start(() -> run(agency)));
        }
    }

    private void run(AgencyCode agency) {
        int failures = 0;
        while (running) {
            try {
                receive(agency);
                failures = 0;
            } catch (RuntimeException e) {
                if (failures == 0 && running) {
                    LOG.warn("the mailbox of {} cannot be read and is tried again: {}", agency, e.getMessage());
                }
                failures = Math.min(failures + 1, 10);
                if (!pause(Math.min(LONGEST_PAUSE, 200L << failures))) {
                    return;
                }
            }
        }
    }

    private static boolean pause(long millis) {
        try {
            Thread.sleep(millis / 2 + (long) (millis / 2 * Math.random()));
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private void receive(AgencyCode agency) {
        List<Long> stored = inbox.unconfirmed(agency);
        JsonNode page = hub.mailbox(agency.value(), stored);
        inbox.confirmed(agency, stored);
        List<UUID> offered = new ArrayList<>();
        page.path("items").forEach(item -> offered.add(messageId(item)));
        // Offered again because the receipt is still on its way: it is here already.
        Set<UUID> here = inbox.having(agency, offered);
        List<Inbox.Fetched> fresh = new ArrayList<>();
        try {
            for (JsonNode item : page.path("items")) {
                if (!here.contains(messageId(item))) {
                    fresh.add(new Inbox.Fetched(
                            item.has("record")
                                    ? item.path("record").asText().getBytes(StandardCharsets.UTF_8)
                                    : hub.fetch(agency.value(), messageId(item).toString()),
                            item.path("leafIndex").asLong()));
                }
            }
        } finally {
            // Also where one could not be fetched: those before it are here.
            inbox.store(agency, fresh);
        }
    }

    private static UUID messageId(JsonNode item) {
        return UUID.fromString(item.path("messageId").asText());
    }
}
