package io.concord.casebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.crypto.Digests;
import io.concord.search.Lexicon;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Brings in cases that were published elsewhere: JSONL, Markdown, DOCX. What cannot be read is refused with its
/// reason and stops nothing; the same again changes nothing.
public final class CaseImport {

    private static final ObjectMapper JSON = new ObjectMapper();
    /// A file is not larger, in bytes; a case no longer, in characters.
    private static final long LARGEST_FILE = 64L << 20;

    private static final int LONGEST = 400_000;
    private static final int ROUND = 200;
    private static final Pattern HEADING = Pattern.compile("^(#{1,6})\\s+(.+)$");
    private static final Pattern BRACKETS = Pattern.compile("^【([^】]{2,20})】(.*)$");
    private static final Map<String, String> SECTIONS =
            Map.of("facts", "基本案情", "reasoning", "裁判理由", "ruling", "裁判结果", "significance", "典型意义");

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Casebook casebook;
    private final Lexicon lexicon;
    private final Instant now;
    private final List<Refused> refused = new ArrayList<>();
    private final List<Parsed> waiting = new ArrayList<>();
    private long fresh;
    private long same;

    public CaseImport(DataSource database, TransactionTemplate transaction, Lexicon lexicon, Instant now) {
        this.now = now;
        this.sql = JdbcClient.create(database);
        this.transaction = transaction;
        this.casebook = new Casebook(database);
        this.lexicon = lexicon;
    }

    /// @param where file, with the line in a JSONL file
    public record Refused(String where, String zh, String en) {}

    /// @param fresh new, or another version
    /// @param same that were there already
    public record Report(long fresh, long same, List<Refused> refused) {}

    private record Parsed(String where, Casebook.Edition edition) {}

    private static final class Unfit extends Exception {
        final String zh;
        final String en;

        Unfit(String zh, String en) {
            super(en);
            this.zh = zh;
            this.en = en;
        }
    }

    /// @param from a file, or a folder with everything below it
    /// @param progress gets the number of items read so far
    public Report run(Path from, LongConsumer progress) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".jsonl") || name.endsWith(".jsonl.gz")) {
                lines(file, progress);
            } else if (name.endsWith(".md") || name.endsWith(".docx")) {
                one(file, name);
                progress.accept(fresh + same + waiting.size() + refused.size());
            }
        }
        store();
        return new Report(fresh, same, List.copyOf(refused));
    }

    private void lines(Path file, LongConsumer progress) throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                file.toString().endsWith(".gz")
                        ? new GZIPInputStream(Files.newInputStream(file))
                        : Files.newInputStream(file),
                StandardCharsets.UTF_8))) {
            int n = 0;
            for (String line = line(in); line != null; line = line(in)) {
                n++;
                String where = file.getFileName() + ":" + n;
                if (!line.isBlank()) {
                    try {
                        add(where, json(line));
                    } catch (Unfit e) {
                        refused.add(new Refused(where, e.zh, e.en));
                    }
                }
                if (n % ROUND == 0) {
                    progress.accept(fresh + same + waiting.size() + refused.size());
                }
            }
        }
    }

    /// A line; of one that is too long only the beginning, which is then refused.
    private static @Nullable String line(BufferedReader in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            if (line.length() <= 8 * LONGEST) {
                line.append((char) c);
            }
            c = in.read();
        }
        return line.toString();
    }

    private void one(Path file, String name) throws IOException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new Unfit("文件超过 64 MiB", "the file is larger than 64 MiB");
            }
            byte[] bytes = Files.readAllBytes(file);
            String base = name.replaceFirst("\\.(md|docx)$", "");
            add(
                    name,
                    name.endsWith(".md")
                            ? markdown(base, new String(bytes, StandardCharsets.UTF_8))
                            : docx(base, bytes));
        } catch (Unfit e) {
            refused.add(new Refused(name, e.zh, e.en));
        }
    }

    private void add(String where, Casebook.Edition edition) {
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
        if (!other.isEmpty()) {
            refused.add(new Refused(
                    parsed.where(), "正文与 " + other.getFirst() + " 相同", "the text is that of " + other.getFirst()));
        } else if (casebook.publish(parsed.edition(), now)) {
            fresh++;
        } else {
            same++;
        }
    }

    private Casebook.Edition json(String line) throws Unfit {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new Unfit("不是 JSON：" + e.getOriginalMessage(), "not JSON: " + e.getOriginalMessage());
        }
        CaseBody body = new CaseBody();
        node.path("keywords").forEach(k -> body.keyword(clean(k.asText())));
        for (String field : List.of("facts", "reasoning", "ruling", "significance")) {
            body.section(
                    String.valueOf(SECTIONS.get(field)), clean(node.path(field).asText()));
        }
        node.path("sections")
                .forEach(s -> body.section(
                        clean(s.path("name").asText()), clean(s.path("text").asText())));
        body.tag("cause", clean(node.path("cause").asText()));
        body.tag("region", node.path("region").asText());
        return edition(
                node.path("id").asText(),
                clean(node.path("title").asText()),
                body,
                node.path("date").asText());
    }

    private Casebook.Edition markdown(String name, String text) throws Unfit {
        CaseBody body = new CaseBody();
        String title = name;
        String heading = "正文";
        StringBuilder section = new StringBuilder();
        for (String line :
                clean(text).replaceFirst("(?s)<!--.*?-->", "").lines().toList()) {
            Matcher mark = HEADING.matcher(line);
            Matcher bracket = BRACKETS.matcher(line.strip());
            if (mark.matches() && mark.group(1).length() == 1) {
                title = mark.group(2).strip();
            } else if (mark.matches() || bracket.matches()) {
                end(body, heading, section);
                heading = mark.matches()
                        ? mark.group(2).strip()
                        : bracket.group(1).strip();
                if (bracket.matches()) {
                    section.append(bracket.group(2)).append('\n');
                }
            } else {
                section.append(line).append('\n');
            }
        }
        end(body, heading, section);
        return edition(name, title, body, "");
    }

    private static void end(CaseBody body, String heading, StringBuilder section) {
        String text = section.toString().strip();
        if (heading.equals("关键词")) {
            for (String keyword : text.split("[\\s、，,；;/]+")) {
                body.keyword(keyword);
            }
        } else {
            body.section(heading, text);
        }
        section.setLength(0);
    }

    private Casebook.Edition docx(String name, byte[] bytes) throws Unfit {
        ZipSecureFile.setMinInflateRatio(0.005);
        StringBuilder markdown = new StringBuilder();
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(bytes))) {
            boolean first = true;
            for (XWPFParagraph paragraph : document.getParagraphs()) {
                String text = paragraph.getText().strip();
                String style = String.valueOf(paragraph.getStyle()).toLowerCase(java.util.Locale.ROOT);
                if (!text.isEmpty()) {
                    boolean title = first || style.equals("title");
                    boolean heading = style.matches("heading ?\\d|\\d");
                    markdown.append(title ? "# " : heading ? "## " : "")
                            .append(text)
                            .append('\n');
                    first = false;
                }
                if (markdown.length() > LONGEST) {
                    break;
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new Unfit("DOCX 无法读取：" + e.getMessage(), "the DOCX cannot be read: " + e.getMessage());
        }
        return markdown(name, markdown.toString());
    }

    private Casebook.Edition edition(String sourceId, String title, CaseBody body, String date) throws Unfit {
        String text = CaseBody.text(body.json());
        if (sourceId.isBlank()) {
            throw new Unfit("缺少 id", "id is missing");
        }
        if (title.isBlank()) {
            throw new Unfit("缺少标题 title", "title is missing");
        }
        if (text.isBlank()) {
            throw new Unfit("没有正文", "there is no text");
        }
        if (text.length() > LONGEST) {
            throw new Unfit("正文超过 " + LONGEST + " 字", "the text has more than " + LONGEST + " characters");
        }
        LocalDate day;
        try {
            day = date.isBlank() ? LocalDate.of(1970, 1, 1) : LocalDate.parse(date);
        } catch (DateTimeException e) {
            throw new Unfit("日期应为 YYYY-MM-DD：" + date, "the date should be YYYY-MM-DD: " + date);
        }
        if (!date.isBlank()) {
            body.tag("year", String.valueOf(day.getYear()));
        }
        List<String> articles = lexicon.citations().articles(text);
        articles.forEach(article -> body.tag("article", article));
        return new Casebook.Edition(
                Publications.id("import " + sourceId),
                "case",
                sourceId,
                title.length() > 300 ? title.substring(0, 300) : title,
                body.json(),
                true,
                null,
                date.isBlank() ? Publications.today(now) : day,
                null,
                List.of(),
                articles,
                "导入");
    }

    /// Without what canonical JSON does not hold: control characters, lone surrogates.
    private static String clean(String text) {
        return Normalizer.normalize(
                text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ")
                        .replaceAll("\\p{Cs}|[\\ufffe\\uffff]", "")
                        .replace("\r", ""),
                Normalizer.Form.NFC);
    }

    /// What was refused, by reason; for people.
    public static Map<String, Long> byReason(List<Refused> refused) {
        Map<String, Long> counts = new LinkedHashMap<>();
        refused.forEach(r -> counts.merge(r.zh(), 1L, Long::sum));
        return counts;
    }
}
