package io.concord.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealingTest {

    @Test
    void opensForWhatItWasSealedForAndNothingElse(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys/map.key");
        Sealing sealing = Sealing.of(file, new SecureRandom());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        byte[] sealed = sealing.seal("王建国→王某".getBytes(), "a".getBytes());
        assertThat(Sealing.of(file, new SecureRandom()).open(sealed, "a".getBytes()))
                .isEqualTo("王建国→王某".getBytes());
        assertThat(sealing.seal("王建国→王某".getBytes(), "a".getBytes()))
                .as("never twice the same")
                .isNotEqualTo(sealed);
        assertThatThrownBy(() -> sealing.open(sealed, "b".getBytes())).isInstanceOf(IllegalArgumentException.class);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> sealing.open(changed, "a".getBytes()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Files.write(file, new byte[3]);
        assertThatThrownBy(() -> Sealing.of(file, new SecureRandom())).hasMessageContaining("16 bytes");
    }
}
