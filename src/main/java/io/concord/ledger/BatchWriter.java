package io.concord.ledger;

import io.concord.crypto.Digests;
import io.concord.evidence.Checkpoint;
import io.concord.evidence.LogEntry;
import io.concord.evidence.Merkle;
import io.concord.evidence.SignedNote;
import io.concord.evidence.SignedText;
import io.concord.evidence.TlogProof;
import io.concord.problem.Reason;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Writes one batch in one transaction: records, entries, tiles, one checkpoint, and whatever participants add.
///
/// Used by one thread of a process at a time; several processes on one database take turns by the row lock of
/// the
/// head.
final class BatchWriter {

    private final DataSource database;
    private final LogKeys keys;
    private final LogReader reader;
    private final List<CommitParticipant> participants;
    private final @Nullable CommitJudge judge;
    private final InstantSource clock;
    private final SecureRandom random;
    private final LastCheckpoint lastCheckpoint;

    /// The right edge of the stored tree as this process last saw it; dropped when another process has appended
    /// or
    /// a commit has failed.
    private @Nullable TileTree tree;

    /// What this process signed last; the log must always contain it.
    private @Nullable Checkpoint signed;

    BatchWriter(
            DataSource database,
            LogKeys keys,
            LogReader reader,
            List<CommitParticipant> participants,
            @Nullable CommitJudge judge,
            InstantSource clock,
            SecureRandom random,
            LastCheckpoint lastCheckpoint) {
        this.database = database;
        this.keys = keys;
        this.reader = reader;
        this.participants = participants;
        this.judge = judge;
        this.clock = clock;
        this.random = random;
        this.lastCheckpoint = lastCheckpoint;
    }

    /// A record with its place in the log.
    record Placed(SignedRecord record, long leafIndex, byte[] salt, byte[] entry) {}

    /// Accepts what is new of a batch and answers for each record in order.
    ///
    /// @throws SQLException when nothing of the batch is known to be stored; the same records may be handed in
    /// again
    /// @throws LastCheckpoint.LogConflict when the database no longer contains what this process has signed
    List<Outcome> write(List<SignedRecord> batch) throws SQLException {
        List<Judgement> judgements = inTransaction(transaction -> transaction.write(batch));
        return judgements.stream().map(this::outcome).toList();
    }

    /// Logs an act of the hub.
    long writeAct(String kind, byte[] body) throws SQLException {
        return inTransaction(transaction -> transaction.act(kind, body));
    }

    private interface Work<T> {
        T in(Transaction transaction) throws SQLException;
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        boolean committed = false;
        try (Connection c = database.getConnection()) {
            c.setAutoCommit(false);
            try {
                Transaction transaction = new Transaction(c);
                T result = work.in(transaction);
                c.commit();
                committed = true;
                if (transaction.head != null) {
                    signed = transaction.head;
                }
                lastCheckpoint.noteLater(transaction.note);
                return result;
            } finally {
                if (!committed) {
                    // Whatever went wrong, the tree in memory may hold what the database does not.
                    tree = null;
                    c.rollback();
                }
            }
        }
    }

    /// What the transaction found of one record; replays are answered from what is stored, after the commit.
    private sealed interface Judgement {
        record Told(Outcome outcome) implements Judgement {}

        record Replay(UUID messageId) implements Judgement {}
    }

    private Outcome outcome(Judgement judgement) {
        return switch (judgement) {
            case Judgement.Told told -> told.outcome();
            case Judgement.Replay replay -> new Outcome.Accepted(reader.acceptance(replay.messageId()), true);
        };
    }

    private final class Transaction {
        private final Connection c;
        /// The checkpoint that this transaction signs; null while it has appended nothing.
        private @Nullable String note;

        private @Nullable Checkpoint head;

        Transaction(Connection c) {
            this.c = c;
        }

        List<Judgement> write(List<SignedRecord> batch) throws SQLException {
            LedgerSql.Head head = LedgerSql.lockHead(c);
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            @Nullable Judgement[] judgements = new Judgement[batch.size()];
            List<Placed> placed = new ArrayList<>();
            List<Integer> positions = new ArrayList<>();
            Map<UUID, byte[]> stored = new HashMap<>(LedgerSql.stored(c, batch));
            Set<String> taken = new HashSet<>(LedgerSql.takenIds(c, batch));
            CommitJudge.Sitting sitting = judge == null ? null : judge.open(c, batch);
            for (int i = 0; i < batch.size(); i++) {
                SignedRecord record = batch.get(i);
                judgements[i] = judge(record, stored, taken, now);
                if (judgements[i] == null && sitting != null) {
                    List<Reason> reasons = sitting.judge(record, head.size() + placed.size(), now);
                    judgements[i] = reasons.isEmpty() ? null : new Judgement.Told(new Outcome.Refused(reasons));
                }
                if (judgements[i] == null) {
                    taken.add(numbered(record));
                    stored.put(
                            record.envelope().messageId(),
                            Digests.unhex(record.signedText().sha256()));
                    placed.add(place(record, head.size() + placed.size(), now));
                    positions.add(i);
                }
            }
            if (!placed.isEmpty()) {
                TileTree grown = append(head, placed.stream().map(Placed::entry).toList());
                LedgerSql.insertRecords(c, placed, grown.size(), Timestamp.from(now));
                String sealed = seal(
                        head.size(), grown, placed.stream().map(Placed::entry).toList(), placed);
                if (sitting != null) {
                    sitting.write();
                }
                for (CommitParticipant participant : participants) {
                    participant.join(
                            c,
                            placed.stream()
                                    .map(p -> new CommitParticipant.Accepted(p.record, p.leafIndex))
                                    .toList());
                }
                for (int i = 0; i < placed.size(); i++) {
                    judgements[positions.get(i)] = new Judgement.Told(accepted(placed.get(i), grown, sealed, now));
                }
            }
            return Arrays.stream(judgements).map(Objects::requireNonNull).toList();
        }

        /// What stands against the record; null when it is new.
        private @Nullable Judgement judge(
                SignedRecord record, Map<UUID, byte[]> stored, Set<String> taken, Instant now) {
            UUID messageId = record.envelope().messageId();
            byte[] digest = stored.get(messageId);
            if (digest != null) {
                boolean same = Digests.hex(digest).equals(record.signedText().sha256());
                return same ? new Judgement.Replay(messageId) : new Judgement.Told(new Outcome.OtherContent(messageId));
            }
            if (now.isAfter(record.keyValidTo())) {
                return new Judgement.Told(new Outcome.KeyExpired(record.keyValidTo()));
            }
            return !taken.contains(numbered(record))
                    ? null
                    : new Judgement.Told(new Outcome.RecordIdTaken(
                            record.envelope().recordId(), record.envelope().recordVersion()));
        }

        private static String numbered(SignedRecord record) {
            return record.envelope().recordId() + " " + record.envelope().recordVersion();
        }

        private Placed place(SignedRecord record, long leafIndex, Instant now) {
            byte[] salt = salt();
            LogEntry entry =
                    LogEntry.of(record.kind(), now, salt, record.signedText().bytes(), record.signature());
            return new Placed(record, leafIndex, salt, entry.bytes());
        }

        long act(String kind, byte[] body) throws SQLException {
            LedgerSql.Head head = LedgerSql.lockHead(c);
            byte[] salt = salt();
            byte[] statement = SignedText.of(
                            SignedText.ACT, keys.origin(), keys.seal().key().key(), body)
                    .bytes();
            byte[] signature = keys.seal().secret().sign(statement);
            List<byte[]> entries = List.of(LogEntry.of(kind, clock.instant(), salt, statement, signature)
                    .bytes());
            TileTree grown = append(head, entries);
            LedgerSql.insertAct(c, head.size(), kind, statement, signature, salt, body);
            seal(head.size(), grown, entries, List.of());
            return head.size();
        }

        private TileTree append(LedgerSql.Head head, List<byte[]> entries) throws SQLException {
            TileTree current = tree;
            if (current == null || current.size() != head.size()) {
                current = new TileTree(head.size(), (level, n) -> LedgerSql.tile(c, level, n));
                tree = current;
            }
            current.readFrom((level, n) -> LedgerSql.tile(c, level, n));
            if (!Arrays.equals(Merkle.root(head.size(), current), head.root())) {
                throw new LastCheckpoint.LogConflict(
                        "The stored tiles do not give the stored root; nothing is signed.");
            }
            if (signed != null
                    && (head.size() < signed.size()
                            || !Arrays.equals(Merkle.root(signed.size(), current), signed.root()))) {
                throw new LastCheckpoint.LogConflict("The database was set back behind size " + signed.size()
                        + ", which is signed; nothing more is signed.");
            }
            LedgerSql.insertEntries(c, head.size(), entries);
            for (byte[] entry : entries) {
                current.append(Merkle.leafHash(entry));
            }
            return current;
        }

        private String seal(long first, TileTree grown, List<byte[]> entries, List<Placed> records)
                throws SQLException {
            LedgerSql.storeTiles(c, grown.takeChanged());
            LedgerSql.readBack(c, first, entries, records);
            byte[] root = Merkle.root(grown.size(), grown);
            String sealed = SignedNote.sign(new Checkpoint(keys.origin(), grown.size(), root).text(), keys.signers())
                    .written();
            LedgerSql.storeHead(c, grown.size(), root, sealed);
            note = sealed;
            this.head = new Checkpoint(keys.origin(), grown.size(), root);
            return sealed;
        }

        private Outcome accepted(Placed p, TileTree grown, String note, Instant now) {
            TlogProof proof = new TlogProof(p.leafIndex, Merkle.inclusion(p.leafIndex, grown.size(), grown), note);
            return new Outcome.Accepted(
                    new Acceptance(
                            p.record.envelope().messageId(),
                            p.record.envelope().recordId(),
                            p.leafIndex,
                            now,
                            p.salt,
                            proof.written()),
                    false);
        }

        private byte[] salt() {
            byte[] salt = new byte[LogEntry.SALT_BYTES];
            random.nextBytes(salt);
            return salt;
        }
    }
}
