package io.concord.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
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
}
