package io.concord.ledger;

import com.zaxxer.hikari.HikariDataSource;
import io.concord.bench.Reference;
import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.Envelope;
import io.concord.evidence.SignedText;
import io.concord.platform.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.flywaydb.core.Flyway;

/// Durable accept in batches against one commit a record, on the same database, in alternating rounds. Signing
/// and
/// checking are done beforehand: this is the ledger alone, with its Merkle tree, checkpoint signatures, proofs
/// and
/// read-back.
public final class AcceptBenchmark {

    private static final int ROUNDS = 5;
    private static final int IN_FLIGHT = 64;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SoftwareKey SENDER = SoftwareKey.generate(Suite.SM2_SM3, RANDOM);

    private AcceptBenchmark() {}

    public static void main(String[] args) throws Exception {
        System.setProperty("concord.postgres.binaries", "target/postgres");
        Path folder = Files.createTempDirectory(Path.of("target"), "accept");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder.resolve("pg"), 0);
                HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl(server.jdbcUrl());
            database.setUsername(server.user());
            database.setPassword(server.password());
            Flyway.configure()
                    .dataSource(database)
                    .schemas("ledger")
                    .locations("classpath:db/migration/ledger")
                    .load()
                    .migrate();
            int[] sizes = {256, 64, 16, 1};
            double[][] rates = new double[sizes.length][ROUNDS];
            double[][] cpu = new double[sizes.length][ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                for (int i = 0; i < sizes.length; i++) {
                    int records = sizes[i] == 1 ? 1500 : 6000;
                    double[] result = run(database, folder, sizes[i], records);
                    if (round >= 0) {
                        rates[i][round] = result[0];
                        cpu[i][round] = result[1];
                    }
                }
            }
            System.out.println("batch  records/s  CPU µs/record (program and database)  ratio to one by one");
            for (int i = 0; i < sizes.length; i++) {
                System.out.printf(
                        "%5d  %9.0f  %36.0f  %19.1f%n",
                        sizes[i], median(rates[i]), median(cpu[i]), median(rates[i]) / median(rates[sizes.length - 1]));
            }
            System.out.println(new LogReader(database).size() + " records; audit: " + new LogReader(database).audit());
        }
    }

    private static double[] run(HikariDataSource database, Path folder, int batch, int records) throws Exception {
        LastCheckpoint last = new LastCheckpoint(folder.resolve("checkpoint"));
        LogKeys keys = LogKeys.open(folder.resolve("keys"), "bench/log", RANDOM);
        BatchWriter writer = new BatchWriter(
                database, keys, new LogReader(database), List.of(), null, InstantSource.system(), RANDOM, last);
        List<SignedRecord> prepared = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            prepared.add(record());
        }
        try (Ledger ledger = new Ledger(writer, last, batch, 4096)) {
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            Semaphore inFlight = new Semaphore(batch == 256 ? 512 : IN_FLIGHT);
            Duration cpuBefore = cpu();
            long start = System.nanoTime();
            for (SignedRecord record : prepared) {
                inFlight.acquire();
                answers.add(ledger.append(record).whenComplete((outcome, failure) -> inFlight.release()));
            }
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get();
            double seconds = (System.nanoTime() - start) / 1e9;
            return new double[] {records / seconds, cpu().minus(cpuBefore).toNanos() / 1e3 / records};
        }
    }

    private static SignedRecord record() {
        byte[] body = Reference.record();
        Envelope envelope = Envelope.of(body, CanonicalJson.parse(body));
        SignedText text = SignedText.of(SignedText.SUBMIT, envelope.sender().value(), SENDER.publicKey(), body);
        return new SignedRecord(envelope, text, new byte[71], "record", "signed", 1, Instant.MAX);
    }

    /// CPU time of this process and of every database process on the machine.
    private static Duration cpu() {
        Duration own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().command().orElse("").endsWith("/bin/postgres"))
                .map(p -> p.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(own, Duration::plus);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
