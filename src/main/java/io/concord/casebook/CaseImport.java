package io.concord.casebook;

import io.concord.casebook.CaseReader.Unfit;
import io.concord.crypto.Digests;
import io.concord.search.Fold;
import io.concord.search.Lexicon;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Brings in cases that were published elsewhere: JSONL, Markdown, DOCX. What cannot be read is refused with its
/// reason and stops nothing; the same again changes nothing. [CaseReader] reads, this goes through files and stores.
public final class CaseImport {

    /// A file is not larger, in bytes.
    private static final long LARGEST_FILE = 64L << 20;

    /// Nor a line, in bytes: a case with every character written as an escape.
    private static final int LONGEST_LINE = 8 * CaseReader.LONGEST;

    private static final int ROUND = 200;
    private static final Pattern ONE = Pattern.compile("(?i)(.*)\\.(md|docx)");
    private static final Pattern LINES = Pattern.compile("(?i).*\\.jsonl(\\.gz)?");

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Casebook casebook;
    private final CaseReader reader;
    private final Instant now;
    private final List<Refused> refused = new ArrayList<>();
    private final List<Path> skipped = new ArrayList<>();
    private final List<Parsed> waiting = new ArrayList<>();
    /// Ids of this import and where they stood.
    private final Map<String, String> seen = new HashMap<>();
    private long fresh;
    private long same;

    /// @param withIdentifiers whether texts are taken that name citizens', mobile or card numbers
    public CaseImport(
            DataSource database,
            TransactionTemplate transaction,
            Lexicon lexicon,
            Instant now,
            boolean withIdentifiers) {
        this.now = now;
        this.sql = JdbcClient.create(database);
        this.transaction = transaction;
        this.casebook = new Casebook(database);
        this.reader = new CaseReader(lexicon, Publications.today(now), withIdentifiers);
    }

    /// @param where file, with the line in a JSONL file
    public record Refused(String where, String zh, String en) {}

    /// @param fresh new, or another version
    /// @param same that were there already
    /// @param skipped files of other kinds, which nobody has read
    public record Report(long fresh, long same, List<Refused> refused, List<Path> skipped) {}

    private record Parsed(String where, Casebook.Edition edition) {}

    /// May be called for several places; an id is then taken from one of them.
    ///
    /// @param from a file, or a folder with everything below it
    /// @param progress gets the number of items read so far
    public Report run(Path from, LongConsumer progress) throws IOException {
        fresh = 0;
        same = 0;
        refused.clear();
        skipped.clear();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (LINES.matcher(name).matches()) {
                lines(file, progress);
            } else if (ONE.matcher(name).matches()) {
                one(file, name);
                progress.accept(read());
            } else {
                skipped.add(file);
            }
        }
        store();
        return new Report(fresh, same, List.copyOf(refused), List.copyOf(skipped));
    }

    private long read() {
        return fresh + same + waiting.size() + refused.size();
    }

    private void lines(Path file, LongConsumer progress) {
        int n = 0;
        try (InputStream in = opened(file)) {
            for (byte[] line = line(in); line != null; line = line(in)) {
                n++;
                String where = file.getFileName() + ":" + n;
                try {
                    if (line.length > LONGEST_LINE) {
                        throw new Unfit("一行过长", "the line is too long");
                    }
                    String text = CaseReader.utf8(line);
                    if (!text.isBlank()) {
                        add(where, reader.json(text));
                    }
                } catch (Unfit e) {
                    refused.add(new Refused(where, e.zh, e.en));
                }
                if (n % ROUND == 0) {
                    progress.accept(read());
                }
            }
        } catch (IOException e) {
            refused.add(new Refused(
                    file.getFileName() + ":" + (n + 1),
                    "文件从此处起无法读取，可能已损坏",
                    "the file cannot be read from here on; it may be broken"));
        }
    }

    private static InputStream opened(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
            return new BufferedInputStream(raw, 1 << 16);
        }
        try {
            return new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /// A line; of one that is too long only the beginning, which is then refused.
    private static byte @Nullable [] line(InputStream in) throws IOException {
        int c = in.read();
        if (c < 0) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.size() <= LONGEST_LINE) {
                line.write(c);
            }
        }
        return line.toByteArray();
    }

    private void one(Path file, String name) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new Unfit("文件超过 64 MiB", "the file is larger than 64 MiB");
            }
            byte[] bytes = Files.readAllBytes(file);
            String base = name.substring(0, name.lastIndexOf('.'));
            add(
                    name,
                    name.toLowerCase(Locale.ROOT).endsWith(".md")
                            ? reader.markdown(base, CaseReader.utf8(bytes))
                            : reader.docx(base, bytes));
        } catch (Unfit e) {
            refused.add(new Refused(name, e.zh, e.en));
        } catch (IOException e) {
            refused.add(new Refused(name, "文件无法读取", "the file cannot be read"));
        }
    }

    private void add(String where, Casebook.Edition edition) throws Unfit {
        String before = seen.putIfAbsent(edition.sourceId().strip(), where);
        if (before != null) {
            throw new Unfit("同一次导入中 id 重复：" + before, "the same id came before in this import: " + before);
        }
        waiting.add(new Parsed(where, edition));
        if (waiting.size() >= ROUND) {
            store();
        }
    }

    private void store() {
        transaction.executeWithoutResult(status -> waiting.forEach(this::store));
        waiting.clear();
    }

    private void store(Parsed parsed) {
        byte[] text = Digests.sha256(CaseBody.text(parsed.edition().body()).getBytes(StandardCharsets.UTF_8));
        List<String> other = sql.sql(
                        "select i.human_id from casebook.version v join casebook.item i on i.id = v.item"
                                + " and i.version = v.version where v.text_sha256 = ? and i.id <> ? and i.state = 'PUBLISHED' limit 1")
                .params(text, parsed.edition().id())
                .query(String.class)
                .list();
        List<String> owner = sql.sql(
                        "select i.human_id from casebook.alias a join casebook.item i on i.id = a.item where a.alias = ? and i.id <> ? limit 1")
                .params(Fold.of(parsed.edition().sourceId()), parsed.edition().id())
                .query(String.class)
                .list();
        if (!owner.isEmpty()) {
            refused.add(new Refused(
                    parsed.where(),
                    "id 已是其他案例的编号：" + owner.getFirst(),
                    "the id is a number of another case: " + owner.getFirst()));
        } else if (!other.isEmpty()) {
            refused.add(new Refused(
                    parsed.where(), "正文与 " + other.getFirst() + " 相同", "the text is that of " + other.getFirst()));
        } else if (casebook.publish(parsed.edition(), now)) {
            fresh++;
        } else {
            same++;
        }
    }

    /// What was refused, by reason without what differs from one to the next; for people.
    public static Map<String, Long> byReason(List<Refused> refused) {
        Map<String, Long> counts = new LinkedHashMap<>();
        refused.forEach(r -> counts.merge(r.zh().replaceFirst("：.*", ""), 1L, Long::sum));
        return counts;
    }
}
