package io.concord.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// The stock command line that strangers will verify with.
public final class Openssl {

    private Openssl() {}

    /// Runs `openssl` with these arguments in a folder and returns its exit code; skips the test where there is
    /// none.
    public static int run(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            assertThat(output).doesNotContain("Unknown option");
            return exit;
        } catch (IOException e) {
            Assumptions.abort("skipped: openssl is not installed");
            throw e;
        }
    }
}
