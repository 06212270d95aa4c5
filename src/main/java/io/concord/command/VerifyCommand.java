package io.concord.command;

import io.concord.crypto.Certificate;
import io.concord.evidence.Bundle;
import io.concord.evidence.BundleVerifier;
import io.concord.evidence.Check;
import io.concord.evidence.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Checks an evidence bundle offline: a line per check, exit 0 when all hold, 1 otherwise.
@Command(name = "verify", mixinStandardHelpOptions = true, description = "Check an evidence bundle offline. 离线核验证据包。")
final class VerifyCommand implements Callable<Integer> {

    @Parameters(paramLabel = "BUNDLE", description = "The ZIP, or the folder that it was unpacked into. 证据包或其解压目录。")
    private Path bundle = Path.of("");

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Logs and witnesses that you trust (C2SP tlog-policy), from a source of your own. 可信日志公钥文件。")
    private @Nullable Path policy;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "PEM of the authority that you trust for the agencies' certificates. 可信证书签发机构。")
    private @Nullable Path ca;

    @Override
    public Integer call() {
        List<Check> checks;
        try {
            Certificate authority = ca == null ? null : Certificate.ofPem(Files.readString(ca));
            Policy trusted = policy == null ? null : Policy.parse(Files.readString(policy));
            checks = Files.isDirectory(bundle)
                    ? BundleVerifier.verify(unpacked(bundle), trusted, authority)
                    : BundleVerifier.verifyZip(Files.readAllBytes(bundle), trusted, authority);
        } catch (IOException | IllegalArgumentException e) {
            System.out.println("FAIL  " + e);
            return 1;
        }
        checks.forEach(check ->
                System.out.printf("%-5s %s: %s%n", check.passed() ? "ok" : "FAIL", check.name(), check.detail()));
        boolean passed = checks.stream().allMatch(Check::passed);
        System.out.println(passed ? "VERIFIED 核验通过" : "NOT VERIFIED 核验未通过");
        if (policy == null || ca == null) {
            System.out.println(
                    "note: taken from the bundle itself: " + (policy == null ? "the log keys (--policy FILE) " : "")
                            + (ca == null ? "the certificate authority (--ca FILE) " : "")
                            + "— give them from a source that you trust. 以上取自证据包自身，请用参数指定可信来源。");
        }
        return passed ? 0 : 1;
    }

    private static Bundle unpacked(Path folder) throws IOException {
        SequencedMap<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return Bundle.ofFiles(files);
    }
}
