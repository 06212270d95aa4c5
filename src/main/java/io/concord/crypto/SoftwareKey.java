package io.concord.crypto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/// A private key held in memory and kept as a PKCS#8 PEM file; for demos, tests and hubs without a device.
public final class SoftwareKey implements SigningKey {

    private final AsymmetricKeyParameter secret;
    private final VerifyingKey publicKey;
    private final KeptSigners signers;

    private SoftwareKey(AsymmetricKeyParameter secret, AsymmetricKeyParameter open) {
        this.secret = secret;
        try {
            this.publicKey = VerifyingKey.of(
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(open).getEncoded("DER"));
        } catch (IOException e) {
            throw new IllegalStateException("a fresh public key must encode", e);
        }
        this.signers = Signatures.signing(publicKey.suite(), secret);
    }

    public static SoftwareKey generate(Suite suite, SecureRandom random) {
        AsymmetricCipherKeyPair pair = switch (suite) {
            case SM2_SM3 -> ecPair(Curves.SM2, random);
            case P256_SHA256 -> ecPair(Curves.P256, random);
            case ED25519 -> {
                Ed25519KeyPairGenerator generator = new Ed25519KeyPairGenerator();
                generator.init(new Ed25519KeyGenerationParameters(random));
                yield generator.generateKeyPair();
            }
        };
        return new SoftwareKey(pair.getPrivate(), pair.getPublic());
    }

    private static AsymmetricCipherKeyPair ecPair(Curves curve, SecureRandom random) {
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(curve.domain(), random));
        return generator.generateKeyPair();
    }

    /// Reads a PKCS#8 PEM file (`PRIVATE KEY`, unencrypted), as OpenSSL and [#save] write it.
    ///
    /// @throws IOException when the file cannot be read
    /// @throws IllegalArgumentException when it holds no key of our suites
    public static SoftwareKey load(Path file) throws IOException {
        return ofPem(Files.readString(file));
    }

    public static SoftwareKey ofPem(String pem) {
        try {
            AsymmetricKeyParameter key = PrivateKeyFactory.createKey(Pem.decode("PRIVATE KEY", pem));
            return switch (key) {
                case Ed25519PrivateKeyParameters ed -> new SoftwareKey(ed, ed.generatePublicKey());
                case ECPrivateKeyParameters ec -> {
                    Curves curve = Curves.of(ec.getParameters());
                    ECPrivateKeyParameters fast = curve.onFastCurve(ec);
                    yield new SoftwareKey(
                            fast,
                            new ECPublicKeyParameters(
                                    curve.domain().getG().multiply(fast.getD()).normalize(), curve.domain()));
                }
                default -> throw new IllegalArgumentException("no suite for this kind of key");
            };
        } catch (IOException e) {
            throw new IllegalArgumentException("not a PKCS#8 private key", e);
        }
    }

    /// Writes the key as PKCS#8 PEM, readable by the owner alone.
    public void save(Path file) throws IOException {
        Files.deleteIfExists(file);
        if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, pem(), StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private String pem() throws IOException {
        PrivateKeyInfo info = PrivateKeyInfoFactory.createPrivateKeyInfo(secret);
        // Without the optional public half of RFC 5958, which OpenSSL 3.0 does not read.
        return Pem.encode(
                "PRIVATE KEY",
                new PrivateKeyInfo(info.getPrivateKeyAlgorithm(), info.parsePrivateKey()).getEncoded("DER"));
    }

    @Override
    public VerifyingKey publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        return Signatures.sign(signers, message);
    }
}
