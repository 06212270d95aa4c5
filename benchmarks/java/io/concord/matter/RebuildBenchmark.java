package io.concord.matter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.Envelopes;
import io.concord.bench.Reference;
import io.concord.deadline.Deadlines;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.Envelope;
import io.concord.evidence.SignedText;
import io.concord.ledger.CommitJudge;
import io.concord.ledger.SignedRecord;
import io.concord.platform.EmbeddedPostgres;
import io.concord.platform.ProductFiles;
import io.concord.schema.Catalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/// Judging in the commit, in batches of 256, and the rebuild of all read models, on a real PostgreSQL. Half of
/// the records
/// are 3 KB clues, the others their receipts and answers.
public final class RebuildBenchmark {

    private static final int MATTERS = 10_000;
    private static final Instant NOW = Instant.parse("2026-01-15T02:00:00Z");

    private RebuildBenchmark() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("concord.postgres.binaries", "target/postgres");
        Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target/bench")), "rebuild");
        Catalogue catalogue = new Catalogue(ProductFiles.read(Path.of(""), "schemas"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, 0)) {
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(server.jdbcUrl());
            database.setUser(server.user());
            database.setPassword(server.password());
            database.setReWriteBatchedInserts(true);
            for (String schema : List.of("ledger", "matter", "deadline")) {
                Flyway.configure()
                        .dataSource(database)
                        .schemas(schema)
                        .locations("classpath:db/migration/" + schema)
                        .load()
                        .migrate();
            }
            List<byte[]> bodies = bodies();
            MatterJudge judge = new MatterJudge(catalogue, new Deadlines(catalogue));
            try (Connection c = database.getConnection()) {
                c.setAutoCommit(false);
                judge(c, judge, bodies.subList(0, bodies.size() / 4), 0);
                long start = System.nanoTime();
                int first = bodies.size() / 4;
                judge(c, judge, bodies.subList(first, bodies.size()), first);
                say("judged and stored in batches of 256", bodies.size() - first, start);
                store(c, bodies);
                c.commit();
            }
            for (int round = 0; round < 3; round++) {
                long start = System.nanoTime();
                new Rebuild(database, catalogue).run((done, total) -> {});
                say("rebuilt, round " + round, bodies.size(), start);
            }
        }
    }

    private static void say(String what, int records, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%-40s %d records, %.0f/s, %.1f µs a record%n",
                what,
                records,
                records / seconds,
                seconds * 1e6 / records);
    }

    private static List<byte[]> bodies() {
        List<byte[]> bodies = new ArrayList<>();
        for (int i = 0; i < MATTERS; i++) {
            ObjectNode clue =
                    (ObjectNode) CanonicalJson.parse(Reference.record()).deepCopy();
            clue.put("messageId", new UUID(1, i).toString());
            clue.put("recordId", Envelopes.UNION + "-RT01-2026-%06d".formatted(i));
            clue.put("matterId", "MT-519901-2026-%06d".formatted(i));
            bodies.add(CanonicalJson.write(clue));
            ObjectNode receipt =
                    Envelopes.receipt(Envelopes.HRSS, Envelopes.UNION, new UUID(1, i).toString(), "", "", "SIGNED");
            receipt.put("matterId", "MT-519901-2026-%06d".formatted(i));
            bodies.add(CanonicalJson.write(receipt));
        }
        return bodies;
    }

    private static void judge(Connection c, MatterJudge judge, List<byte[]> bodies, int offset) throws Exception {
        for (int i = 0; i < bodies.size(); i += 256) {
            List<SignedRecord> batch = new ArrayList<>();
            for (byte[] body : bodies.subList(i, Math.min(i + 256, bodies.size()))) {
                Envelope envelope = Envelope.of(body, CanonicalJson.parse(body));
                batch.add(new SignedRecord(
                        envelope,
                        new SignedText(SignedText.SUBMIT, "", "", "", "", ""),
                        new byte[0],
                        "record",
                        "signed",
                        1,
                        Instant.MAX));
            }
            CommitJudge.Sitting sitting = judge.open(c, batch);
            for (int j = 0; j < batch.size(); j++) {
                if (!sitting.judge(batch.get(j), offset + i + j, NOW).isEmpty()) {
                    throw new IllegalStateException("refused");
                }
            }
            sitting.write();
            c.commit();
        }
    }

    private static void store(Connection c, List<byte[]> bodies) throws Exception {
        String sql =
                "insert into ledger.record values (?, ?, 1, ?, 1, '', '', '', '', '', '', 1, '', '', '', '', ?, ?)";
        try (PreparedStatement s = c.prepareStatement(sql)) {
            for (int i = 0; i < bodies.size(); i++) {
                s.setObject(1, new UUID(2, i));
                s.setLong(2, i);
                s.setString(3, "r" + i);
                s.setBytes(4, bodies.get(i));
                s.setTimestamp(5, Timestamp.from(NOW));
                s.addBatch();
            }
            s.executeBatch();
        }
    }
}
