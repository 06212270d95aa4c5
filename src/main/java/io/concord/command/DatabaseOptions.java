package io.concord.command;

import io.concord.platform.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Option;

/// Where a command finds the installation and its database.
final class DatabaseOptions {

    @Option(names = "--home", description = "Folder with routes and schemas (default: here). 产品目录。")
    Path home = Path.of("");

    @Option(names = "--data", description = "Data folder (default: ${DEFAULT-VALUE}). 数据目录。")
    Path data = Path.of("data");

    @Option(names = "--database-url", description = "JDBC URL; without it the embedded server. 数据库地址。")
    @Nullable
    String url;

    @Option(names = "--database-user", description = "User of that database. 数据库用户。")
    @Nullable
    String user;

    @Option(
            names = "--database-password",
            description = "Password of that user. 数据库口令。",
            interactive = true,
            arity = "0..1")
    @Nullable
    String password;

    /// The database that is running there.
    ///
    /// @return empty when there is none, which has been said
    Optional<DataSource> open() throws IOException {
        String running = url == null ? EmbeddedPostgres.urlOf(data.resolve("postgres")) : url;
        if (running == null) {
            System.err.println("No database is running in " + data
                    + "; start the program, or give --database-url. 该目录下没有运行中的数据库，请先启动程序或指定 --database-url。");
            return Optional.empty();
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(running);
        source.setUser(url == null ? "concord" : user);
        source.setPassword(
                url == null
                        ? Files.readString(data.resolve("postgres/password")).strip()
                        : password);
        source.setConnectTimeout(5);
        return Optional.of(source);
    }
}
