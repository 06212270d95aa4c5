package io.concord.matter;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.deadline.Clock;
import io.concord.deadline.ClockStore;
import io.concord.deadline.Deadlines;
import io.concord.envelope.Envelope;
import io.concord.ledger.CommitJudge;
import io.concord.ledger.SignedRecord;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Lets a record take its place in its matter, in the commit that accepts it.
@Component
final class MatterJudge implements CommitJudge {

    private final Catalogue catalogue;
    private final MatterFold fold;

    MatterJudge(Catalogue catalogue, Deadlines deadlines) {
        this.catalogue = catalogue;
        this.fold = new MatterFold(catalogue, deadlines);
    }

    MatterFold fold() {
        return fold;
    }

    @Override
    public Sitting open(Connection connection, List<SignedRecord> batch) throws SQLException {
        World world = new World();
        Wanted wanted = new Wanted();
        for (SignedRecord record : batch) {
            wanted.add(record.envelope(), type(record.envelope()));
        }
        load(connection, wanted, world);
        return new Batch(connection, world);
    }

    RecordTypeDescriptor type(Envelope envelope) {
        return catalogue
                .find(envelope.recordType(), envelope.schemaVersion())
                .orElseThrow(() -> new IllegalStateException("no record type " + envelope.recordType()));
    }

    /// Which stored records a batch has to do with.
    private static final class Wanted {
        private final Set<String> recordIds = new HashSet<>();
        private final Set<UUID> messageIds = new HashSet<>();
        private final Set<String> matterIds = new HashSet<>();
        /// Facts of the records in view that name further ones.
        private final Set<String> chained = new HashSet<>();

        void add(Envelope envelope, RecordTypeDescriptor type) {
            if (envelope.recordVersion() > 1) {
                recordIds.add(envelope.recordId());
            }
            refer(envelope, type.about());
            type.needs().forEach(need -> refer(envelope, need.at()));
            type.effects().forEach(effect -> refer(envelope, effect.target().split(" > ")[0]));
            type.effects().stream()
                    .filter(effect -> effect.target().contains(" > "))
                    .forEach(effect -> chained.add(
                            effect.target().substring(effect.target().indexOf(" > ") + 3)));
            boolean looksAround = type.rules().stream()
                    .anyMatch(rule ->
                            rule.needsMatter() && String.valueOf(rule.check()).contains("matter."));
            if (looksAround) {
                matterIds.add(envelope.matterId());
            }
        }

        private void refer(Envelope envelope, @org.jspecify.annotations.Nullable String pointer) {
            if (pointer == null || !pointer.startsWith("/")) {
                return;
            }
            for (JsonNode id : Pointers.all(envelope.tree(), pointer)) {
                String text = id.asText();
                if (text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
                    messageIds.add(UUID.fromString(text));
                } else {
                    recordIds.add(text);
                }
            }
        }

        boolean isEmpty() {
            return recordIds.isEmpty() && messageIds.isEmpty() && matterIds.isEmpty();
        }
    }

    private static void load(Connection c, Wanted wanted, World world) throws SQLException {
        if (wanted.isEmpty()) {
            return;
        }
        List<Entry> found = new ArrayList<>(MatterSql.find(c, wanted.recordIds, wanted.messageIds, wanted.matterIds));
        Set<String> further = new HashSet<>();
        for (Entry entry : found) {
            wanted.chained.forEach(fact -> {
                String id = entry.head().facts().path(fact).asText();
                if (!id.isEmpty()
                        && found.stream().noneMatch(e -> e.head().recordId().equals(id))) {
                    further.add(id);
                }
            });
        }
        if (!further.isEmpty()) {
            found.addAll(MatterSql.find(c, further, Set.of(), Set.of()));
        }
        found.forEach(world::add);
        List<String> ids = found.stream().map(entry -> entry.head().recordId()).toList();
        for (Clock clock : ids.isEmpty() ? List.<Clock>of() : ClockStore.of(c, ids)) {
            for (Entry entry : found) {
                if (entry.head().recordId().equals(clock.terms().recordId())
                        && entry.head().recordVersion() == clock.terms().recordVersion()) {
                    entry.clocks().add(clock);
                }
            }
        }
    }

    private final class Batch implements Sitting {
        private final Connection connection;
        private final World world;

        Batch(Connection connection, World world) {
            this.connection = connection;
            this.world = world;
        }

        @Override
        public List<Reason> judge(SignedRecord record, long leafIndex, Instant acceptedAt) {
            Envelope envelope = record.envelope();
            return fold.apply(
                    world,
                    new MatterFold.Incoming(envelope, type(envelope), leafIndex, acceptedAt),
                    new SqlHistory(connection, world),
                    true);
        }

        @Override
        public void write() throws SQLException {
            store(connection, world);
        }
    }

    static void store(Connection connection, World world) throws SQLException {
        MatterSql.save(connection, world.entries());
        MatterSql.save(connection, world.transitions());
        List<Clock> clocks = new ArrayList<>();
        world.entries().forEach(entry -> clocks.addAll(entry.clocks()));
        ClockStore.save(connection, clocks);
    }
}
