package io.concord.command;

import java.util.Arrays;
import java.util.Set;
import org.springframework.boot.SpringApplication;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `concord` itself: names the commands. Without one it serves, and hands everything on to Spring Boot.
@Command(
        name = "concord",
        description = "Signed exchange of records. 业务记录的签名交换。",
        subcommands = {
            VerifyCommand.class,
            CanonicaliseCommand.class,
            DoctorCommand.class,
            RebuildCommand.class,
            PlayCommand.class,
            MapCommand.class,
            QueueCommand.class,
            DeliveryCommand.class,
            ImportCommand.class,
            ReindexCommand.class,
            CleanCommand.class,
            PeopleCommand.class,
            WitnessCommand.class
        })
public final class ConcordCommand {

    private static final Set<String> HELP = Set.of("-h", "--help", "help");

    private ConcordCommand() {}

    /// @param application what `serve` starts
    public static void run(Class<?> application, String[] args) {
        if (args.length > 0 && HELP.contains(args[0])) {
            commandLine().usage(System.out);
            System.out.println("  serve         Run the hub, an edge, or both (default). 运行枢纽、边缘节点或两者。");
            return;
        }
        boolean serves = args.length == 0 || args[0].equals("serve") || args[0].startsWith("--");
        if (serves) {
            boolean named = args.length > 0 && args[0].equals("serve");
            SpringApplication.run(application, named ? Arrays.copyOfRange(args, 1, args.length) : args);
        } else {
            System.exit(commandLine().execute(args));
        }
    }

    private static CommandLine commandLine() {
        return new CommandLine(new ConcordCommand()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
