package io.concord.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    @TempDir
    private Path folder;

    @BeforeAll
    static void shareBinaries() {
        System.setProperty("concord.postgres.binaries", "target/postgres");
    }

    @Test
    void isDurableAndClosedAndKeepsItsDataOverARestart() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, 0)) {
            assertThat(query(server, "show fsync")).isEqualTo("on");
            assertThat(query(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(query(server, "show full_page_writes")).isEqualTo("on");
            assertThat(query(server, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(query(server, "show server_encoding")).isEqualTo("UTF8");
            assertThat(query(server, "select count(*) from pg_hba_file_rules where auth_method not like 'scram%'"))
                    .isEqualTo("0");
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "concord", ""))
                    .isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "postgres", "postgres"))
                    .isInstanceOf(SQLException.class);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("password"))))
                    .isEqualTo("rw-------");
            execute(server, "create table kept as select 42 as answer");
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, 0)) {
            assertThat(query(server, "select answer from kept")).isEqualTo("42");
        }
    }

    @Test
    void saysWhoUsesTheFolderAndWhichPortIsTaken() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, 0)) {
            assertThat(server.jdbcUrl()).isNotBlank();
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder, 0))
                    .isInstanceOf(CannotStart.class)
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--concord.data");
        }
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder, taken.getLocalPort()))
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("--concord.database.port");
        }
    }

    @Test
    void takesOverTheServerOfAKilledOwnerWithAllThatItHadCommitted() throws Exception {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dconcord.postgres.binaries=target/postgres",
                        Owner.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("owner.log").toFile())
                .start();
        await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(folder.resolve("committed")));
        owner.destroyForcibly().waitFor();
        long orphan = Long.parseLong(
                Files.readAllLines(folder.resolve("cluster/postmaster.pid")).getFirst());
        assertThat(ProcessHandle.of(orphan)).as("the server outlives its owner").isPresent();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, 0)) {
            assertThat(Long.parseLong(Files.readAllLines(folder.resolve("cluster/postmaster.pid"))
                            .getFirst()))
                    .isNotEqualTo(orphan);
            assertThat(query(server, "select answer from kept")).isEqualTo("42");
        }
    }

    /// Runs in a process of its own, to be killed.
    static final class Owner {
        public static void main(String[] args) throws Exception {
            EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(args[0]), 0);
            execute(server, "create table kept as select 42 as answer");
            Files.write(Path.of(args[0]).resolve("committed"), List.of("yes"));
            Thread.sleep(600_000);
        }
    }

    private static String query(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection c = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                ResultSet r = c.createStatement().executeQuery(sql)) {
            r.next();
            return r.getString(1);
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
        try (Connection c = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())) {
            c.createStatement().execute(sql);
        }
    }
}
