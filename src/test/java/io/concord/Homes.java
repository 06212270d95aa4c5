package io.concord;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Folders of product files for tests: the project's own, with more connections.
final class Homes {

    private Homes() {}

    /// A home with the project's routes, schemas and samples, and the connections of a folder beside them.
    static String withConnections(Path home, String connections) {
        try {
            Files.createDirectories(home);
            copy(Path.of("routes"), home.resolve("routes"));
            for (String shared : new String[] {"schemas", "samples"}) {
                if (!Files.exists(home.resolve(shared))) {
                    Files.createSymbolicLink(
                            home.resolve(shared), Path.of(shared).toAbsolutePath());
                }
            }
            copy(Path.of(connections), home.resolve("routes/edge/more"));
            return home.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A home with one file of rules changed.
    static String withRule(Path home, String file, UnaryOperator<String> change) {
        try {
            Files.createDirectories(home);
            for (String shared : new String[] {"routes", "schemas", "samples"}) {
                copy(Path.of(shared), home.resolve(shared));
            }
            Path rule = home.resolve("schemas/rules").resolve(file);
            String text = Files.readString(rule);
            String changed = change.apply(text);
            if (changed.equals(text)) {
                throw new IllegalArgumentException(file + " has nothing to change");
            }
            Files.writeString(rule, changed);
            return home.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }
}
