package io.concord.crypto;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.SM2Signer;

/// The signature algorithms themselves, in the library's lightweight form.
final class Signatures {

    /// GB/T 32918 leaves the user id open; GM/T 0009-2012 §10 fixes this one, and OpenSSL must be told (`distid`).
    private static final byte[] SM2_USER_ID = "1234567812345678".getBytes(StandardCharsets.US_ASCII);

    private static final SecureRandom RANDOM = new SecureRandom();

    private Signatures() {}

    /// Signers for a private key.
    static KeptSigners signing(Suite suite, AsymmetricKeyParameter key) {
        CipherParameters random = suite == Suite.ED25519 ? key : new ParametersWithRandom(key, RANDOM);
        return new KeptSigners(() -> initialised(suite, true, random));
    }

    /// Signers for a public key.
    static KeptSigners verifying(Suite suite, AsymmetricKeyParameter key) {
        return new KeptSigners(() -> initialised(suite, false, key));
    }

    static byte[] sign(KeptSigners signers, byte[] message) {
        return signers.use(signer -> {
            signer.update(message, 0, message.length);
            try {
                return signer.generateSignature();
            } catch (CryptoException e) {
                throw new IllegalStateException("could not sign", e);
            }
        });
    }

    static boolean verify(KeptSigners signers, byte[] message, byte[] signature) {
        return signers.use(signer -> {
            signer.update(message, 0, message.length);
            return signer.verifySignature(signature);
        });
    }

    private static Signer initialised(Suite suite, boolean forSigning, CipherParameters key) {
        Signer signer = signer(suite);
        signer.init(forSigning, suite == Suite.SM2_SM3 ? new ParametersWithID(key, SM2_USER_ID) : key);
        return signer;
    }

    private static Signer signer(Suite suite) {
        return switch (suite) {
            case SM2_SM3 -> new SM2Signer();
            case P256_SHA256 -> new DSADigestSigner(new ECDSASigner(), new SHA256Digest());
            case ED25519 -> new Ed25519Signer();
        };
    }
}
