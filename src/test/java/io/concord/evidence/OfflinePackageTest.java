package io.concord.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.concord.Seeds;
import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import java.security.SecureRandom;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class OfflinePackageTest {

    private static final SoftwareKey KEY = SoftwareKey.generate(Suite.SM2_SM3, new SecureRandom());

    static LongStream seeds() {
        return Seeds.of(20);
    }

    private static OfflinePackage sample(Random random) {
        TreeMap<String, byte[]> files = new TreeMap<>();
        for (String name : new String[] {"answers.ndjson", "mailbox.ndjson"}) {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            files.put(name, bytes);
        }
        return new OfflinePackage("answers", "519901-HRSS-01", "id", "2026-01-01T00:00:00Z", files);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void whatIsPackedIsUnpacked(Suite suite) {
        SoftwareKey key = SoftwareKey.generate(suite, new SecureRandom());
        OfflinePackage sample = sample(new Random(1));
        OfflinePackage.Opened opened = OfflinePackage.open(sample.seal(key, "519901-HRSS-01"));
        assertThat(opened.isSignedBy(key.publicKey())).isTrue();
        assertThat(opened.isSignedBy(KEY.publicKey())).isFalse();
        assertThat(opened.content().files().keySet()).isEqualTo(sample.files().keySet());
        sample.files()
                .forEach((name, bytes) ->
                        assertThat(opened.content().files().get(name)).isEqualTo(bytes));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void noChangedByteGoesUnnoticed(long seed) {
        Random random = new Random(seed);
        byte[] zip = sample(random).seal(KEY, "519901-HRSS-01");
        OfflinePackage untouched = OfflinePackage.open(zip).content();
        for (int i = 0; i < 30; i++) {
            byte[] changed = zip.clone();
            changed[random.nextInt(zip.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                OfflinePackage.Opened opened = OfflinePackage.open(changed);
                // Bytes that say nothing, a file's time for example, may change; what is said may not.
                boolean same = opened.isSignedBy(KEY.publicKey())
                        && opened.content().files().entrySet().stream()
                                .allMatch(f -> java.util.Arrays.equals(
                                        f.getValue(), untouched.files().get(f.getKey())));
                assertThat(same || !opened.isSignedBy(KEY.publicKey())).isTrue();
            } catch (OfflinePackage.Damaged e) {
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
    }

    @Test
    void aFileOfAnotherKindIsDamaged() {
        assertThatExceptionOfType(OfflinePackage.Damaged.class).isThrownBy(() -> OfflinePackage.open(new byte[100]));
        assertThatExceptionOfType(OfflinePackage.Damaged.class).isThrownBy(() -> OfflinePackage.open(new byte[0]));
    }
}
