package io.concord.ledger;

import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import io.concord.evidence.Checkpoint;
import io.concord.evidence.NoteKey;
import io.concord.evidence.NoteSigner;
import io.concord.evidence.SignedNote;
import io.concord.platform.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/// The log's own keys: Ed25519, which every tool understands, and SM2.
public final class LogKeys {

    private final NoteSigner ed25519;
    private final NoteSigner sm2;

    private LogKeys(NoteSigner ed25519, NoteSigner sm2) {
        this.ed25519 = ed25519;
        this.sm2 = sm2;
    }

    /// Reads `log-ed25519.pem` and `log-sm2.pem`, making them when both are missing, and writes `log.vkey` beside
    /// them.
    ///
    /// The name in an existing `log.vkey` stays: a log keeps its name when the hub's address changes.
    ///
    /// @param origin the name of a new log
    /// @throws IOException when the files cannot be read or written
    /// @throws CannotStart when only one of the two is there: making the other would make a new log
    public static LogKeys open(Path folder, String origin, SecureRandom random) throws IOException {
        Files.createDirectories(folder);
        Path one = folder.resolve("log-ed25519.pem");
        Path two = folder.resolve("log-sm2.pem");
        Path open = folder.resolve("log.vkey");
        if (Files.exists(one) != Files.exists(two)) {
            throw new CannotStart(
                    "One of " + one + " and " + two + " is missing; restore it from the backup. 日志密钥缺失，请从备份恢复。");
        }
        boolean known = Files.exists(one);
        if (!known) {
            SoftwareKey.generate(Suite.ED25519, random).save(one);
            SoftwareKey.generate(Suite.SM2_SM3, random).save(two);
        }
        String name = known && Files.exists(open)
                ? NoteKey.parse(Files.readAllLines(open).getFirst()).name()
                : origin;
        LogKeys keys = of(name, SoftwareKey.load(one), SoftwareKey.load(two));
        Files.writeString(open, keys.vkeys());
        return keys;
    }

    /// Keys that are already at hand.
    public static LogKeys of(String origin, SoftwareKey ed25519, SoftwareKey sm2) {
        return new LogKeys(new NoteSigner(origin, ed25519), new NoteSigner(origin, sm2));
    }

    /// @param note newest checkpoint of the stored log
    /// @throws CannotStart when it was signed by other keys: signing on with these would make another log
    void requireOwn(String note) {
        SignedNote parsed = SignedNote.parse(note);
        if (!Checkpoint.parse(parsed.text()).origin().equals(origin())
                || !keys().stream().allMatch(parsed::isSignedBy)) {
            throw new CannotStart("The log in the database is signed by other keys than those here (" + origin()
                    + "). Put log-ed25519.pem, log-sm2.pem and log.vkey of that log into the keys folder."
                    + " 数据库中的日志由其他密钥签发，请放入该日志的密钥。");
        }
    }

    public String origin() {
        return sm2.key().name();
    }

    public List<NoteSigner> signers() {
        return List.of(ed25519, sm2);
    }

    public List<NoteKey> keys() {
        return List.of(ed25519.key(), sm2.key());
    }

    /// The key that seals bundles and signs acts of the hub.
    public NoteSigner seal() {
        return sm2;
    }

    /// Verifier keys, one a line.
    public String vkeys() {
        return ed25519.key().vkey() + "\n" + sm2.key().vkey() + "\n";
    }
}
