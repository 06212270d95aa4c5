package io.concord.command;

import io.concord.redaction.Metadata;
import io.concord.redaction.Unreadable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Rids files of what their pages do not show, before they leave the house.
@Command(
        name = "clean",
        mixinStandardHelpOptions = true,
        description =
                "Remove authors, comments, deletions and hidden parts from DOCX and PDF files. 清除 DOCX、PDF 中的作者、批注、删改与隐藏内容。")
final class CleanCommand implements Callable<Integer> {

    @Option(
            names = "--to",
            required = true,
            description = "Folder for the cleaned files; the originals stay. 清理后的文件目录，原件不动。")
    Path to = Path.of(".");

    @Parameters(arity = "1..*", description = "DOCX or PDF files. 文件。")
    List<Path> files = List.of();

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(to);
        boolean all = true;
        for (Path file : files) {
            Path target = to.resolve(file.getFileName());
            if (Files.exists(target)) {
                all = false;
                System.out.println(target + ": 已存在，未覆盖 exists and is kept");
                continue;
            }
            try (InputStream in = Files.newInputStream(file)) {
                Metadata.Cleaned cleaned = Metadata.strip(
                        Files.readAllBytes(file), file.getFileName().toString());
                Files.write(target, cleaned.bytes());
                System.out.println(target + (cleaned.removed().isEmpty() ? ": 无需清除 nothing to remove" : ":"));
                cleaned.removed()
                        .forEach(r -> System.out.println("  " + r.what().zh() + " "
                                + r.what().en() + " ×" + r.count() + " (" + r.where() + ")"));
            } catch (Unreadable e) {
                all = false;
                System.out.println(
                        file + ": " + e.reason().zh() + " " + e.reason().en());
            } catch (IOException e) {
                all = false;
                System.out.println(file + ": 不能读写 cannot be read or written: " + e.getMessage());
            }
        }
        return all ? 0 : 2;
    }
}
