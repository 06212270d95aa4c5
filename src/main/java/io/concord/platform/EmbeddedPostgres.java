package io.concord.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real PostgreSQL server of our own, run from binaries that the program carries, with its data in one folder.
///
/// Durable (`fsync` on) and closed: it listens on the loopback address alone and asks everybody for a password
/// (SCRAM) that only the owner of the folder can read. One process owns the folder at a time, by a file lock; a
/// server that a
/// killed owner left running is recognised and taken over.
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Duration WATCH = Duration.ofSeconds(1);

    private final PostgresBinaries binaries;
    private final Path folder;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final int port;
    private final String password;
    /// Set once, by whoever closes.
    private volatile boolean closing;

    private EmbeddedPostgres(
            PostgresBinaries binaries, Path folder, FileChannel lockFile, FileLock lock, int port, String password) {
        this.binaries = binaries;
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
        this.port = port;
        this.password = password;
    }

    /// Starts a server on a folder, making the database when the folder is new.
    ///
    /// @param folder for the data, the binaries and the password
    /// @param wantedPort 1–65535, or 0 for any free one
    /// @throws CannotStart saying what to change, when the folder or the port is taken or the server does not come
    /// up
    public static EmbeddedPostgres start(Path folder, int wantedPort) {
        Path home = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(home);
            FileChannel lockFile = FileChannel.open(
                    home.resolve("owner.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock lock = lock(home, lockFile);
            try {
                PostgresBinaries binaries = PostgresBinaries.unpack(home);
                stopOrphan(binaries, home);
                int port = freePort(wantedPort);
                EmbeddedPostgres server =
                        new EmbeddedPostgres(binaries, home, lockFile, lock, port, password(home.resolve("password")));
                server.createCluster();
                server.run();
                Thread.ofVirtual().name("postgres-watch").start(server::watch);
                return server;
            } catch (RuntimeException | IOException e) {
                lockFile.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the database folder " + home, e);
        }
    }

    private static FileLock lock(Path home, FileChannel lockFile) throws IOException {
        FileLock lock = null;
        try {
            lock = lockFile.tryLock(1 << 20, 1, false);
        } catch (java.nio.channels.OverlappingFileLockException e) {
            LOG.debug("the folder is open in this very process", e);
        }
        if (lock == null) {
            String owner = Files.readString(home.resolve("owner.lock")).strip();
            lockFile.close();
            throw new CannotStart("The database folder " + home + " is in use by process " + owner
                    + ". Stop that process, or start this one with another --concord.data. 数据目录正被进程 " + owner + " 使用。");
        }
        lockFile.truncate(0);
        lockFile.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
        return lock;
    }

    private static void stopOrphan(PostgresBinaries binaries, Path home) {
        Path pidFile = home.resolve("cluster/postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
            boolean ours = ProcessHandle.of(pid)
                    .flatMap(process -> process.info().commandLine())
                    .filter(line -> line.contains("postgres")
                            && line.contains(home.resolve("cluster").toString()))
                    .isPresent();
            if (ours) {
                LOG.warn("taking over from a killed owner: stopping its database server, process {}", pid);
                binaries.run(
                        "pg_ctl",
                        "stop",
                        "-D",
                        home.resolve("cluster").toString(),
                        "-m",
                        "fast",
                        "-w",
                        "-t",
                        String.valueOf(STOP_LIMIT.toSeconds()));
            }
        } catch (IOException | NumberFormatException e) {
            LOG.debug("an unreadable postmaster.pid is the server's own to judge", e);
        }
    }

    private static int freePort(int wanted) {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CannotStart("Port " + wanted + " on 127.0.0.1 is taken. Free it, or start with another"
                    + " --concord.database.port (0 takes any free one). 端口 " + wanted + " 已被占用。");
        }
    }

    private static String password(Path file) throws IOException {
        if (!Files.exists(file)) {
            byte[] secret = new byte[24];
            new SecureRandom().nextBytes(secret);
            Files.createFile(file);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            Files.writeString(file, HexFormat.of().formatHex(secret));
        }
        return Files.readString(file).strip();
    }

    private void createCluster() throws IOException {
        Path cluster = folder.resolve("cluster");
        if (Files.exists(cluster.resolve("PG_VERSION"))) {
            return;
        }
        LOG.info("making the database in {}", cluster);
        // The password authentication of initdb leaves no "trust" line in pg_hba.conf.
        binaries.run(
                "initdb",
                "-D",
                cluster.toString(),
                "-U",
                "concord",
                "--auth=scram-sha-256",
                "--pwfile=" + folder.resolve("password"),
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums",
                "--no-instructions");
    }

    private void run() {
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                "max_connections=120",
                "shared_buffers=256MB",
                "max_wal_size=2GB",
                "timezone=UTC",
                "log_timezone=UTC"));
        StringBuilder options = new StringBuilder();
        settings.forEach(setting -> options.append(" -c ").append(setting));
        try {
            binaries.run(
                    "pg_ctl",
                    "start",
                    "-D",
                    folder.resolve("cluster").toString(),
                    "-l",
                    folder.resolve("server.log").toString(),
                    "-w",
                    "-t",
                    "60",
                    "-o",
                    options.toString());
        } catch (CannotStart e) {
            throw new CannotStart(e.getMessage() + " See " + folder.resolve("server.log") + ".");
        }
        try {
            // Commands beside this program read it at any moment.
            Path fresh = Files.writeString(folder.resolve("url.new"), jdbcUrl() + "\n");
            Files.move(fresh, folder.resolve("url"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A server that was killed is started again: it recovers what was committed, and the program goes on.
    private void watch() {
        while (!closing) {
            try {
                Thread.sleep(WATCH);
                if (!closing && !isAlive()) {
                    LOG.warn("the database server is gone; starting it again");
                    run();
                }
            } catch (InterruptedException e) {
                return;
            } catch (CannotStart e) {
                LOG.error("the database server does not come up and is tried again: {}", e.getMessage());
            }
        }
    }

    private boolean isAlive() {
        try {
            long pid = Long.parseLong(Files.readAllLines(folder.resolve("cluster/postmaster.pid"))
                    .getFirst()
                    .strip());
            return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        } catch (IOException | NumberFormatException | java.util.NoSuchElementException e) {
            return false;
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    public String user() {
        return "concord";
    }

    public String password() {
        return password;
    }

    /// Where a running server of that folder listens, for commands beside the main program.
    public static @Nullable String urlOf(Path folder) {
        try {
            return Files.exists(folder.resolve("cluster/postmaster.pid"))
                    ? Files.readString(folder.resolve("url")).strip()
                    : null;
        } catch (IOException e) {
            return null;
        }
    }

    /// Stops the server: open transactions are rolled back, the rest is on disk.
    @Override
    public void close() {
        closing = true;
        try {
            binaries.run(
                    "pg_ctl",
                    "stop",
                    "-D",
                    folder.resolve("cluster").toString(),
                    "-m",
                    "fast",
                    "-w",
                    "-t",
                    String.valueOf(STOP_LIMIT.toSeconds()));
        } finally {
            try {
                lock.release();
                lockFile.close();
            } catch (IOException e) {
                LOG.debug("the lock ends with the process", e);
            }
        }
    }
}
