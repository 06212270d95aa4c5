package io.concord.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SM3Digest;

/// The two digests of every record: SHA-256 (FIPS 180-4) and SM3 (GB/T 32905).
public final class Digests {

    private static final HexFormat HEX = HexFormat.of();

    private Digests() {}

    /// SHA-256 of the parts in order, 32 bytes.
    public static byte[] sha256(byte[]... parts) {
        MessageDigest digest = newSha256();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    /// For what is too long to be held in memory.
    public static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// SM3 of the parts in order, 32 bytes.
    public static byte[] sm3(byte[]... parts) {
        SM3Digest digest = new SM3Digest();
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] out = new byte[32];
        digest.doFinal(out, 0);
        return out;
    }

    /// Lower-case hex.
    public static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    /// Bytes of lower- or upper-case hex.
    public static byte[] unhex(String hex) {
        return HEX.parseHex(hex);
    }
}
