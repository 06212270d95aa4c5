package io.concord.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CertificateTest {

    private final SecureRandom random = new SecureRandom();
    private final Instant now = Instant.parse("2026-01-15T00:00:00Z");
    private final SoftwareKey authorityKey = SoftwareKey.generate(Suite.SM2_SM3, random);
    private final Certificate authority = Certificate.authority(
            "演示签发机构", authorityKey, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(900)), random);

    @ParameterizedTest
    @EnumSource(Suite.class)
    void bindsAKeyToItsAgencyForStockTools(Suite suite, @TempDir Path folder) throws Exception {
        SoftwareKey key = SoftwareKey.generate(suite, random);
        Certificate certificate = authority.issue(
                "蓉川市江东区总工会",
                "519901-TRADE_UNION-01",
                key.publicKey(),
                authorityKey,
                now,
                now.plus(Duration.ofDays(365)),
                random);
        assertThat(certificate.commonName()).isEqualTo("519901-TRADE_UNION-01");
        assertThat(certificate.organisation()).isEqualTo("蓉川市江东区总工会");
        assertThat(certificate.issuedBy(authority)).isTrue();
        assertThat(Certificate.ofPem(certificate.pem()).key()).isEqualTo(key.publicKey());
        assertThat(certificate.validAt(now)).isTrue();
        assertThat(certificate.validAt(now.minusSeconds(1))).isFalse();
        assertThat(certificate.validAt(now.plus(Duration.ofDays(366)))).isFalse();
        Files.writeString(folder.resolve("ca.crt"), authority.pem());
        Files.writeString(folder.resolve("signer.crt"), certificate.pem());
        assertThat(Openssl.run(
                        folder,
                        "verify",
                        "-no_check_time",
                        "-vfyopt",
                        "distid:1234567812345678",
                        "-CAfile",
                        "ca.crt",
                        "signer.crt"))
                .isZero();
    }

    @Test
    void anotherAuthorityOfTheSameNameDidNotIssueIt() {
        SoftwareKey otherKey = SoftwareKey.generate(Suite.SM2_SM3, random);
        Certificate other = Certificate.authority("演示签发机构", otherKey, now, now.plusSeconds(60), random);
        Certificate certificate = authority.issue(
                "工会", "519901-TRADE_UNION-01", otherKey.publicKey(), authorityKey, now, now.plusSeconds(60), random);
        assertThat(certificate.issuedBy(other)).isFalse();
        assertThat(certificate.issuedBy(certificate))
                .as("an agency is no authority")
                .isFalse();
    }

    @Test
    void aKeyBehindAJcaProviderSignsLikeASoftwareKey(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "agency",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=519901-HRSS-01",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        assertThat(KeyStore.getInstance("PKCS12")).isNotNull();
        DeviceKey key = DeviceKey.open("SunEC", "PKCS12", store, "changeit".toCharArray(), "agency");
        assertThat(key.publicKey().suite()).isEqualTo(Suite.P256_SHA256);
        assertThat(key.publicKey().verify(new byte[] {1}, key.sign(new byte[] {1})))
                .isTrue();
    }
}
