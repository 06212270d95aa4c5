package io.concord.crypto;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/// A public key with the one suite it may be used with; immutable and safe to share.
public final class VerifyingKey {

    private final Suite suite;
    private final byte[] spki;
    private final String id;
    private final KeptSigners signers;

    private VerifyingKey(Suite suite, byte[] spki, AsymmetricKeyParameter parameters) {
        this.suite = suite;
        this.spki = spki;
        this.id = Digests.hex(Digests.sha256(spki));
        this.signers = Signatures.verifying(suite, parameters);
    }

    /// Reads a DER SubjectPublicKeyInfo; the key's own algorithm decides the suite.
    ///
    /// @throws IllegalArgumentException for any key that belongs to no suite, or a point that is not on its curve
    public static VerifyingKey of(byte[] spki) {
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(spki);
            if (!Arrays.equals(info.getEncoded("DER"), spki)) {
                throw new IllegalArgumentException("not DER");
            }
            AsymmetricKeyParameter key = PublicKeyFactory.createKey(info);
            return switch (key) {
                case Ed25519PublicKeyParameters ed -> new VerifyingKey(Suite.ED25519, spki, ed);
                case ECPublicKeyParameters ec -> {
                    Curves curve = Curves.of(ec.getParameters());
                    yield new VerifyingKey(curve.suite(), spki, curve.onFastCurve(ec));
                }
                default -> throw new IllegalArgumentException("no suite for this kind of key");
            };
        } catch (IOException e) {
            throw new IllegalArgumentException("not a public key", e);
        }
    }

    /// Reads a PEM `PUBLIC KEY` block.
    public static VerifyingKey ofPem(String pem) {
        return of(Pem.decode("PUBLIC KEY", pem));
    }

    public Suite suite() {
        return suite;
    }

    /// DER SubjectPublicKeyInfo.
    public byte[] spki() {
        return spki.clone();
    }

    /// Lower-case hex SHA-256 of the SubjectPublicKeyInfo, 64 characters.
    public String id() {
        return id;
    }

    public String pem() {
        return Pem.encode("PUBLIC KEY", spki);
    }

    /// Whether the signature over the message is this key's. Encodings other than strict DER, and r or s out of
    /// range, are false, not errors.
    public boolean verify(byte[] message, byte[] signature) {
        return Signatures.verify(signers, message, signature);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey key && key.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return suite.id() + ":" + id;
    }
}
