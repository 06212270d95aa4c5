package io.concord.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import io.concord.Envelopes;
import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.Envelope;
import io.concord.evidence.SignedText;
import io.concord.evidence.TlogProof;
import io.concord.platform.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The ledger on a real database, several of them on the same one.
class LedgerIT {

    @TempDir
    private static Path folder;

    private static EmbeddedPostgres server;
    private static HikariDataSource database;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SoftwareKey SENDER = SoftwareKey.generate(Suite.SM2_SM3, RANDOM);
    private static final LogKeys KEYS = LogKeys.of(
            "test/log", SoftwareKey.generate(Suite.ED25519, RANDOM), SoftwareKey.generate(Suite.SM2_SM3, RANDOM));

    private final List<Ledger> open = new ArrayList<>();

    @BeforeAll
    static void start() {
        System.setProperty("concord.postgres.binaries", "target/postgres");
        server = EmbeddedPostgres.start(folder.resolve("pg"), 0);
        database = new HikariDataSource();
        database.setJdbcUrl(server.jdbcUrl());
        database.setUsername(server.user());
        database.setPassword(server.password());
        database.setMaximumPoolSize(16);
    }

    @AfterAll
    static void stop() {
        database.close();
        server.close();
    }

    @BeforeEach
    void empty() {
        Flyway flyway = Flyway.configure()
                .dataSource(database)
                .schemas("ledger")
                .locations("classpath:db/migration/ledger")
                .cleanDisabled(false)
                .load();
        flyway.clean();
        flyway.migrate();
    }

    @AfterEach
    void close() {
        open.forEach(Ledger::close);
    }

    private Ledger ledger(CommitParticipant... participants) {
        LogReader reader = new LogReader(database);
        LastCheckpoint last = new LastCheckpoint(folder.resolve("checkpoint" + open.size()));
        Ledger ledger = new Ledger(
                new BatchWriter(
                        database, KEYS, reader, List.of(participants), null, InstantSource.system(), RANDOM, last),
                last,
                64,
                4096);
        open.add(ledger);
        return ledger;
    }

    private static SignedRecord record(ObjectNode envelope) {
        byte[] body = Envelopes.canonical(envelope);
        Envelope parsed = Envelope.of(body, CanonicalJson.parse(body));
        SignedText text = SignedText.of(SignedText.SUBMIT, parsed.sender().value(), SENDER.publicKey(), body);
        return new SignedRecord(parsed, text, SENDER.sign(text.bytes()), "record", "signed", 1, Instant.MAX);
    }

    private static SignedRecord record() {
        return record(Envelopes.clue(Envelopes.UNION, Envelopes.HRSS));
    }

    @Test
    void severalLedgersOnOneDatabaseMakeOneConsistentLog() throws Exception {
        List<Ledger> nodes = List.of(ledger(), ledger(), ledger());
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            answers.add(nodes.get(ThreadLocalRandom.current().nextInt(3)).append(record()));
        }
        LogReader log = new LogReader(database);
        List<Long> places = new ArrayList<>();
        for (CompletableFuture<Outcome> answer : answers) {
            Acceptance acceptance = ((Outcome.Accepted) answer.get()).acceptance();
            places.add(acceptance.leafIndex());
            TlogProof proof = TlogProof.parse(acceptance.proof());
            assertThat(proof.proves(log.entries(acceptance.leafIndex(), 1).getFirst()))
                    .isTrue();
            assertThat(proof.note().isSignedBy(KEYS.keys().getFirst())).isTrue();
            assertThat(log.holds(proof.checkpoint())).isTrue();
        }
        assertThat(places).doesNotHaveDuplicates().hasSize(900);
        assertThat(log.size()).isEqualTo(900);
        assertThat(log.audit()).isEmpty();
    }

    @Test
    void theSameRecordFromTwoNodesAtOnceIsStoredOnce() throws Exception {
        Ledger one = ledger();
        Ledger two = ledger();
        for (int i = 0; i < 50; i++) {
            SignedRecord record = record();
            CompletableFuture<Outcome> first = one.append(record);
            CompletableFuture<Outcome> second = two.append(record);
            CompletableFuture<Outcome> third = one.append(record);
            Acceptance a = ((Outcome.Accepted) first.get()).acceptance();
            assertThat(((Outcome.Accepted) second.get()).acceptance().proof()).isEqualTo(a.proof());
            assertThat(((Outcome.Accepted) third.get()).acceptance().leafIndex())
                    .isEqualTo(a.leafIndex());
        }
        assertThat(new LogReader(database).size()).isEqualTo(50);
    }

    @Test
    void tellsOtherContentAndTakenNumbersApart() throws Exception {
        Ledger ledger = ledger();
        ObjectNode clue = Envelopes.clue(Envelopes.UNION, Envelopes.HRSS);
        ledger.append(record(clue)).get();
        assertThat(ledger.append(record(clue.deepCopy().put("title", "改"))).get())
                .isInstanceOf(Outcome.OtherContent.class);
        assertThat(ledger.append(record(clue.deepCopy()
                                .put("messageId", UUID.randomUUID().toString())))
                        .get())
                .isInstanceOf(Outcome.RecordIdTaken.class);
        assertThat(ledger.append(record(clue.deepCopy()
                                .put("messageId", UUID.randomUUID().toString())
                                .put("recordVersion", 2)))
                        .get())
                .isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void oneRecordThatCannotBeStoredDoesNotTakeItsNeighboursWithIt() throws Exception {
        Ledger ledger = ledger((connection, batch) -> {
            if (batch.stream().anyMatch(a -> a.record().envelope().matterId().equals("MT-519901-2026-666666"))) {
                throw new SQLException("poison");
            }
        });
        List<CompletableFuture<Outcome>> good = new ArrayList<>();
        CompletableFuture<Outcome> poison = null;
        for (int i = 0; i < 100; i++) {
            if (i == 50) {
                poison =
                        ledger.append(record(Envelopes.clue(Envelopes.UNION, Envelopes.HRSS, "MT-519901-2026-666666")));
            }
            good.add(ledger.append(record()));
        }
        for (CompletableFuture<Outcome> answer : good) {
            assertThat(answer.get()).isInstanceOf(Outcome.Accepted.class);
        }
        CompletableFuture<Outcome> bad = poison;
        assertThatThrownBy(() -> Objects.requireNonNull(bad).get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(Ledger.Unavailable.class);
        assertThat(new LogReader(database).size()).isEqualTo(100);
        assertThat(new LogReader(database).audit()).isEmpty();
    }

    @Test
    void aDatabaseThatWasSetBackIsNoticedBeforeAnythingIsSigned() throws Exception {
        Ledger ledger = ledger();
        for (int i = 0; i < 5; i++) {
            ledger.append(record()).get();
        }
        ledger.close();
        assertThat(Files.readString(folder.resolve("checkpoint0"))).startsWith("test/log\n5\n");
        LastCheckpoint last = new LastCheckpoint(folder.resolve("checkpoint0"));
        last.compareWith(new LogReader(database));
        empty();
        assertThatThrownBy(() -> last.compareWith(new LogReader(database)))
                .isInstanceOf(LastCheckpoint.LogConflict.class)
                .hasMessageContaining("set back");
        for (int i = 0; i < 6; i++) {
            ledger().append(record()).get();
        }
        assertThatThrownBy(() -> last.compareWith(new LogReader(database)))
                .as("as long, but another log")
                .isInstanceOf(LastCheckpoint.LogConflict.class);
        last.close();
    }

    @Test
    void aDatabaseThatIsSetBackUnderARunningLedgerIsNotSigned() throws Exception {
        Ledger ledger = ledger();
        ledger.append(record()).get();
        ledger.append(record()).get();
        empty();
        assertThatThrownBy(() -> ledger.append(record()).get()).hasCauseInstanceOf(Ledger.Unavailable.class);
        assertThat(new LogReader(database).size()).isZero();
    }

    @Test
    void aKeyThatExpiresWhileItsRecordWaitsIsNotAccepted() throws Exception {
        SignedRecord late = record();
        SignedRecord expired = new SignedRecord(
                late.envelope(),
                late.signedText(),
                late.signature(),
                "record",
                "signed",
                1,
                Instant.now().minusSeconds(1));
        assertThat(ledger().append(expired).get()).isInstanceOf(Outcome.KeyExpired.class);
    }

    @Test
    void keysOfAnotherLogAreRefused() throws Exception {
        ledger().append(record()).get();
        String note = new LogReader(database).latest().orElseThrow();
        KEYS.requireOwn(note);
        LogKeys other = LogKeys.of(
                "test/log", SoftwareKey.generate(Suite.ED25519, RANDOM), SoftwareKey.generate(Suite.SM2_SM3, RANDOM));
        assertThatThrownBy(() -> other.requireOwn(note)).hasMessageContaining("signed by other keys");
    }

    @Test
    void whatIsLoggedCannotBeChangedBySql() throws Exception {
        ledger().append(record()).get();
        JdbcClient sql = JdbcClient.create(database);
        assertThatThrownBy(() -> sql.sql("update ledger.entry set entry = 'x'").update())
                .hasMessageContaining("append-only");
        assertThatThrownBy(() -> sql.sql("delete from ledger.record").update()).hasMessageContaining("append-only");
        assertThatThrownBy(() -> sql.sql("delete from ledger.checkpoint").update())
                .hasMessageContaining("append-only");
    }
}
