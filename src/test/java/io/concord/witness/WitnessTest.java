package io.concord.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.concord.Seeds;
import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import io.concord.evidence.Checkpoint;
import io.concord.evidence.Merkle;
import io.concord.evidence.NoteKey;
import io.concord.evidence.NoteSigner;
import io.concord.evidence.SignedNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WitnessTest {

    private static final String ORIGIN = "hub.example/log";
    private static final Instant NOW = Instant.parse("2026-08-01T08:00:00Z");
    private static final NoteSigner ED25519 = signer(ORIGIN, Suite.ED25519);
    private static final NoteSigner SM2 = signer(ORIGIN, Suite.SM2_SM3);

    @TempDir
    private Path folder;

    private WitnessFolder memory;
    private Witness witness;
    private final List<byte[]> leaves = new ArrayList<>();

    private static NoteSigner signer(String name, Suite suite) {
        return new NoteSigner(name, SoftwareKey.generate(suite, new SecureRandom()));
    }

    static LongStream seeds() {
        return Seeds.of(20);
    }

    @BeforeEach
    void open() throws IOException {
        WitnessFolder.init(folder, "jcy.example/witness", new SecureRandom());
        reopen();
    }

    private void reopen() throws IOException {
        memory = WitnessFolder.open(folder);
        witness = new Witness(memory, List.of(ED25519.key(), SM2.key()), InstantSource.fixed(NOW));
    }

    @AfterEach
    void close() throws IOException {
        memory.close();
    }

    private void grow(int by, Random random) {
        for (int i = 0; i < by; i++) {
            byte[] entry = new byte[8];
            random.nextBytes(entry);
            leaves.add(Merkle.leafHash(entry));
        }
    }

    private SignedNote head(int size) {
        return SignedNote.sign(
                new Checkpoint(ORIGIN, size, Merkle.rootOf(leaves.subList(0, size))).text(), List.of(ED25519, SM2));
    }

    private AddCheckpoint request(int old, int size) {
        return new AddCheckpoint(old, Merkle.consistency(old, size, Merkle.over(leaves)), head(size));
    }

    private Witness.Answer ask(AddCheckpoint request) throws IOException {
        return witness.addCheckpoint(request.written().getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void cosignsWhatGrowsAndRemembersItAcrossRestarts(long seed) throws IOException {
        Random random = new Random(seed);
        int old = 0;
        for (int round = 0; round < 6; round++) {
            grow(random.nextInt(1, 70), random);
            AddCheckpoint request = request(old, leaves.size());
            assertThat(AddCheckpoint.parse(request.written().getBytes(StandardCharsets.UTF_8))
                            .written())
                    .isEqualTo(request.written());
            Witness.Answer answer = ask(request);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            SignedNote cosigned = request.checkpoint().with(SignedNote.lines(answer.body()));
            for (String vkey : memory.vkeys().split("\n")) {
                assertThat(cosigned.isSignedBy(NoteKey.parse(vkey))).isTrue();
            }
            old = leaves.size();
            if (random.nextBoolean()) {
                memory.close();
                reopen();
            }
            assertThat(witness.size(ORIGIN)).isEqualTo(old);
        }
    }

    @Test
    void neverCosignsTwoHistories() throws IOException {
        grow(10, new Random(1));
        assertThat(ask(request(0, 6)).status()).isEqualTo(200);
        List<byte[]> told = List.copyOf(leaves);
        // The log says something else from entry 5 on.
        leaves.subList(5, 10).clear();
        grow(5, new Random(2));
        Witness.Answer other = ask(request(6, 6));
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.type()).doesNotContain("tlog");
        assertThat(ask(request(6, 10)).status()).isEqualTo(422);
        leaves.clear();
        leaves.addAll(told);
        assertThat(ask(request(6, 10)).status()).isEqualTo(200);
    }

    @Test
    void neverGoesBack() throws IOException {
        grow(9, new Random(3));
        ask(request(0, 9));
        Witness.Answer answer = ask(request(0, 4));
        assertThat(answer).isEqualTo(new Witness.Answer(409, "text/x.tlog.size", "9\n"));
        assertThat(ask(request(9, 9)).status()).as("the same once more").isEqualTo(200);
        assertThat(witness.size(ORIGIN)).isEqualTo(9);
    }

    @Test
    void answersAsTheSpecificationSays() throws IOException {
        grow(8, new Random(4));
        assertThat(witness.addCheckpoint("old 0\n".getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(400);
        assertThat(witness.addCheckpoint(request(0, 8)
                                .written()
                                .replace("old 0", "old 00")
                                .getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(400);
        assertThat(ask(new AddCheckpoint(9, List.of(), head(8))).status()).isEqualTo(400);
        assertThat(ask(new AddCheckpoint(0, List.of(new byte[32]), head(8))).status())
                .as("a proof from nothing")
                .isEqualTo(422);
        SignedNote unknown = SignedNote.sign(
                new Checkpoint("other.example/log", 8, Merkle.rootOf(leaves)).text(),
                List.of(signer("other.example/log", Suite.ED25519)));
        assertThat(ask(new AddCheckpoint(0, List.of(), unknown)).status()).isEqualTo(404);
        SignedNote forged = SignedNote.sign(head(8).text(), List.of(signer(ORIGIN, Suite.ED25519)));
        assertThat(ask(new AddCheckpoint(0, List.of(), forged)).status()).isEqualTo(403);
        assertThat(witness.size(ORIGIN)).as("none of these is remembered").isZero();
    }

    @Test
    void aChangedMemoryIsNoMemory() throws IOException {
        grow(8, new Random(5));
        ask(request(0, 8));
        try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
            Path file = files.findFirst().orElseThrow();
            Files.writeString(file, Files.readString(file).replaceFirst("\n8\n", "\n7\n"));
        }
        assertThatIOException().isThrownBy(() -> ask(request(7, 8))).withMessageContaining("was changed");
    }

    @Test
    void onlyOneProcessWorksWithAFolderAndNoneIsMadeTwice() {
        assertThatIOException().isThrownBy(() -> WitnessFolder.open(folder)).withMessageContaining("in use");
        assertThatIOException()
                .isThrownBy(() -> WitnessFolder.init(folder, "other.example", new SecureRandom()))
                .withMessageContaining("already");
    }
}
