package io.concord.command;

import io.concord.casebook.CaseImport;
import io.concord.casebook.LawBook;
import io.concord.casebook.Library;
import io.concord.envelope.ChinaTime;
import io.concord.platform.ProductFiles;
import io.concord.schema.Catalogue;
import io.concord.search.Lexicon;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Brings cases and laws into the casebook of a running hub, which finds them a moment later.
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "Bring in cases or laws. 导入案例或法律。",
        subcommands = {ImportCommand.Cases.class, ImportCommand.Laws.class})
final class ImportCommand implements Runnable {

    @Override
    public void run() {
        System.out.println("concord import cases DIR|FILE.jsonl[.gz]…, concord import laws DIR…");
    }

    /// What both kinds of import take, and the one connection that each is: an import is one long conversation.
    abstract static class Into implements Callable<Integer> {

        @Mixin
        DatabaseOptions at = new DatabaseOptions();

        @Parameters(arity = "1..*", description = "Files or folders. 文件或目录。")
        List<Path> from = List.of();

        @Override
        public final Integer call() throws IOException {
            DataSource database = at.open().orElse(null);
            if (database == null || !exist(from)) {
                return 1;
            }
            SingleConnectionDataSource one = single(database);
            try {
                return bring(one, new TransactionTemplate(new DataSourceTransactionManager(one))) ? 0 : 2;
            } finally {
                one.destroy();
            }
        }

        /// @return whether nothing was refused
        abstract boolean bring(DataSource database, TransactionTemplate transaction) throws IOException;
    }

    @Command(
            name = "cases",
            mixinStandardHelpOptions = true,
            description = "JSONL (id, title, facts, reasoning, ruling, …), Markdown with headings, DOCX. 案例文件或目录。")
    static final class Cases extends Into {

        @Option(
                names = "--with-identifiers",
                description = "Take texts that name citizens', mobile or card numbers, too. 含个人标识的也导入。")
        boolean withIdentifiers;

        @Override
        boolean bring(DataSource database, TransactionTemplate transaction) throws IOException {
            Instant now = InstantSource.system().instant();
            LocalDate day = now.atZone(ChinaTime.ZONE).toLocalDate();
            Lexicon lexicon = Library.lexiconOf(
                    new Catalogue(ProductFiles.read(at.home, "schemas")), new LawBook(database).names(), day);
            long start = System.nanoTime();
            boolean well = true;
            CaseImport cases = new CaseImport(database, transaction, lexicon, now, withIdentifiers);
            for (Path path : from) {
                CaseImport.Report report = cases.run(path, n -> progress(n, System.nanoTime() - start));
                System.out.printf(
                        Locale.ROOT,
                        "%n%s: %d new or changed 新增或更新, %d unchanged 未变, %d refused 未导入%n",
                        path,
                        report.fresh(),
                        report.same(),
                        report.refused().size());
                report.refused().stream()
                        .limit(50)
                        .forEach(r -> System.out.println("  " + r.where() + "  " + r.zh() + "  " + r.en()));
                if (report.refused().size() > 50) {
                    CaseImport.byReason(report.refused())
                            .forEach((reason, n) -> System.out.println("  … " + n + " × " + reason));
                }
                report.skipped().stream()
                        .limit(50)
                        .forEach(file -> System.out.println("  " + path.relativize(file)
                                + "  不是 JSONL、Markdown 或 DOCX，未读" + "  not read: no JSONL, Markdown or DOCX"));
                if (report.skipped().size() > 50) {
                    System.out.println("  … " + (report.skipped().size() - 50) + " 个文件未读 files not read");
                }
                well &= report.refused().isEmpty();
            }
            return well;
        }
    }

    @Command(
            name = "laws",
            mixinStandardHelpOptions = true,
            description = "Statutes in Markdown, named law(YYYY-MM-DD).md. 法律条文。")
    static final class Laws extends Into {

        @Override
        boolean bring(DataSource database, TransactionTemplate transaction) throws IOException {
            LawBook laws = new LawBook(database);
            int refused = 0;
            long articles = 0;
            for (Path path : from) {
                List<Path> files;
                try (Stream<Path> walk = Files.walk(path)) {
                    files = walk.filter(f -> f.toString().endsWith(".md"))
                            .sorted()
                            .toList();
                }
                for (Path file : files) {
                    try {
                        List<LawBook.Article> parsed = LawBook.parse(
                                file.getFileName().toString().replaceFirst("\\.md$", ""), Files.readString(file));
                        transaction.executeWithoutResult(status -> laws.enter(parsed));
                        articles += parsed.size();
                        progress(articles, 0);
                    } catch (IllegalArgumentException | CharacterCodingException e) {
                        refused++;
                        System.out.println("\n  " + file.getFileName() + "  " + e.getMessage());
                    }
                }
            }
            System.out.printf("%n%d articles 条, %d files refused 未导入%n", articles, refused);
            return refused == 0;
        }
    }

    private static SingleConnectionDataSource single(DataSource database) {
        try {
            return new SingleConnectionDataSource(database.getConnection(), true);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException("the database does not answer", e);
        }
    }

    private static boolean exist(List<Path> paths) {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                System.err.println("no " + path + " 没有此文件或目录");
                return false;
            }
        }
        return true;
    }

    private static void progress(long n, long nanos) {
        System.out.printf(
                Locale.ROOT, "\r%,d%s ", n, nanos > 0 ? String.format(Locale.ROOT, " (%,.0f/s)", n * 1e9 / nanos) : "");
        System.out.flush();
    }
}
