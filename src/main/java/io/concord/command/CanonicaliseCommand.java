package io.concord.command;

import io.concord.envelope.CanonicalJson;
import io.concord.envelope.CanonicalJson.NotCanonicalisable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Writes the canonical bytes of a JSON document, without a line end.
@Command(
        name = "canonicalise",
        aliases = "canonicalize",
        mixinStandardHelpOptions = true,
        description = "Write the canonical form of a JSON document. 输出 JSON 的规范形式。")
final class CanonicaliseCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The document; standard input without it. 缺省读标准输入。")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        byte[] json = file == null ? System.in.readAllBytes() : Files.readAllBytes(file);
        try {
            System.out.write(CanonicalJson.canonicalise(json));
            System.out.flush();
            return 0;
        } catch (NotCanonicalisable e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }
}
