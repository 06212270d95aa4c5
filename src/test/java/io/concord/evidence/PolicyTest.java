package io.concord.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Policies as C2SP tlog-policy has them.
class PolicyTest {

    private static final NoteSigner LOG =
            new NoteSigner("hub.example/log", SoftwareKey.generate(Suite.ED25519, new SecureRandom()));
    private static final Cosigner X1 = cosigner("x1.example", Suite.ED25519);
    private static final Cosigner X2 = cosigner("x2.example", Suite.ED25519);
    private static final Cosigner X3 = cosigner("x3.example", Suite.SM2_SM3);
    private static final Cosigner Y1 = cosigner("y1.example", Suite.ED25519);
    private static final String TEXT = """
            # two of the first, and the last
            log %s
            witness X1 %s http://x1.example/
            witness X2 %s
            witness X3 %s
            group X 2 X1 X2 X3
            witness Y1 %s
            group all-of-it all X Y1
            quorum all-of-it
            """.formatted(
                    LOG.key().vkey(),
                    X1.key().vkey(),
                    X2.key().vkey(),
                    X3.key().vkey(),
                    Y1.key().vkey());
    private static final Instant AT = Instant.parse("2026-08-01T00:00:00Z");

    private static Cosigner cosigner(String name, Suite suite) {
        return new Cosigner(name, SoftwareKey.generate(suite, new SecureRandom()));
    }

    private static SignedNote head(Cosigner... cosigners) {
        String text = new Checkpoint("hub.example/log", 7, new byte[32]).text();
        return SignedNote.sign(text, List.of(LOG))
                .with(Stream.of(cosigners).map(one -> one.sign(text, AT)).toList());
    }

    @Test
    void groupsCountTheirMembers() {
        Policy policy = Policy.parse(TEXT);
        assertThat(policy.isWitnessed(head(X1, X3, Y1))).isTrue();
        assertThat(policy.isWitnessed(head(X1, X2, X3, Y1))).isTrue();
        assertThat(policy.isWitnessed(head(X1, Y1))).isFalse();
        assertThat(policy.isWitnessed(head(X1, X2, X3))).isFalse();
        assertThat(policy.isWitnessed(head(X1, X1, Y1))).as("twice the same").isFalse();
        assertThat(policy.withoutQuorum().isWitnessed(head())).isTrue();
        assertThat(policy.cosigners(head(X3, Y1))).containsExactly("x3.example", "y1.example");
        assertThat(policy.names()).hasSize(4);
    }

    @Test
    void aCosignatureIsBoundToItsCheckpointItsMomentAndItsKey() {
        Policy policy = Policy.parse(TEXT);
        SignedNote.Line line = head(X1).signatures().getLast();
        byte[] later = line.signature().clone();
        later[7] ^= 1;
        assertThat(policy.cosigners(head().with(List.of(new SignedNote.Line(line.name(), line.keyId(), later)))))
                .isEmpty();
        SignedNote other = new SignedNote(new Checkpoint("hub.example/log", 8, new byte[32]).text(), List.of(line));
        assertThat(policy.cosigners(other)).isEmpty();
        assertThat(policy.cosigners(head().with(List.of(new SignedNote.Line(line.name(), line.keyId(), new byte[8])))))
                .isEmpty();
    }

    @Test
    void isWrittenSoThatItReadsTheSameButForAddresses() {
        Policy policy = Policy.parse(TEXT);
        assertThat(policy.written()).doesNotContain("http:");
        assertThat(Policy.parse(policy.written()).written()).isEqualTo(policy.written());
        assertThat(Policy.parse(policy.written()).isWitnessed(head(X1, X3, Y1))).isTrue();
    }

    @Test
    void whatIsNoPolicyIsRefusedAndSaysWhere() {
        for (String bad : List.of(
                "",
                "quorum X1",
                "quorum none\nquorum none",
                "witness none " + X1.key().vkey() + "\nquorum none",
                "witness X1 " + LOG.key().vkey() + "\nquorum none",
                "log " + X1.key().vkey() + "\nquorum none",
                "witness X1 " + X1.key().vkey() + "\nwitness X2 " + X1.key().vkey() + "\nquorum none",
                "witness X1 " + X1.key().vkey() + "\nwitness X1 " + X2.key().vkey() + "\nquorum none",
                "witness X1 " + X1.key().vkey() + "\ngroup G 2 X1\nquorum G",
                "witness X1 " + X1.key().vkey() + "\ngroup G 0 X1\nquorum G",
                "witness X1 " + X1.key().vkey() + "\ngroup G any X1 X1\nquorum G",
                "witness X1 " + X1.key().vkey() + "\ngroup G any X1\ngroup H any X1\nquorum G",
                "group G any X1\nwitness X1 " + X1.key().vkey() + "\nquorum G",
                "monitor X1\nquorum none")) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> Policy.parse(bad));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Policy.parse("quorum none\ngroup G 1 X9\n"))
                .withMessageContaining("group G 1 X9");
    }

    @Test
    void verifierKeysOfWitnessesSurviveTheirTextForm() {
        for (Cosigner one : List.of(X1, X3)) {
            assertThat(NoteKey.parse(one.key().vkey()).cosigns()).isTrue();
            assertThat(NoteKey.parse(one.key().vkey()).vkey())
                    .isEqualTo(one.key().vkey());
        }
        assertThat(LOG.key().cosigns()).isFalse();
    }
}
