package io.concord.command;

import io.concord.operations.Doctor;
import io.concord.operations.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Looks whether everything is as it should be: schemas, routes, keys, database, log. Exit 0 without errors, 1
/// otherwise.
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Check this installation. 检查本机部署。")
final class DoctorCommand implements Callable<Integer> {

    @Option(names = "--home", description = "Folder with routes and schemas (default: here). 产品目录。")
    private Path home = Path.of("");

    @Option(names = "--data", description = "Data folder (default: ${DEFAULT-VALUE}). 数据目录。")
    private Path data = Path.of("data");

    @Option(names = "--database-url", description = "JDBC URL; without it the embedded server of a running hub. 数据库地址。")
    private @Nullable String url;

    @Option(names = "--database-user", description = "User of that database. 数据库用户。")
    private @Nullable String user;

    @Option(
            names = "--database-password",
            description = "Password of that user. 数据库口令。",
            interactive = true,
            arity = "0..1")
    private @Nullable String password;

    @Override
    public Integer call() {
        List<Finding> findings = new Doctor(home, data, url, user, password).examine();
        findings.forEach(f -> System.out.printf("%-5s %-22s %s%n", f.level(), f.id(), f.text()));
        boolean sick = findings.stream().anyMatch(f -> f.level() == Finding.Level.ERROR);
        System.out.println(sick ? "NOT WELL 有问题需要处理" : "WELL 一切正常");
        return sick ? 1 : 0;
    }
}
