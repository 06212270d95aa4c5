package io.concord.command;

import io.concord.demo.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Plays scenarios against a running demo hub and compares what it says. Exit 0 when all is as written.
@Command(
        name = "play",
        mixinStandardHelpOptions = true,
        description = "Play scenarios against a running demo hub. 在运行中的演示枢纽上演练场景。")
final class PlayCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", description = "Scenario files or folders, for example samples/scenarios. 场景文件或目录。")
    private List<Path> files = List.of();

    @Option(names = "--hub", description = "Address of the hub (default: ${DEFAULT-VALUE}). 枢纽地址。")
    private String hub = "http://localhost:8080";

    @Option(names = "--agencies", description = "Tokens and keys (default: ${DEFAULT-VALUE}). 单位令牌与密钥。")
    private Path agencies = Path.of("data/demo/agencies.json");

    @Override
    public Integer call() throws IOException {
        Scenario scenario;
        try {
            scenario = new Scenario(hub, agencies);
        } catch (IOException e) {
            System.err.println(e.getMessage() + "; start the demo first. 请先启动演示。");
            return 1;
        }
        boolean right = true;
        for (Path path : files) {
            for (Path file : Files.isDirectory(path) ? Scenario.in(path) : List.of(path)) {
                System.out.println(file.getFileName());
                if (scenario.isPlayed(file)) {
                    System.out.println("  played here before; start with a fresh data folder 本枢纽已演练过，请换新的数据目录");
                    right = false;
                    continue;
                }
                right &= scenario.play(file, PlayCommand::say).stream()
                        .allMatch(step -> step.faults().isEmpty());
            }
        }
        System.out.println(right ? "ALL AS EXPECTED 全部符合预期" : "NOT AS EXPECTED 有不符之处");
        return right ? 0 : 1;
    }

    private static void say(Scenario.Played step) {
        System.out.printf(
                "  %-4s %s %s %-26s %s %s%n",
                step.no(),
                step.date(),
                step.faults().isEmpty() ? "ok " : "BAD",
                step.sender(),
                step.type(),
                step.said());
        step.faults().forEach(fault -> System.out.println("        " + fault));
    }
}
