package io.concord.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/// The server's programs, unpacked once into a stable place.
final class PostgresBinaries {

    /// Kept in step with the version of the binaries in `pom.xml`; a new one unpacks beside the old.
    private static final String VERSION = "18.3.0";

    private final Path bin;
    private final List<String> prefix;

    private PostgresBinaries(Path bin, List<String> prefix) {
        this.bin = bin;
        this.prefix = prefix;
    }

    /// @param home data folder, used unless the system property `concord.postgres.binaries` names a shared place
    static PostgresBinaries unpack(Path home) throws IOException {
        String shared = System.getProperty("concord.postgres.binaries");
        Path root = shared == null ? home : Path.of(shared).toAbsolutePath();
        Path server = root.resolve("server-" + VERSION);
        if (!Files.isDirectory(server)) {
            Files.createDirectories(root);
            Path fresh = Files.createTempDirectory(root, "unpacking");
            extract(fresh);
            try {
                Files.move(fresh, server, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (!Files.isDirectory(server)) {
                    throw e;
                }
            }
        }
        return new PostgresBinaries(server.resolve("bin"), prefix(home));
    }

    private static void extract(Path target) throws IOException {
        String name = "/postgres-" + os() + "-" + arch() + ".txz";
        try (InputStream resource = PostgresBinaries.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new CannotStart("This build carries no PostgreSQL for " + os() + "/" + arch()
                        + ". Point --concord.database.url at a server of your own. 请用 --concord.database.url 指定数据库。");
            }
            TarArchiveInputStream tar =
                    new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(resource)));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                write(tar, entry, target.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, file);
        if ((entry.getMode() & 0100) != 0 && Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static String os() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return os.contains("win") ? "windows" : os.contains("mac") ? "darwin" : "linux";
    }

    private static String arch() {
        String arch = System.getProperty("os.arch");
        return arch.equals("amd64") ? "x86_64" : arch.equals("aarch64") ? "arm_64" : arch;
    }

    /// PostgreSQL refuses to run as root. A user namespace gives it another identity without giving the files away.
    private static List<String> prefix(Path home) throws IOException {
        if (os().equals("windows")
                || !Integer.valueOf(0).equals(Files.getAttribute(home, "unix:uid"))
                || !"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        try {
            if (new ProcessBuilder("unshare", "-U", "true").start().waitFor() == 0) {
                return List.of("unshare", "-U");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new CannotStart(
                "PostgreSQL does not run as root, and this system allows no user namespace. Start Concord as"
                        + " another user, or point --concord.database.url at a server. 请以非 root 用户运行。");
    }

    /// Runs one program to its end.
    void run(String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(bin.resolve(program).toString());
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("concord-" + program, ".log");
            try {
                // To a file, not a pipe: the server inherits it and would keep a pipe open for ever.
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (process.waitFor() != 0) {
                    throw new CannotStart(program + " failed: "
                            + Files.readString(output, StandardCharsets.UTF_8).strip());
                }
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + program, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + program + " was running", e);
        }
    }
}
