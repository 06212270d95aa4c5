package io.concord;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The folder of public vectors and real texts, which the project does not contain.
public final class Shared {

    private Shared() {}

    /// A path below the folder; the test is skipped, saying so, where it is absent.
    public static Path path(String name) {
        Path path = Path.of(System.getProperty("concord.shared", "../shared")).resolve(name);
        Assumptions.assumeTrue(
                Files.exists(path), () -> "skipped: " + path + " is absent (set -Dconcord.shared=FOLDER)");
        return path;
    }
}
