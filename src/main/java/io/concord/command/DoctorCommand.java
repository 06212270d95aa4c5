package io.concord.command;

import io.concord.operations.Doctor;
import io.concord.operations.Finding;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Looks whether everything is as it should be: schemas, routes, keys, database, log. Exit 0 without errors, 1
/// otherwise.
@Command(name = "doctor", mixinStandardHelpOptions = true, description = "Check this installation. 检查本机部署。")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private DatabaseOptions at = new DatabaseOptions();

    @Option(names = "--hub", description = "Address of the hub, to look at it from an edge. 枢纽地址，从边缘节点检查时给出。")
    private @Nullable String hub;

    @Override
    public Integer call() {
        List<Finding> findings = new Doctor(at.home, at.data, at.url, at.user, at.password, hub).examine();
        findings.forEach(f -> System.out.printf("%-5s %-22s %s%n", f.level(), f.id(), f.text()));
        boolean sick = findings.stream().anyMatch(f -> f.level() == Finding.Level.ERROR);
        System.out.println(sick ? "NOT WELL 有问题需要处理" : "WELL 一切正常");
        return sick ? 1 : 0;
    }
}
