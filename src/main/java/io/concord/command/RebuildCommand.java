package io.concord.command;

import io.concord.matter.Rebuild;
import io.concord.platform.EmbeddedPostgres;
import io.concord.platform.ProductFiles;
import io.concord.schema.Catalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Makes all read models again from the ledger. Exit 0 when done, 1 when nothing was changed.
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = "Make matters, timelines and terms again from the ledger. 由台账重建事项、时间线与期限。")
final class RebuildCommand implements Callable<Integer> {

    private static final int BAR = 30;

    @Mixin
    private DatabaseOptions at = new DatabaseOptions();

    @Override
    public Integer call() throws IOException {
        Path folder = at.data.resolve("postgres");
        String running = at.url == null ? EmbeddedPostgres.urlOf(folder) : at.url;
        if (running == null && !Files.isDirectory(folder)) {
            System.err.println("There is no database in " + folder + ". 该目录下没有数据库。");
            return 1;
        }
        if (running != null) {
            return run(running, at.url == null ? "concord" : at.user, at.url == null ? secret(folder) : at.password);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, 0)) {
            return run(server.jdbcUrl(), server.user(), server.password());
        }
    }

    private static String secret(Path folder) throws IOException {
        return Files.readString(folder.resolve("password")).strip();
    }

    private int run(String target, @Nullable String name, @Nullable String secret) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(target);
        source.setUser(name);
        source.setPassword(secret);
        Catalogue catalogue = new Catalogue(ProductFiles.read(at.home, "schemas"));
        long start = System.nanoTime();
        try {
            Rebuild.Result result =
                    new Rebuild(source, catalogue).run((done, total) -> bar(done, total, System.nanoTime() - start));
            System.out.printf(
                    Locale.ROOT,
                    "%n%d records 条记录, %d transitions 次流转, %d terms 个期限, %.1f s%s%n",
                    result.records(),
                    result.transitions(),
                    result.clocks(),
                    (System.nanoTime() - start) / 1e9,
                    result.missing() == 0 ? "" : "; " + result.missing() + " without body 条内容已删除");
            return 0;
        } catch (SQLException e) {
            System.err.printf("%nNothing was changed 未作任何改动: %s%n", e.getMessage());
            return 1;
        }
    }

    private static void bar(long done, long total, long nanos) {
        int filled = total == 0 ? BAR : (int) (BAR * done / total);
        double rate = done * 1e9 / Math.max(nanos, 1);
        Duration left = Duration.ofSeconds(rate == 0 ? 0 : (long) ((total - done) / rate));
        System.out.printf(
                Locale.ROOT,
                "\r[%s%s] %3d%% %d/%d %,.0f/s %ds ",
                "#".repeat(filled),
                ".".repeat(BAR - filled),
                total == 0 ? 100 : 100 * done / total,
                done,
                total,
                rate,
                left.toSeconds());
        System.out.flush();
    }
}
