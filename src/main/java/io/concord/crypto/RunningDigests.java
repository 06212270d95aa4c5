package io.concord.crypto;

import java.security.MessageDigest;
import org.bouncycastle.crypto.digests.SM3Digest;

/// Both digests of something that comes in pieces.
public final class RunningDigests {

    private final SM3Digest sm3 = new SM3Digest();
    private final MessageDigest sha256 = Digests.newSha256();

    /// @param length how many of the bytes count
    public void update(byte[] bytes, int length) {
        sm3.update(bytes, 0, length);
        sha256.update(bytes, 0, length);
    }

    /// Hex of all pieces; asked once, at the end.
    public String sm3() {
        byte[] out = new byte[32];
        sm3.doFinal(out, 0);
        return Digests.hex(out);
    }

    /// Hex of all pieces; asked once, at the end.
    public String sha256() {
        return Digests.hex(sha256.digest());
    }
}
