package io.concord.ledger;

import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts records: collects those that arrive together and makes each batch durable in one commit.
///
/// One fsync and one signature of the hub serve a whole batch. While one batch is being written the next collects,
/// so batches grow with the load by themselves and a lone record never waits.
public final class Ledger implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final BatchWriter writer;
    private final LastCheckpoint lastCheckpoint;
    private final int maxBatch;
    private final BlockingQueue<Waiting> queue;
    private final Thread thread;
    private volatile boolean closed;
    /// Why the last batch could not be written; empty when it could.
    private volatile String trouble = "";

    private record Waiting(SignedRecord record, CompletableFuture<Outcome> answer) {}

    /// @param maxBatch most records in one commit; 1 commits one by one
    /// @param queueSize records that may wait; more are turned away at once
    Ledger(BatchWriter writer, LastCheckpoint lastCheckpoint, int maxBatch, int queueSize) {
        this.writer = writer;
        this.lastCheckpoint = lastCheckpoint;
        this.maxBatch = maxBatch;
        this.queue = new ArrayBlockingQueue<>(queueSize);
        this.thread = Thread.ofPlatform().name("ledger").start(this::run);
    }

    /// Hands in a record that has passed every check.
    ///
    /// @return completes once the record is durable, or with [Unavailable] when that is not known; handing in the
    /// same record again is then always right
    public CompletableFuture<Outcome> append(SignedRecord record) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        if (closed || !queue.offer(new Waiting(record, answer))) {
            answer.completeExceptionally(
                    new Unavailable(closed ? "shutting down" : "too many records are waiting", null));
        }
        return answer;
    }

    /// Logs an act of the hub, for example a change of an agency's keys.
    ///
    /// @param body canonical JSON of what was done
    /// @return its leaf index
    public long appendAct(String kind, byte[] body) {
        synchronized (writer) {
            try {
                return writer.writeAct(kind, body);
            } catch (SQLException e) {
                throw new Unavailable("the act could not be stored", e);
            }
        }
    }

    private void run() {
        List<Waiting> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                Waiting first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, maxBatch - 1);
                    write(batch);
                }
            } catch (InterruptedException e) {
                LOG.debug("woken to close", e);
            } catch (Throwable e) {
                // The writer must outlive whatever happens: without it every later caller would wait in vain.
                LOG.error("the batch writer failed", e);
                fail(batch, e);
            } finally {
                batch.clear();
            }
        }
    }

    private void write(List<Waiting> batch) {
        try {
            List<Outcome> outcomes;
            synchronized (writer) {
                outcomes = writer.write(batch.stream().map(Waiting::record).toList());
            }
            trouble = "";
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).answer.complete(outcomes.get(i));
            }
        } catch (SQLException | RuntimeException e) {
            if (batch.size() > 1 && isAboutARecord(e)) {
                // One record that the database refuses must not take its neighbours with it.
                LOG.warn("a batch of {} failed and is tried one by one", batch.size(), e);
                batch.forEach(waiting -> write(List.of(waiting)));
            } else {
                LOG.error("{} records could not be stored", batch.size(), e);
                // A log that does not contain what was signed is not mended by trying again; anything else may be.
                trouble = e instanceof LastCheckpoint.LogConflict ? "log-conflict: " + e.getMessage() : "";
                fail(batch, e);
            }
        }
    }

    /// Whether it may help to try the records of a failed batch singly. It does not where the database itself is
    /// away (SQLState classes 08, 53, 57, 58), has no connection to give, or is not the one that was signed.
    private static boolean isAboutARecord(Exception e) {
        if (e instanceof LastCheckpoint.LogConflict || e instanceof SQLTransientException) {
            return false;
        }
        String state = e instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
        return !state.startsWith("08") && !state.startsWith("53") && !state.startsWith("57") && !state.startsWith("58");
    }

    private static void fail(List<Waiting> batch, Throwable cause) {
        batch.forEach(waiting ->
                waiting.answer.completeExceptionally(new Unavailable("the record could not be stored", cause)));
    }

    /// Takes no more records, writes those that wait, and stops.
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(30_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Waiting> left = new ArrayList<>();
        queue.drainTo(left);
        fail(left, new IllegalStateException("shut down"));
        lastCheckpoint.close();
    }

    /// Whether the writer still runs; a hub whose writer is dead must not be called ready.
    public boolean isAlive() {
        return thread.isAlive() && !closed;
    }

    /// What keeps it from writing until somebody has looked at it; empty when nothing does.
    public String trouble() {
        return trouble;
    }

    /// Nothing is known to be stored; the same record may be handed in again.
    public static final class Unavailable extends RuntimeException {
        Unavailable(String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
