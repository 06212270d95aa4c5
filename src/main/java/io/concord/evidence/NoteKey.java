package io.concord.evidence;

import io.concord.crypto.Digests;
import io.concord.crypto.Suite;
import io.concord.crypto.VerifyingKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// A public key that signs notes, with its name: what a verifier pins (C2SP signed-note, "verifier keys"). It is a
/// log's, or a witness's that cosigns checkpoints with the moment (C2SP tlog-cosignature).
///
/// Ed25519 has type 0x01 for logs and 0x04 for witnesses, and is understood by every tool. SM2 has no type of its own
/// and takes 0xff with a long identifier; tools that do not know it ignore its lines.
public final class NoteKey {

    private static final byte ED25519 = 0x01;
    /// Type 0xff, then this identifier, then the uncompressed SEC1 point (65 bytes); signatures are DER.
    private static final byte[] SM2_TYPE = ("\u00ffconcord/v1 sm2-sm3\n").getBytes(StandardCharsets.ISO_8859_1);

    private static final byte ED25519_COSIGNATURE = 0x04;
    /// As for logs; a signature is eight bytes of time, big-endian seconds, then DER.
    private static final byte[] SM2_COSIGNATURE =
            ("\u00ffconcord/v1 sm2-sm3 cosignature/v1\n").getBytes(StandardCharsets.ISO_8859_1);

    /// DER before the raw Ed25519 key (RFC 8410) and before the uncompressed SM2 point, in a SubjectPublicKeyInfo.
    private static final byte[] ED25519_SPKI = Digests.unhex("302a300506032b6570032100");

    private static final byte[] SM2_SPKI = Digests.unhex("3059301306072a8648ce3d020106082a811ccf5501822d034200");

    private final String name;
    private final VerifyingKey key;
    private final boolean cosigns;
    private final byte[] encoded;
    private final String id;

    private NoteKey(String name, VerifyingKey key, boolean cosigns, byte[] encoded) {
        if (name.isEmpty() || name.contains("+") || name.chars().anyMatch(Character::isWhitespace)) {
            throw new IllegalArgumentException("a key's name has neither blanks nor a plus sign: " + name);
        }
        this.name = name;
        this.key = key;
        this.cosigns = cosigns;
        this.encoded = encoded;
        byte[] named = (name + "\n").getBytes(StandardCharsets.UTF_8);
        this.id = Digests.hex(Digests.sha256(named, encoded)).substring(0, 8);
    }

    /// A log's key.
    ///
    /// @throws IllegalArgumentException for a suite that has no note form, or a name with blanks or a plus sign
    public static NoteKey of(String name, VerifyingKey key) {
        return of(name, key, false, new byte[] {ED25519}, SM2_TYPE);
    }

    /// A witness's key.
    ///
    /// @throws IllegalArgumentException as for a log's
    public static NoteKey cosigner(String name, VerifyingKey key) {
        return of(name, key, true, new byte[] {ED25519_COSIGNATURE}, SM2_COSIGNATURE);
    }

    private static NoteKey of(String name, VerifyingKey key, boolean cosigns, byte[] ed25519, byte[] sm2) {
        byte[] spki = key.spki();
        return switch (key.suite()) {
            case ED25519 -> new NoteKey(name, key, cosigns, join(ed25519, tail(spki, ED25519_SPKI)));
            case SM2_SM3 -> new NoteKey(name, key, cosigns, join(sm2, tail(spki, SM2_SPKI)));
            case P256_SHA256 -> throw new IllegalArgumentException("notes are signed with Ed25519 and SM2 only");
        };
    }

    /// Reads a verifier key, `name+id+base64`.
    ///
    /// @throws IllegalArgumentException when it is not one of ours, or the id does not fit
    public static NoteKey parse(String vkey) {
        String[] parts = vkey.strip().split("\\+", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a verifier key: " + vkey);
        }
        byte[] encoded = Base64.getDecoder().decode(parts[2]);
        NoteKey key;
        if (encoded.length == 33 && encoded[0] == ED25519) {
            key = of(parts[0], read(encoded, 1, ED25519_SPKI));
        } else if (encoded.length == 33 && encoded[0] == ED25519_COSIGNATURE) {
            key = cosigner(parts[0], read(encoded, 1, ED25519_SPKI));
        } else if (begins(encoded, SM2_TYPE)) {
            key = of(parts[0], read(encoded, SM2_TYPE.length, SM2_SPKI));
        } else if (begins(encoded, SM2_COSIGNATURE)) {
            key = cosigner(parts[0], read(encoded, SM2_COSIGNATURE.length, SM2_SPKI));
        } else {
            throw new IllegalArgumentException("a verifier key of an unknown type: " + vkey);
        }
        if (!key.id.equals(parts[1])) {
            throw new IllegalArgumentException("the id of this verifier key does not fit: " + vkey);
        }
        return key;
    }

    private static boolean begins(byte[] bytes, byte[] with) {
        return bytes.length > with.length && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
    }

    private static VerifyingKey read(byte[] encoded, int from, byte[] spki) {
        return VerifyingKey.of(join(spki, Arrays.copyOfRange(encoded, from, encoded.length)));
    }

    private static byte[] tail(byte[] spki, byte[] prefix) {
        if (spki.length <= prefix.length || !Arrays.equals(spki, 0, prefix.length, prefix, 0, prefix.length)) {
            throw new IllegalArgumentException("a public key in an unusual encoding");
        }
        return Arrays.copyOfRange(spki, prefix.length, spki.length);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    public String name() {
        return name;
    }

    public Suite suite() {
        return key.suite();
    }

    /// First four bytes of the key's hash, 8 hex characters.
    public String id() {
        return id;
    }

    public VerifyingKey key() {
        return key;
    }

    /// The text form that verifiers pin.
    public String vkey() {
        return name + "+" + id + "+" + Base64.getEncoder().encodeToString(encoded);
    }

    /// Whether it is a witness's.
    public boolean cosigns() {
        return cosigns;
    }

    boolean verify(String text, byte[] signature) {
        if (!cosigns) {
            return key.verify(text.getBytes(StandardCharsets.UTF_8), signature);
        }
        if (signature.length <= Long.BYTES || ByteBuffer.wrap(signature).getLong() < 0) {
            return false;
        }
        return key.verify(
                cosigned(text, ByteBuffer.wrap(signature).getLong()),
                Arrays.copyOfRange(signature, Long.BYTES, signature.length));
    }

    /// What a witness signs of a checkpoint (C2SP tlog-cosignature, "Ed25519 signed message").
    static byte[] cosigned(String text, long seconds) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }
}
