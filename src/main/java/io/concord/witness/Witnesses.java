package io.concord.witness;

import io.concord.crypto.Digests;
import io.concord.evidence.Checkpoint;
import io.concord.evidence.NoteKey;
import io.concord.evidence.Policy;
import io.concord.evidence.SignedNote;
import io.concord.evidence.TlogProof;
import io.concord.ledger.LogReader;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who watches the log here, what they have cosigned, and which entries that covers.
public final class Witnesses {

    private final JdbcClient sql;
    private final LogReader log;
    private final PolicyFile file;
    private final InstantSource clock;

    /// How one witness stands.
    ///
    /// @param name of its key
    /// @param size of the largest checkpoint that it has cosigned; 0 for none
    /// @param seenAt when it did; null for never
    /// @param trouble why it did not cosign last time; null when it did
    public record Standing(
            String name,
            long size,
            @Nullable Instant seenAt,
            @Nullable String trouble,
            @Nullable Instant troubleAt) {}

    /// Who has cosigned a checkpoint that covers an entry.
    ///
    /// @param names of their keys
    /// @param of how many witnesses there are
    /// @param quorum whether they are enough; true when none is asked
    public record Seen(List<String> names, int of, boolean quorum) {
        public int count() {
            return names.size();
        }
    }

    Witnesses(DataSource database, LogReader log, PolicyFile file, InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.log = log;
        this.file = file;
        this.clock = clock;
    }

    /// The policy that is in force.
    public Policy policy() {
        return file.current();
    }

    /// Reads the policy again if its file has changed.
    void refresh() {
        file.refresh();
    }

    /// All witnesses of the policy, in its order.
    public List<Standing> standings() {
        Map<String, Standing> stored = sql
                .sql("select name, size, seen_at, trouble, trouble_at from witness.standing")
                .query((row, n) -> new Standing(
                        row.getString(1),
                        row.getLong(2),
                        instant(row.getTimestamp(3)),
                        row.getString(4),
                        instant(row.getTimestamp(5))))
                .list()
                .stream()
                .collect(Collectors.toMap(Standing::name, Function.identity()));
        return policy().names().stream()
                .map(name -> stored.getOrDefault(name, new Standing(name, 0, null, null, null)))
                .toList();
    }

    private static @Nullable Instant instant(@Nullable Timestamp time) {
        return time == null ? null : time.toInstant();
    }

    /// Who has seen the entry.
    public Seen seen(long leafIndex) {
        return seen(List.of(leafIndex)).getFirst();
    }

    /// The same for several entries, with no more questions to the database.
    public List<Seen> seen(List<Long> leafIndexes) {
        List<Standing> standings = standings();
        long covered =
                policy().quorum() == null ? Long.MAX_VALUE : newestQuorum().orElse(0L);
        return leafIndexes.stream()
                .map(leaf -> new Seen(
                        standings.stream()
                                .filter(one -> one.size() > leaf)
                                .map(Standing::name)
                                .toList(),
                        standings.size(),
                        covered > leaf))
                .toList();
    }

    /// The proof of an entry against the first checkpoint that enough witnesses have cosigned; empty before there is
    /// one,
    /// and where no witness is named.
    public Optional<TlogProof> proof(long leafIndex) {
        if (policy().witnesses().isEmpty()) {
            return Optional.empty();
        }
        return sql.sql("select size from witness.quorum where policy = ? and size > ? order by size limit 1")
                .params(digest(policy()), leafIndex)
                .query(Long.class)
                .optional()
                .map(size -> {
                    TlogProof proof = log.proof(leafIndex, size);
                    return new TlogProof(
                            proof.index(),
                            proof.path(),
                            cosigned(size, proof.note()).written());
                });
    }

    /// The newest checkpoint that enough witnesses have cosigned, with their lines; empty before there is one. Where no
    /// quorum is asked it is the newest of all, with what lines it has.
    public Optional<String> checkpoint() {
        if (policy().quorum() == null) {
            return log.latest().map(note -> {
                SignedNote signed = SignedNote.parse(note);
                return cosigned(Checkpoint.parse(signed.text()).size(), signed).written();
            });
        }
        return newestQuorum()
                .flatMap(size -> log.checkpointAt(size)
                        .map(note -> cosigned(size, SignedNote.parse(note)).written()));
    }

    private Optional<Long> newestQuorum() {
        return sql.sql("select size from witness.quorum where policy = ? order by size desc limit 1")
                .param(digest(policy()))
                .query(Long.class)
                .optional();
    }

    private SignedNote cosigned(long size, SignedNote note) {
        Set<String> known = keys().stream().map(NoteKey::vkey).collect(Collectors.toSet());
        Map<String, SignedNote.Line> lines = new TreeMap<>();
        sql
                .sql("select vkey, line from witness.cosignature where size = ?")
                .param(size)
                .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
                .list()
                .stream()
                .filter(entry -> known.contains(entry.getKey()))
                .forEach(entry -> lines.put(
                        entry.getKey(), SignedNote.lines(entry.getValue()).getFirst()));
        return note.with(List.copyOf(lines.values()));
    }

    private List<NoteKey> keys() {
        return policy().witnesses().values().stream().map(Policy.Witness::key).toList();
    }

    /// Takes cosignatures, whoever brings them: they speak for themselves.
    ///
    /// @param note text of a checkpoint with lines of witnesses
    /// @return the witnesses whose lines were taken, by the names of their keys; other lines are left aside
    /// @throws IllegalArgumentException when the text is no checkpoint of the log here
    public Set<String> take(SignedNote note) {
        Checkpoint head = Checkpoint.parse(note.text());
        SignedNote own = log.checkpointAt(head.size())
                .map(SignedNote::parse)
                .filter(stored -> stored.text().equals(note.text()))
                .orElseThrow(() -> new IllegalArgumentException(head.origin() + ", size " + head.size()));
        Set<String> taken = new LinkedHashSet<>();
        for (NoteKey key : keys()) {
            if (note.isSignedBy(key)) {
                SignedNote.Line line = note.signatures().stream()
                        .filter(one ->
                                one.name().equals(key.name()) && one.keyId().equals(key.id()))
                        .findFirst()
                        .orElseThrow();
                sql.sql("insert into witness.cosignature values (?, ?, ?) on conflict do nothing")
                        .params(head.size(), key.vkey(), line.written())
                        .update();
                taken.add(key.name());
            }
        }
        for (String name : taken) {
            sql.sql("""
                            insert into witness.standing (name, size, seen_at) values (?, ?, ?)
                            on conflict (name) do update set size = greatest(standing.size, excluded.size),
                                seen_at = excluded.seen_at, trouble = null, trouble_at = null""").params(name, head.size(), now()).update();
        }
        Policy policy = policy();
        if (!taken.isEmpty() && policy.isWitnessed(cosigned(head.size(), own))) {
            sql.sql("insert into witness.quorum values (?, ?) on conflict do nothing")
                    .params(digest(policy), head.size())
                    .update();
        }
        return taken;
    }

    /// Notes why a witness did not cosign.
    void trouble(String name, String what) {
        sql.sql("""
                        insert into witness.standing (name, trouble, trouble_at) values (?, ?, ?)
                        on conflict (name) do update set trouble = excluded.trouble,
                            trouble_at = case when standing.trouble = excluded.trouble then standing.trouble_at
                                else excluded.trouble_at end""").params(name, what, now()).update();
    }

    /// Whether it is this process's turn to ask; then no other's for a while.
    boolean takeTurn(Duration pause) {
        Instant now = clock.instant();
        return sql.sql("update witness.turn set until = ? where until <= ?")
                        .params(Timestamp.from(now.plus(pause)), Timestamp.from(now))
                        .update()
                == 1;
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }

    /// What to ask a witness that has cosigned the checkpoint of that size last.
    ///
    /// @return empty while the log is
    /// @throws IllegalArgumentException when the log has not grown that far
    public Optional<AddCheckpoint> request(long oldSize) {
        return log.latest().map(SignedNote::parse).map(note -> {
            long size = Checkpoint.parse(note.text()).size();
            return new AddCheckpoint(oldSize, new ArrayList<>(log.consistency(oldSize, size)), note);
        });
    }

    private static String digest(Policy policy) {
        return Digests.hex(Digests.sha256(policy.written().getBytes(StandardCharsets.UTF_8)));
    }
}
