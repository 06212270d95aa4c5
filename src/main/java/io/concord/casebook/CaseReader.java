package io.concord.casebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.redaction.Finding;
import io.concord.redaction.HardIdentifiers;
import io.concord.search.Lexicon;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.xwpf.usermodel.IBodyElement;
import org.apache.poi.xwpf.usermodel.ICell;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFSDT;
import org.apache.poi.xwpf.usermodel.XWPFSDTCell;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.apache.poi.xwpf.usermodel.XWPFTableCell;
import org.apache.poi.xwpf.usermodel.XWPFTableRow;

/// Makes an edition of a case that was published elsewhere, or says why it cannot: a line of JSONL, Markdown, DOCX.
/// The fields of a line are in docs/protocol.md, "Import".
final class CaseReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    /// A case is no longer, in characters.
    static final int LONGEST = 400_000;

    /// The day of the republic; nothing that is brought in here was published before.
    private static final LocalDate EARLIEST = LocalDate.of(1949, 10, 1);

    private static final Pattern HEADING = Pattern.compile("^(#{1,6})\\s+(.+)$");
    private static final Pattern BRACKETS = Pattern.compile("^【([^】]{2,20})】(.*)$");
    /// What stands under it is the day of decision.
    private static final Pattern DECIDED = Pattern.compile("裁判日期|办结日期|裁判[（(]办结[）)]日期|结案日期");

    private static final Pattern WRITTEN_DAY =
            Pattern.compile("(\\d{4})(?:-|\\.|/|年)(\\d{1,2})(?:-|\\.|/|月)(\\d{1,2})日?");
    /// What no text holds, only a file of another kind or a broken one.
    private static final Pattern BINARY = Pattern.compile("[\\x00-\\x08\\x0e-\\x1f\\x7f]");

    private static final Map<String, String> SECTIONS =
            Map.of("facts", "基本案情", "reasoning", "裁判理由", "ruling", "裁判结果", "significance", "典型意义");
    private static final List<String> TAGS =
            List.of("cause", "region", "field", "agency", "industry", "employment", "outcome", "batch");
    private static final List<String> NUMBERS = List.of("amount", "workers", "days");
    /// Ids that the casebook gives itself, and numbers that publications have: an import could take them for its own.
    private static final Pattern RESERVED =
            Pattern.compile("(?i)[3-9BCDFGHJKMNPQRTVW]{4}-[3-9BCDFGHJKMNPQRTVW]{4}-[3-9BCDFGHJKMNPQRTVW]{3}|LC-.*");

    private final Lexicon lexicon;
    private final LocalDate today;
    private final boolean withIdentifiers;

    /// @param withIdentifiers whether texts are taken that name citizens', mobile or card numbers
    CaseReader(Lexicon lexicon, LocalDate today, boolean withIdentifiers) {
        this.lexicon = lexicon;
        this.today = today;
        this.withIdentifiers = withIdentifiers;
    }

    /// Why something cannot be brought in.
    static final class Unfit extends Exception {
        final String zh;
        final String en;

        Unfit(String zh, String en) {
            super(en);
            this.zh = zh;
            this.en = en;
        }
    }

    /// The text of bytes that are UTF-8; nothing is guessed of others.
    static String utf8(byte[] bytes) throws Unfit {
        String text;
        try {
            text = decoded(bytes, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw isGb18030(bytes)
                    ? new Unfit("不是 UTF-8 编码，似为 GB18030；请转换后再导入", "not UTF-8 but perhaps GB18030; convert it first")
                    : new Unfit("不是 UTF-8 编码的文本", "not a text in UTF-8");
        }
        if (BINARY.matcher(text).find()) {
            throw new Unfit("含有文本中不应有的控制字符", "holds control characters, which no text has");
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static boolean isGb18030(byte[] bytes) {
        try {
            return !BINARY.matcher(decoded(bytes, Charset.forName("GB18030"))).find();
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static String decoded(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    Casebook.Edition json(String line) throws Unfit {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new Unfit("不是 JSON：" + e.getOriginalMessage(), "not JSON: " + e.getOriginalMessage());
        }
        CaseBody body = new CaseBody();
        for (String keyword : texts(node.path("keywords"))) {
            body.keyword(keyword);
        }
        for (String field : List.of("facts", "reasoning", "ruling", "significance")) {
            body.section(
                    String.valueOf(SECTIONS.get(field)), clean(node.path(field).asText()));
        }
        for (JsonNode section : node.path("sections")) {
            body.section(
                    clean(section.path("name").asText()),
                    clean(section.path("text").asText()));
        }
        for (String tag : TAGS) {
            for (String value : texts(node.path(tag))) {
                body.tag(tag, value);
            }
        }
        for (String number : NUMBERS) {
            JsonNode value = node.path(number);
            if (!value.isMissingNode() && !value.isNull()) {
                if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.asLong() < 0) {
                    throw new Unfit(
                            number + " 应为非负整数" + (number.equals("amount") ? "，以分计" : ""),
                            number + " is a whole number from 0" + (number.equals("amount") ? ", in fen" : ""));
                }
                body.number(number, value.asLong());
            }
        }
        return edition(
                clean(node.path("id").asText()),
                clean(node.path("title").asText()),
                body,
                node.path("date").asText(),
                node.path("decisionDate").asText());
    }

    /// One text or several.
    private static List<String> texts(JsonNode one) throws Unfit {
        List<String> texts = new ArrayList<>();
        for (JsonNode value : one.isArray() ? one : List.of(one)) {
            texts.add(clean(value.isNull() ? "" : value.asText()));
        }
        return texts;
    }

    /// @param name of the file without its ending; the id, and the title where the text has none
    Casebook.Edition markdown(String name, String text) throws Unfit {
        CaseBody body = new CaseBody();
        String title = name;
        String heading = "正文";
        List<String> decided = new ArrayList<>();
        StringBuilder section = new StringBuilder();
        for (String line :
                clean(text).replaceFirst("(?s)<!--.*?-->", "").lines().toList()) {
            Matcher mark = HEADING.matcher(line);
            Matcher bracket = BRACKETS.matcher(line.strip());
            if (mark.matches() && mark.group(1).length() == 1) {
                title = mark.group(2).strip();
            } else if (mark.matches() || bracket.matches()) {
                end(body, heading, section, decided);
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
        end(body, heading, section, decided);
        return edition(name, title, body, "", decided.isEmpty() ? "" : decided.getFirst());
    }

    /// @param decided takes what stands under the heading of a day of decision
    private static void end(CaseBody body, String heading, StringBuilder section, List<String> decided) {
        String text = section.toString().strip();
        if (heading.equals("关键词")) {
            for (String keyword : text.split("[\\s、，,；;/]+")) {
                body.keyword(keyword);
            }
        } else if (DECIDED.matcher(heading).matches()
                && WRITTEN_DAY.matcher(text).matches()) {
            decided.add(WRITTEN_DAY
                    .matcher(text)
                    .replaceAll(d -> "%s-%2s-%2s"
                            .formatted(d.group(1), d.group(2), d.group(3))
                            .replace(' ', '0')));
        } else {
            body.section(heading, text);
        }
        section.setLength(0);
    }

    Casebook.Edition docx(String name, byte[] bytes) throws Unfit {
        ZipSecureFile.setMinInflateRatio(0.005);
        StringBuilder markdown = new StringBuilder();
        try (XWPFDocument document = new XWPFDocument(new ByteArrayInputStream(bytes))) {
            boolean first = true;
            for (IBodyElement element : document.getBodyElements()) {
                String text = text(element);
                if (!text.isEmpty()) {
                    if (element instanceof XWPFParagraph paragraph) {
                        String style = String.valueOf(paragraph.getStyle()).toLowerCase(Locale.ROOT);
                        boolean title = first || style.equals("title");
                        boolean heading = style.matches("heading ?\\d|\\d");
                        markdown.append(title ? "# " : heading ? "## " : "");
                        first = false;
                    }
                    markdown.append(text).append('\n');
                }
                if (markdown.length() > LONGEST) {
                    break;
                }
            }
        } catch (IOException | RuntimeException e) {
            throw String.valueOf(e.getMessage()).contains("Zip bomb")
                    ? new Unfit(
                            "DOCX 解压后异常膨胀，疑为压缩炸弹", "the DOCX swells beyond measure when unpacked, as a zip bomb does")
                    : new Unfit("DOCX 无法读取：已损坏、已加密，或不是 DOCX", "the DOCX cannot be read: broken, encrypted or no DOCX");
        }
        return markdown(name, markdown.toString());
    }

    /// A paragraph's text; a table's row by row, its cells one behind the other.
    private static String text(IBodyElement element) {
        return switch (element) {
            case XWPFParagraph paragraph -> paragraph.getText().strip();
            case XWPFTable table ->
                table.getRows().stream().map(CaseReader::row).collect(Collectors.joining("\n"));
            case XWPFSDT control -> control.getContent().getText().strip();
            default -> "";
        };
    }

    private static String row(XWPFTableRow row) {
        return row.getTableICells().stream()
                .map(CaseReader::cell)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\t"));
    }

    private static String cell(ICell cell) {
        return switch (cell) {
            case XWPFTableCell plain ->
                plain.getBodyElements().stream()
                        .map(CaseReader::text)
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(" "));
            case XWPFSDTCell control -> control.getContent().getText().strip();
            default -> "";
        };
    }

    /// @param date of publication; empty for today
    /// @param decisionDate empty where nobody said it
    private Casebook.Edition edition(String sourceId, String title, CaseBody body, String date, String decisionDate)
            throws Unfit {
        String text = CaseBody.text(body.json());
        if (sourceId.isBlank()) {
            throw new Unfit("缺少 id", "id is missing");
        }
        String id = Normalizer.normalize(sourceId, Normalizer.Form.NFKC).strip();
        if (RESERVED.matcher(id).matches() || HumanId.isValid(id)) {
            throw new Unfit(
                    "id 的形式为案例库自用（XXXX-XXXX-XXX、LC-…），不能由导入占用",
                    "ids like XXXX-XXXX-XXX or LC-… are the casebook's own");
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
        if (!withIdentifiers) {
            refuseIdentifiers(title, body.json());
        }
        LocalDate day = date.isBlank() ? today : day(date);
        if (!decisionDate.isBlank() && day(decisionDate).isAfter(day)) {
            throw new Unfit(
                    "裁判（办结）日期晚于发布日期：" + decisionDate, "the day of decision is after the publication: " + decisionDate);
        }
        body.say("decisionDate", decisionDate);
        if (!date.isBlank() || !decisionDate.isBlank()) {
            // The day of the import says nothing about the year of a case.
            body.tag("year", String.valueOf((date.isBlank() ? day(decisionDate) : day).getYear()));
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
                day,
                null,
                List.of(),
                articles,
                "导入");
    }

    private LocalDate day(String date) throws Unfit {
        LocalDate day;
        try {
            day = LocalDate.parse(date);
        } catch (DateTimeException e) {
            throw new Unfit("日期应为 YYYY-MM-DD：" + date, "the date should be YYYY-MM-DD: " + date);
        }
        if (day.isBefore(EARLIEST) || day.isAfter(today.plusDays(1))) {
            throw new Unfit(
                    "日期早于 1949-10-01 或晚于明天：" + date, "the date is before 1949-10-01 or after tomorrow: " + date);
        }
        return day;
    }

    /// Names what was found and where, and only the beginning of each number.
    private static void refuseIdentifiers(String title, JsonNode body) throws Unfit {
        List<String> zh = new ArrayList<>();
        List<String> en = new ArrayList<>();
        found("标题", title, zh, en);
        for (JsonNode keyword : body.path("keywords")) {
            found("关键词", keyword.asText(), zh, en);
        }
        for (JsonNode section : body.path("sections")) {
            found(section.path("name").asText(), section.path("text").asText(), zh, en);
            found(section.path("name").asText(), section.path("name").asText(), zh, en);
        }
        if (!zh.isEmpty()) {
            throw new Unfit(
                    "含个人标识：" + String.join("，", zh.subList(0, Math.min(3, zh.size()))) + (zh.size() > 3 ? " 等" : ""),
                    "names persons by number: " + String.join(", ", en.subList(0, Math.min(3, en.size())))
                            + (en.size() > 3 ? ", …" : ""));
        }
    }

    private static void found(String where, String text, List<String> zh, List<String> en) {
        for (Finding finding : HardIdentifiers.find(text)) {
            String start = finding.original().substring(0, 3) + "…";
            zh.add(finding.kind().zh() + " " + start + "（" + where + "第 " + (finding.start() + 1) + " 字）");
            en.add(finding.kind().en() + " " + start + " (" + where + ", character " + (finding.start() + 1) + ")");
        }
    }

    /// Without what canonical JSON does not hold: lone surrogates, control characters that print nothing.
    private static String clean(String text) throws Unfit {
        if (BINARY.matcher(text).find()) {
            throw new Unfit("含有文本中不应有的控制字符", "holds control characters, which no text has");
        }
        return Normalizer.normalize(
                text.replace("\r", "")
                        .replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", " ")
                        .replaceAll("\\p{Cs}|[\\ufffe\\uffff]", ""),
                Normalizer.Form.NFC);
    }
}
