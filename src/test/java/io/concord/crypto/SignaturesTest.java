package io.concord.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignaturesTest {

    private static final byte[] MESSAGE = "concord/v1 submit\n".getBytes(StandardCharsets.UTF_8);
    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @EnumSource(Suite.class)
    void verifiesItsOwnSignatureAndNoOther(Suite suite) {
        SoftwareKey key = SoftwareKey.generate(suite, random);
        byte[] signature = key.sign(MESSAGE);
        assertThat(key.publicKey().verify(MESSAGE, signature)).isTrue();
        assertThat(SoftwareKey.generate(suite, random).publicKey().verify(MESSAGE, signature))
                .isFalse();
        assertThat(key.publicKey().verify("other".getBytes(StandardCharsets.UTF_8), signature))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void refusesTheSignatureAfterAnySingleBitChange(Suite suite) {
        SoftwareKey key = SoftwareKey.generate(suite, random);
        byte[] signature = key.sign(MESSAGE);
        for (int bit = 0; bit < signature.length * 8; bit++) {
            byte[] changed = signature.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(key.publicKey().verify(MESSAGE, changed))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void refusesEmptyTruncatedAndExtendedSignatures(Suite suite) {
        SoftwareKey key = SoftwareKey.generate(suite, random);
        byte[] signature = key.sign(MESSAGE);
        for (int length = 0; length < signature.length; length++) {
            assertThat(key.publicKey().verify(MESSAGE, Arrays.copyOf(signature, length)))
                    .isFalse();
        }
        assertThat(key.publicKey().verify(MESSAGE, Arrays.copyOf(signature, signature.length + 1)))
                .isFalse();
    }

    /// The negative set that exists publicly for ECDSA, in its ideas, for SM2.
    @ParameterizedTest
    @EnumSource(
            value = Suite.class,
            names = {"SM2_SM3", "P256_SHA256"})
    void refusesValuesOutOfRangeAndLooseEncodings(Suite suite) throws IOException {
        SoftwareKey key = SoftwareKey.generate(suite, random);
        BigInteger n =
                (suite == Suite.SM2_SM3 ? Curves.SM2 : Curves.P256).domain().getN();
        ASN1Sequence rs = ASN1Sequence.getInstance(key.sign(MESSAGE));
        BigInteger r = ASN1Integer.getInstance(rs.getObjectAt(0)).getValue();
        BigInteger s = ASN1Integer.getInstance(rs.getObjectAt(1)).getValue();
        assertThat(verify(key, r, s)).isTrue();
        assertThat(verify(key, BigInteger.ZERO, s)).isFalse();
        assertThat(verify(key, r, BigInteger.ZERO)).isFalse();
        assertThat(verify(key, r.add(n), s)).isFalse();
        assertThat(verify(key, r, s.add(n))).isFalse();
        assertThat(verify(key, r.negate(), s)).isFalse();
        assertThat(verify(key, r, n)).isFalse();
        assertThat(verify(key, s, r)).isFalse();
        byte[] der = key.sign(MESSAGE);
        byte[] longLength = new byte[der.length + 1];
        longLength[0] = der[0];
        longLength[1] = (byte) 0x81;
        System.arraycopy(der, 1, longLength, 2, der.length - 1);
        assertThat(key.publicKey().verify(MESSAGE, longLength))
                .as("BER long form of the length")
                .isFalse();
        if (suite == Suite.SM2_SM3) {
            // r + s = n makes the verifier's t zero, which GB/T 32918.2 §7.1 B5 refuses.
            assertThat(verify(key, r, n.subtract(r))).isFalse();
            assertThat(verify(key, r, n.subtract(s)))
                    .as("SM2 signatures are not malleable by negation")
                    .isFalse();
        }
    }

    private static boolean verify(SoftwareKey key, BigInteger r, BigInteger s) throws IOException {
        byte[] der = new DERSequence(new ASN1Integer[] {new ASN1Integer(r), new ASN1Integer(s)}).getEncoded("DER");
        return key.publicKey().verify(MESSAGE, der);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void survivesItsPemFile(Suite suite, @TempDir Path folder) throws IOException {
        SoftwareKey key = SoftwareKey.generate(suite, random);
        key.save(folder.resolve("key.pem"));
        SoftwareKey loaded = SoftwareKey.load(folder.resolve("key.pem"));
        assertThat(loaded.publicKey()).isEqualTo(key.publicKey());
        assertThat(key.publicKey().verify(MESSAGE, loaded.sign(MESSAGE))).isTrue();
        assertThat(VerifyingKey.ofPem(key.publicKey().pem())).isEqualTo(key.publicKey());
        assertThat(Files.getPosixFilePermissions(folder.resolve("key.pem"))).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void opensslVerifiesOurSignaturesAndWeVerifyIts(Suite suite, @TempDir Path folder) throws Exception {
        SoftwareKey key = SoftwareKey.generate(suite, random);
        key.save(folder.resolve("key.pem"));
        Files.writeString(folder.resolve("pub.pem"), key.publicKey().pem());
        Files.write(folder.resolve("text"), MESSAGE);
        Files.write(folder.resolve("sig"), key.sign(MESSAGE));
        String[] digest = suite == Suite.SM2_SM3
                ? new String[] {"-sm3", "-sigopt", "distid:1234567812345678"}
                : new String[] {"-sha256"};
        if (suite == Suite.ED25519) {
            assertThat(Openssl.run(
                            folder,
                            "pkeyutl",
                            "-verify",
                            "-rawin",
                            "-pubin",
                            "-inkey",
                            "pub.pem",
                            "-sigfile",
                            "sig",
                            "-in",
                            "text"))
                    .isZero();
            assertThat(Openssl.run(
                            folder, "pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-out", "sig2", "-in", "text"))
                    .isZero();
        } else {
            assertThat(Openssl.run(folder, join(digest, "dgst", "-verify", "pub.pem", "-signature", "sig", "text")))
                    .isZero();
            assertThat(Openssl.run(folder, join(digest, "dgst", "-sign", "key.pem", "-out", "sig2", "text")))
                    .isZero();
        }
        assertThat(key.publicKey().verify(MESSAGE, Files.readAllBytes(folder.resolve("sig2"))))
                .isTrue();
    }

    /// `dgst` wants its digest options first and the file last.
    private static String[] join(String[] digest, String command, String... rest) {
        String[] all = new String[1 + digest.length + rest.length];
        all[0] = command;
        System.arraycopy(digest, 0, all, 1, digest.length);
        System.arraycopy(rest, 0, all, 1 + digest.length, rest.length);
        return all;
    }

    @Test
    void sm3GivesTheStandardsExample() {
        // GB/T 32905-2016, A.1
        assertThat(Digests.hex(Digests.sm3("abc".getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    }

    @Test
    void refusesKeysOfOtherCurves() {
        String secp256k1 = """
                -----BEGIN PUBLIC KEY-----
                MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEeb5mfvncu6xVoGKVzocLBwKb/NstzijZ
                WfKBWxb4F5hIOtp3JqPEZV2k+/wOEQio/Re0SKaFVBmcR9CP+xDUuA==
                -----END PUBLIC KEY-----
                """;
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.ofPem(secp256k1));
        assertThatIllegalArgumentException().isThrownBy(() -> VerifyingKey.of(new byte[] {1, 2, 3}));
    }
}
