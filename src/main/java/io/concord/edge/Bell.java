package io.concord.edge;

import io.concord.envelope.AgencyCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Wakes the edge's workers when something new waits for them; what another process stored is found by looking from
/// time to time. Each waits for a ring of its own: a single one would wake all of them for every record.
@Component
class Bell {

    /// Of what waits for the hub.
    static final String OUT = "out";

    private final ReentrantLock lock = new ReentrantLock();
    /// Guarded by [#lock].
    private final Map<String, Ring> rings = new HashMap<>();

    private static final class Ring {
        final Condition rung;
        long count;

        Ring(Condition rung) {
            this.rung = rung;
        }
    }

    /// Of what waits for an agency's system.
    static String in(AgencyCode agency) {
        return "in " + agency;
    }

    /// Of what a connection's system is to be told.
    static String tell(String connection) {
        return "tell " + connection;
    }

    /// Rings when the transaction that stores what waits is done, if there is one: not before it can be seen.
    void ring(String whose) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    ringNow(whose);
                }
            });
        } else {
            ringNow(whose);
        }
    }

    private void ringNow(String whose) {
        lock.lock();
        try {
            Ring ring = of(whose);
            ring.count++;
            ring.rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How often it has rung; hand it to [#await], so that no ring in between is lost.
    long count(String whose) {
        lock.lock();
        try {
            return of(whose).count;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until it rings after the given count, at most that long.
    void await(String whose, long seen, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Ring ring = of(whose);
            long left = limit.toNanos();
            while (ring.count == seen && left > 0) {
                left = ring.rung.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private Ring of(String whose) {
        return rings.computeIfAbsent(whose, w -> new Ring(lock.newCondition()));
    }

    static Duration look() {
        return Duration.ofMillis(TimeUnit.SECONDS.toMillis(1));
    }
}
