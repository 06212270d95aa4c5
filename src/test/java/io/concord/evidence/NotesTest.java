package io.concord.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class NotesTest {

    private static final String ORIGIN = "hub.example/log";
    private final NoteSigner ed25519 = new NoteSigner(ORIGIN, SoftwareKey.generate(Suite.ED25519, new SecureRandom()));
    private final NoteSigner sm2 = new NoteSigner(ORIGIN, SoftwareKey.generate(Suite.SM2_SM3, new SecureRandom()));
    private final Checkpoint head = new Checkpoint(ORIGIN, 70_000, Merkle.leafHash(new byte[0]));

    @Test
    void bothLinesOfACheckpointVerify() {
        SignedNote note = SignedNote.parse(
                SignedNote.sign(head.text(), List.of(ed25519, sm2)).written());
        assertThat(note.isSignedBy(ed25519.key())).isTrue();
        assertThat(note.isSignedBy(sm2.key())).isTrue();
        Checkpoint read = Checkpoint.parse(note.text());
        assertThat(read.size()).isEqualTo(70_000);
        assertThat(read.root()).isEqualTo(head.root());
    }

    @Test
    void aNoteWithoutTheKeysLineOrWithOtherTextIsNotSignedByIt() {
        SignedNote note = SignedNote.sign(head.text(), List.of(sm2));
        assertThat(note.isSignedBy(ed25519.key())).isFalse();
        assertThat(new SignedNote(head.text().replace("70000", "70001"), note.signatures()).isSignedBy(sm2.key()))
                .isFalse();
    }

    @Test
    void oneBadLineOfAKnownKeySpoilsTheNote() {
        SignedNote good = SignedNote.sign(head.text(), List.of(ed25519));
        SignedNote.Line bad = new SignedNote.Line(ORIGIN, ed25519.key().id(), new byte[64]);
        assertThat(new SignedNote(head.text(), List.of(good.signatures().getFirst(), bad)).isSignedBy(ed25519.key()))
                .isFalse();
    }

    @Test
    void verifierKeysSurviveTheirTextForm() {
        for (NoteSigner signer : List.of(ed25519, sm2)) {
            assertThat(NoteKey.parse(signer.key().vkey()).vkey())
                    .isEqualTo(signer.key().vkey());
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NoteKey.parse(ed25519.key().vkey().replace(ORIGIN, "other.example/log")));
    }

    @Test
    void readsThePublicVerifierKeyExample() {
        // The example of the Go checksum database, golang.org/x/mod/sumdb/note.
        NoteKey key = NoteKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        SignedNote note = SignedNote.parse("""
                If you think cryptography is the answer to your problem,
                then you don't know what your problem is.

                \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
                """);
        assertThat(note.isSignedBy(key)).isTrue();
    }

    @Test
    void tilePathsAreReadAndWrittenAsTheSpecificationSays() {
        assertThat(Tiles.path(new Tiles.Address(0, 1234067, 256))).isEqualTo("0/x001/x234/067");
        assertThat(Tiles.parse("0/x001/x234/067")).contains(new Tiles.Address(0, 1234067, 256));
        assertThat(Tiles.parse("entries/000.p/12")).contains(new Tiles.Address(-1, 0, 12));
        for (String bad : List.of(
                "00/000", "64/000", "0/0", "0/x000/000", "0/000.p/0", "0/000.p/256", "0/000.p/012", "0", "x/000", "")) {
            assertThat(Tiles.parse(bad)).as(bad).isEmpty();
        }
        // C2SP tlog-tiles: a tree of 70,000 has 273 full tiles, a partial of 112, one full at level 1, one of 17,
        // one of 1.
        assertThat(Tiles.widthAt(0, 273, 70_000)).isEqualTo(112);
        assertThat(Tiles.widthAt(1, 0, 70_000)).isEqualTo(256);
        assertThat(Tiles.widthAt(1, 1, 70_000)).isEqualTo(17);
        assertThat(Tiles.widthAt(2, 0, 70_000)).isEqualTo(1);
        assertThat(Tiles.widthAt(2, 1, 70_000)).isZero();
    }
}
