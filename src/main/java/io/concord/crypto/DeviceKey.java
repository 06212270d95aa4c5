package io.concord.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import org.jspecify.annotations.Nullable;

/// A private key behind a JCA provider, for example PKCS#11: it can live in a certified device and never enters
/// memory.
public final class DeviceKey implements SigningKey {

    private final PrivateKey secret;
    private final VerifyingKey publicKey;
    private final String algorithm;
    private final Provider provider;

    private DeviceKey(PrivateKey secret, VerifyingKey publicKey, Provider provider) {
        this.secret = secret;
        this.publicKey = publicKey;
        this.provider = provider;
        this.algorithm = switch (publicKey.suite()) {
            case SM2_SM3 -> "SM3withSM2";
            case P256_SHA256 -> "SHA256withECDSA";
            case ED25519 -> "Ed25519";
        };
    }

    /// Opens a key of a key store.
    ///
    /// @param provider name of a registered JCA provider, for example `SunPKCS11-hsm`
    /// @param type of the key store, for example `PKCS11` or `PKCS12`
    /// @param file of the key store; null for a device
    /// @throws GeneralSecurityException when the provider, the store or the alias does not answer as it should
    public static DeviceKey open(String provider, String type, @Nullable Path file, char[] pin, String alias)
            throws GeneralSecurityException, IOException {
        Provider p = Security.getProvider(provider);
        if (p == null) {
            throw new GeneralSecurityException("no JCA provider named " + provider);
        }
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream in = file == null ? null : Files.newInputStream(file)) {
            store.load(in, pin);
        }
        if (!(store.getKey(alias, pin) instanceof PrivateKey secret) || store.getCertificate(alias) == null) {
            throw new GeneralSecurityException("no private key with a certificate under alias " + alias);
        }
        return new DeviceKey(
                secret,
                VerifyingKey.of(store.getCertificate(alias).getPublicKey().getEncoded()),
                p);
    }

    @Override
    public VerifyingKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(algorithm, provider);
            signature.initSign(secret);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the device did not sign", e);
        }
    }
}
