package io.concord.delivery;

import io.concord.envelope.AgencyCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Rings when something arrives for an agency, whichever node accepted it (LISTEN/NOTIFY). A lost ring costs a
/// delay only:
/// whoever waits looks again by itself.
@Component
class MailboxBell implements SmartLifecycle {

    static final String CHANNEL = "concord_mailbox";
    private static final Logger LOG = LoggerFactory.getLogger(MailboxBell.class);

    private final DataSource database;
    private final Map<String, Set<CountDownLatch>> waiting = new ConcurrentHashMap<>();
    private volatile boolean running;

    MailboxBell(DataSource database) {
        this.database = database;
    }

    /// One listener for something new; close it when done.
    final class Ear implements AutoCloseable {
        private final String agency;
        private final CountDownLatch latch = new CountDownLatch(1);

        private Ear(String agency) {
            this.agency = agency;
            waiting.computeIfAbsent(agency, a -> ConcurrentHashMap.newKeySet()).add(latch);
        }

        /// Waits for a ring, at most that long.
        void await(Duration limit) throws InterruptedException {
            if (running) {
                latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void close() {
            waiting.getOrDefault(agency, Set.of()).remove(latch);
        }
    }

    /// Starts to listen; whatever arrives from now on rings.
    Ear listen(AgencyCode agency) {
        return new Ear(agency.value());
    }

    boolean isOpen() {
        return running;
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("mailbox-bell").start(this::run);
    }

    private void run() {
        while (running) {
            try (Connection c = database.getConnection();
                    Statement s = c.createStatement()) {
                s.execute("listen " + CHANNEL);
                while (running) {
                    PGNotification[] rings = c.unwrap(PGConnection.class).getNotifications(1000);
                    for (PGNotification ring : rings == null ? new PGNotification[0] : rings) {
                        ring(ring.getParameter());
                    }
                }
                s.execute("unlisten *");
            } catch (SQLException e) {
                if (running) {
                    LOG.warn("the bell lost its connection and tries again: {}", e.toString());
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ring(String agency) {
        waiting.getOrDefault(agency, Set.of()).forEach(CountDownLatch::countDown);
    }

    /// Lets every waiting poll go, so that a stop need not wait for them.
    @Override
    public void stop() {
        running = false;
        waiting.values().forEach(latches -> latches.forEach(CountDownLatch::countDown));
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
