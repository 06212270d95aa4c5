package io.concord.crypto;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;

/// Lets the library's certificate builder sign with any [SigningKey].
final class KeyContentSigner implements ContentSigner {

    private final AlgorithmIdentifier algorithm;
    private final SigningKey key;
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();

    KeyContentSigner(AlgorithmIdentifier algorithm, SigningKey key) {
        this.algorithm = algorithm;
        this.key = key;
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
        return algorithm;
    }

    @Override
    public OutputStream getOutputStream() {
        return content;
    }

    @Override
    public byte[] getSignature() {
        return key.sign(content.toByteArray());
    }
}
