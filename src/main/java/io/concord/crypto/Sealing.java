package io.concord.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.SM4Engine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/// Keeps what only its holder may read: SM4 (GB/T 32907) in GCM, 12 random bytes before the ciphertext, 16 bytes of tag
/// behind it.
public final class Sealing {

    private static final int KEY = 16;
    private static final int NONCE = 12;
    private static final int TAG = 128;

    private final byte[] key;
    private final SecureRandom random;

    private Sealing(byte[] key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    /// With the key of a file, which is made where it is missing, readable by its owner alone.
    public static Sealing of(Path file, SecureRandom random) throws IOException {
        if (!Files.exists(file)) {
            byte[] fresh = new byte[KEY];
            random.nextBytes(fresh);
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.write(file, fresh, StandardOpenOption.CREATE_NEW);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        }
        byte[] key = Files.readAllBytes(file);
        if (key.length != KEY) {
            throw new IOException(file + " is no SM4 key of 16 bytes");
        }
        return new Sealing(key, random);
    }

    /// @param about what it belongs to; opened for something else it does not open
    public byte[] seal(byte[] plain, byte[] about) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] sealed = run(true, nonce, about, plain, 0);
        byte[] out = Arrays.copyOf(nonce, NONCE + sealed.length);
        System.arraycopy(sealed, 0, out, NONCE, sealed.length);
        return out;
    }

    /// @throws IllegalArgumentException when it was changed, or sealed with another key or for something else
    public byte[] open(byte[] sealed, byte[] about) {
        if (sealed.length < NONCE + TAG / 8) {
            throw new IllegalArgumentException("too short to be sealed");
        }
        return run(false, Arrays.copyOf(sealed, NONCE), about, sealed, NONCE);
    }

    private byte[] run(boolean seal, byte[] nonce, byte[] about, byte[] in, int from) {
        var cipher = GCMBlockCipher.newInstance(new SM4Engine());
        cipher.init(seal, new AEADParameters(new KeyParameter(key), TAG, nonce, about));
        byte[] out = new byte[cipher.getOutputSize(in.length - from)];
        int n = cipher.processBytes(in, from, in.length - from, out, 0);
        try {
            n += cipher.doFinal(out, n);
        } catch (InvalidCipherTextException e) {
            throw new IllegalArgumentException("it does not open with this key", e);
        }
        return Arrays.copyOf(out, n);
    }
}
