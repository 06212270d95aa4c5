package io.concord.witness;

import io.concord.crypto.Digests;
import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import io.concord.evidence.Cosigner;
import io.concord.evidence.SignedNote;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/// Where a witness keeps its keys, and of each log the checkpoint that it cosigned last. Whoever loses this folder must
/// make a witness of another name: one that has forgotten can be shown another history.
public final class WitnessFolder implements AutoCloseable {

    private static final String NAME = "name";
    private static final String ED25519 = "witness-ed25519.pem";
    private static final String SM2 = "witness-sm2.pem";
    private static final String KEYS = "witness.vkey";

    private final Path folder;
    private final FileChannel lock;
    private final List<Cosigner> cosigners;

    private WitnessFolder(Path folder, FileChannel lock, List<Cosigner> cosigners) {
        this.folder = folder;
        this.lock = lock;
        this.cosigners = cosigners;
    }

    /// Makes the keys of a new witness, Ed25519 and SM2, and `witness.vkey` with their public halves.
    ///
    /// @param name a schema-less address that nobody else has
    /// @throws IOException when there is a witness already, or the folder cannot be written
    public static void init(Path folder, String name, SecureRandom random) throws IOException {
        if (Files.exists(folder.resolve(NAME)) || Files.exists(folder.resolve(ED25519))) {
            throw new IOException(folder + " 已有见证方，不覆盖 holds a witness already; it is kept");
        }
        SoftwareKey ed25519 = SoftwareKey.generate(Suite.ED25519, random);
        SoftwareKey sm2 = SoftwareKey.generate(Suite.SM2_SM3, random);
        String keys = vkeys(List.of(new Cosigner(name, ed25519), new Cosigner(name, sm2)));
        Files.createDirectories(folder.resolve("logs"));
        ed25519.save(folder.resolve(ED25519));
        sm2.save(folder.resolve(SM2));
        Files.writeString(folder.resolve(KEYS), keys);
        Files.writeString(folder.resolve(NAME), name + "\n");
    }

    /// @throws IOException when there is no witness, or another process works with it
    public static WitnessFolder open(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(NAME))) {
            throw new IOException(folder + " 中没有见证方，请先运行 holds no witness; make one with: concord witness init");
        }
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel)) {
                String name = Files.readString(folder.resolve(NAME)).strip();
                return new WitnessFolder(
                        folder,
                        channel,
                        List.of(
                                new Cosigner(name, SoftwareKey.load(folder.resolve(ED25519))),
                                new Cosigner(name, SoftwareKey.load(folder.resolve(SM2)))));
            }
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException(folder + " 正由另一进程使用 is in use by another process");
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    List<Cosigner> cosigners() {
        return cosigners;
    }

    /// The verifier keys, one a line.
    public String vkeys() {
        return vkeys(cosigners);
    }

    private static String vkeys(List<Cosigner> cosigners) {
        StringBuilder out = new StringBuilder();
        cosigners.forEach(one -> out.append(one.key().vkey()).append('\n'));
        return out.toString();
    }

    /// What was cosigned last of a log.
    ///
    /// @throws IOException when it cannot be read, or is not what this witness wrote
    Optional<SignedNote> last(String origin) throws IOException {
        Path file = file(origin);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        SignedNote note;
        try {
            note = SignedNote.parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not a checkpoint", e);
        }
        if (!cosigners.stream().allMatch(one -> note.isSignedBy(one.key()))) {
            throw new IOException(file + " was changed: it is not cosigned by this witness");
        }
        return Optional.of(note);
    }

    /// Keeps what is about to be answered; it is on the disk when this returns.
    void keep(String origin, SignedNote cosigned) throws IOException {
        Path file = file(origin);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(cosigned.written().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            // Without this a power cut may bring the older file back.
            directory.force(true);
        }
    }

    private Path file(String origin) {
        String digest = Digests.hex(Digests.sha256(origin.getBytes(StandardCharsets.UTF_8)));
        return folder.resolve("logs").resolve(digest.substring(0, 32) + ".checkpoint");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
