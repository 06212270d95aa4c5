package io.concord.edge;

import io.concord.platform.ConcordSettings;
import io.concord.platform.Trail;
import io.concord.problem.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Takes what waits at this edge to the hub, until the hub has answered for it: a day's outage only makes the queue
/// longer.
///
/// One node sends for an agency at a time, by an advisory lock that dies with its holder.
@Component
class Sender implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);

    /// Most records of one request.
    private static final int ROUND = 256;

    /// What the hub says of a key that was replaced while records waited.
    private static final Set<String> OLD_KEY = Set.of("key-expired", "key-revoked", "key-unknown");

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Outbox outbox;
    private final Tellings tellings;
    private final TransactionTemplate transaction;
    private final Inbox inbox;
    private final HubClient hub;
    private final Bell bell;
    private final DataSource database;
    private final ConcordSettings settings;
    private final EdgeSettings edge;
    private volatile boolean running;
    private volatile boolean reachable = true;
    /// Set by the worker thread alone.
    private int failures;

    Sender(
            Outbox outbox,
            Tellings tellings,
            TransactionTemplate transaction,
            Inbox inbox,
            HubClient hub,
            Bell bell,
            DataSource database,
            ConcordSettings settings,
            EdgeSettings edge) {
        this.edge = edge;
        this.transaction = transaction;
        this.outbox = outbox;
        this.tellings = tellings;
        this.inbox = inbox;
        this.hub = hub;
        this.bell = bell;
        this.database = database;
        this.settings = settings;
    }

    @Override
    public void start() {
        running = true;
        if (settings.isEdge() && !edge.ferry()) {
            Thread.ofVirtual().name("sender").start(this::run);
        }
    }

    @Override
    public void stop() {
        running = false;
        bell.ring(Bell.OUT);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Whether the last attempt reached the hub.
    boolean isHubReachable() {
        return reachable;
    }

    private void run() {
        while (running) {
            try {
                long seen = bell.count(Bell.OUT);
                boolean any = false;
                Exception failure = null;
                for (String agency : outbox.waitingAgencies()) {
                    try {
                        any |= send(agency);
                    } catch (RuntimeException | SQLException e) {
                        // One agency's trouble, a revoked token for example, is not the others'.
                        failure = e;
                    }
                }
                if (failure != null) {
                    pause(failure);
                } else {
                    reachable = true;
                    failures = 0;
                    if (!any) {
                        bell.await(Bell.OUT, seen, Bell.look());
                    }
                }
            } catch (RuntimeException e) {
                pause(e);
            } catch (InterruptedException e) {
                LOG.debug("woken to stop", e);
                return;
            }
        }
    }

    private void pause(Exception e) {
        if (running) {
            if (failures == 0) {
                LOG.warn("what waits for the hub stays stored and is tried again: {}", e.getMessage());
            }
            reachable = !(e instanceof HubUnavailable);
            failures = Math.min(failures + 1, 10);
            long longest = Math.min(LONGEST_PAUSE.toMillis(), 200L << failures);
            try {
                Thread.sleep(longest / 2 + (long) (longest / 2 * Math.random()));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// @return whether anything was sent
    private boolean send(String agency) throws SQLException {
        try (Connection lock = database.getConnection()) {
            if (!advisory(lock, "select pg_try_advisory_lock(hashtextextended(?, 12))", agency)) {
                return false;
            }
            try {
                List<Prepared> round = outbox.next(agency, ROUND);
                if (round.isEmpty()) {
                    return false;
                }
                List<Answer> answers = hub.submit(round);
                note(answers);
                if (answers.getFirst() instanceof Answer.Unknown first
                        && answers.stream().allMatch(answer -> answer instanceof Answer.Unknown)) {
                    throw new HubUnavailable(first.why(), null);
                }
                return true;
            } finally {
                advisory(lock, "select pg_advisory_unlock(hashtextextended(?, 12))", agency);
            }
        }
    }

    private static boolean advisory(Connection c, String statement, String agency) throws SQLException {
        try (PreparedStatement s = c.prepareStatement(statement)) {
            s.setString(1, "sender " + agency);
            try (ResultSet row = s.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Notes what the hub said, and what the agency's system is to be told of it.
    void note(List<Answer> answers) {
        try {
            transaction.executeWithoutResult(status -> answers.forEach(this::noted));
        } catch (DataAccessException e) {
            if (answers.size() == 1) {
                throw e;
            }
            // One that cannot be noted, since a number is taken here for example, is not the others' trouble.
            answers.forEach(answer -> note(List.of(answer)));
        }
    }

    private void noted(Answer answer) {
        switch (answer) {
            case Answer.Accepted a -> {
                if (outbox.answered(a.prepared(), true, a.said())) {
                    told(a.prepared())
                            .ifPresent(p -> tellings.accepted(
                                    p,
                                    Instant.parse(a.acceptedAt()),
                                    "已受理 #" + a.leafIndex() + " " + a.acceptedAt() + " " + p.recordId()));
                }
                Trail.note(a.prepared().messageId(), "submitted", "accepted as #" + a.leafIndex());
            }
            case Answer.Refused r -> refused(r);
            case Answer.Unknown u -> outbox.failed(u.prepared(), u.why());
        }
    }

    /// As what the agency's system is told of it: itself, or the sign-off that asked for a receipt.
    private Optional<Prepared> told(Prepared p) {
        return Inbox.isReceipt(p) ? outbox.asked(p) : Optional.of(p);
    }

    private void refused(Answer.Refused r) {
        Prepared p = r.prepared();
        if (r.reasons().stream().allMatch(reason -> OLD_KEY.contains(reason.code())) && outbox.signAgain(p)) {
            Trail.note(p.messageId(), "signed-again", "with the agency's new key");
            return;
        }
        boolean taken = r.reasons().stream().anyMatch(reason -> reason.code().equals("record-id-taken"));
        outbox.answered(p, false, r.said());
        Trail.note(
                p.messageId(), "refused", r.reasons().stream().map(Reason::code).toList());
        if (taken && Inbox.isReceipt(p)) {
            // Another software of the agency took the number; the receipt itself is right and gets the next one.
            inbox.receiptAgain(p);
        } else if (Inbox.isReceipt(p)) {
            outbox.asked(p).ifPresent(asked -> tellings.refused(asked, r.reasons()));
            LOG.error(
                    "correlation={} the hub refuses the receipt {}: {}",
                    p.messageId(),
                    p.recordId(),
                    r.reasons().stream().map(reason -> reason.code()).toList());
        } else {
            tellings.refused(p, r.reasons());
        }
    }
}
