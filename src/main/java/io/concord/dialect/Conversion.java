package io.concord.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.concord.envelope.LooseForms;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How one value is written natively and in a record, both ways; chosen by `as:` in a mapping.
///
/// Reading native values is lenient where nothing is guessed; writing gives one form.
interface Conversion {

    /// @param text not blank
    /// @param element the native element that the value is in
    /// @return empty when the text is not of this kind
    Optional<JsonNode> toCanonical(String text, Scope scope);

    /// @param value as the record has it
    JsonNode toNative(JsonNode value, Scope scope);

    /// What is wrong with a value that is not of this kind.
    record Kind(Conversion conversion, String zh, String en) {}

    /// The first 第…条 begins the article, with whatever 款 and 项 follow.
    Pattern LAW = Pattern.compile("^(?<instrument>.+?)(?<article>第[一二三四五六七八九十百千零〇两0-9]+条.*)$");
    Pattern NUMBERED = Pattern.compile("(?s)[（(]?(?<no>\\d{1,2})[)）.、．](?<text>.*)");
    Pattern RECORD_ID = Pattern.compile("^[1-9][0-9]{5}-[A-Z][A-Z_]{1,29}-[0-9]{2}-RT[0-9]{2}-[0-9]{4}-[0-9]{6}$");
    Pattern MATTER_ID = Pattern.compile("^MT-[1-9][0-9]{5}-[0-9]{4}-[0-9]{6}$");
    /// As the hub takes them, in characters.
    int LONGEST_CASE = 200;
    ZoneOffset CHINA = ZoneOffset.ofHours(8);

    /// @param as for example `date yyyyMMdd`
    /// @param codes the dialect's code tables
    /// @throws IllegalArgumentException when there is no such conversion
    static Kind of(String as, Map<String, Map<String, String>> codes) {
        String[] words = as.strip().split("\\s+");
        String first = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "text" -> kind(Conversion::clean, Conversion::text, "", "");
            case "upper" -> kind(t -> clean(t.toUpperCase(Locale.ROOT)), Conversion::text, "", "");
            case "fen" ->
                kind(
                        t -> LooseForms.fen(t).map(LongNode::valueOf),
                        Conversion::yuan,
                        "不是以元为单位的金额",
                        "not an amount in yuan");
            case "whole" -> kind(Conversion::whole, Conversion::text, "不是整数", "not a whole number");
            case "integer" -> kind(Conversion::whole, v -> v, "不是整数", "not a whole number");
            case "boolean" -> kind(Conversion::truth, v -> v, "不是 true 或 false", "neither true nor false");
            case "flag" -> flag(first, words.length > 2 ? words[2] : "");
            case "date" -> date(first.isEmpty() ? "yyyy-MM-dd" : first);
            case "time" ->
                time(as.strip().length() > 4 ? as.strip().substring(4).strip() : "yyyy-MM-dd HH:mm:ss");
            case "document-number" -> documentNumber(first);
            case "docket" ->
                kind(t -> LooseForms.courtDocket(t).map(TextNode::valueOf), Conversion::text, "不是案号", "not a docket");
            case "code" -> code(first, codes.get(first));
            case "codes" -> codeList(first, codes.get(first), words.length > 2 ? words[2] : ",");
            case "list" -> list(first.isEmpty() ? "；" : first);
            case "numbered" -> kind(t -> Optional.of(numbered(t)), Conversion::numberedText, "", "");
            case "laws" ->
                kind(Conversion::laws, Conversion::lawText, "不是「法律名称+第…条」", "not an instrument with its article");
            case "agencies" -> agencies(first, words.length > 2 ? codes.getOrDefault(words[2], Map.of()) : Map.of());
            case "record" -> record();
            case "matter" -> matter();
            default -> throw new IllegalArgumentException("no such conversion: " + as);
        };
    }

    private static Kind kind(
            Function<String, Optional<? extends JsonNode>> out, Function<JsonNode, JsonNode> in, String zh, String en) {
        return new Kind(
                new Conversion() {
                    @Override
                    public Optional<JsonNode> toCanonical(String text, Scope scope) {
                        return out.apply(text).map(JsonNode.class::cast);
                    }

                    @Override
                    public JsonNode toNative(JsonNode value, Scope scope) {
                        return in.apply(value);
                    }
                },
                zh,
                en);
    }

    private static Optional<TextNode> clean(String text) {
        return Optional.of(TextNode.valueOf(Normalizer.normalize(text.strip(), Normalizer.Form.NFC)));
    }

    private static JsonNode text(JsonNode value) {
        return TextNode.valueOf(value.isValueNode() ? value.asText() : value.toString());
    }

    private static Optional<LongNode> whole(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).strip();
        // JSON's integers end at 2^53 - 1; the schema says what is too large for its field.
        return plain.matches("-?\\d{1,16}(\\.0+)?")
                ? Optional.of(LongNode.valueOf(Long.parseLong(plain.replaceFirst("\\..*", ""))))
                : Optional.empty();
    }

    private static Optional<BooleanNode> truth(String text) {
        return switch (text.strip()) {
            case "true" -> Optional.of(BooleanNode.TRUE);
            case "false" -> Optional.of(BooleanNode.FALSE);
            default -> Optional.empty();
        };
    }

    private static JsonNode yuan(JsonNode fen) {
        return TextNode.valueOf(
                new BigDecimal(fen.asText()).movePointLeft(2).setScale(2).toPlainString());
    }

    private static Kind flag(String yes, String no) {
        return kind(
                t -> t.strip().equals(yes)
                        ? Optional.of(BooleanNode.TRUE)
                        : t.strip().equals(no) ? Optional.of(BooleanNode.FALSE) : Optional.empty(),
                v -> TextNode.valueOf(v.asBoolean() ? yes : no),
                "不是「" + yes + "」或「" + no + "」",
                "neither " + yes + " nor " + no);
    }

    private static Kind date(String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern);
        return kind(
                t -> LooseForms.date(t).map(d -> TextNode.valueOf(d.toString())),
                v -> {
                    try {
                        return TextNode.valueOf(LocalDate.parse(v.asText()).format(format));
                    } catch (DateTimeException e) {
                        return text(v);
                    }
                },
                "不是存在的日期",
                "not an existing date");
    }

    /// A moment in China's time; a day alone is its nine o'clock, when offices open. The end of a day is its 24:00.
    private static Kind time(String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern);
        DateTimeFormatter endOfDay = DateTimeFormatter.ofPattern(pattern.replace("HH", "'24'"));
        return kind(
                t -> moment(t.strip(), format),
                v -> TextNode.valueOf(written(v.asText(), format, endOfDay)),
                "不是时间，应为 " + pattern,
                "not a time, should be " + pattern);
    }

    private static Optional<TextNode> moment(String text, DateTimeFormatter format) {
        try {
            LocalDateTime at = LocalDateTime.parse(text, format);
            // 24:00 is read as the next day's midnight, which is written otherwise.
            boolean end = at.toLocalTime().equals(LocalTime.MIDNIGHT)
                    && !at.format(format).equals(text);
            return Optional.of(TextNode.valueOf(
                    end
                            ? at.toLocalDate().minusDays(1) + "T24:00:00+08:00"
                            : at.atOffset(CHINA).format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX"))));
        } catch (DateTimeException e) {
            return LooseForms.date(text).map(d -> TextNode.valueOf(d + "T09:00:00+08:00"));
        }
    }

    private static String written(String moment, DateTimeFormatter format, DateTimeFormatter endOfDay) {
        try {
            return moment.contains("T24:00:00")
                    ? LocalDate.parse(moment.substring(0, 10)).atStartOfDay().format(endOfDay)
                    : OffsetDateTime.parse(moment).withOffsetSameInstant(CHINA).format(format);
        } catch (DateTimeException e) {
            return moment;
        }
    }

    /// @param brackets two characters, where the system does not write 〔〕
    private static Kind documentNumber(String brackets) {
        return kind(
                t -> LooseForms.documentNumber(t).map(TextNode::valueOf),
                v -> TextNode.valueOf(
                        brackets.length() == 2
                                ? v.asText().replace('〔', brackets.charAt(0)).replace('〕', brackets.charAt(1))
                                : v.asText()),
                "不是发文字号",
                "not a document number");
    }

    private static Kind code(String table, @org.jspecify.annotations.Nullable Map<String, String> codes) {
        if (codes == null) {
            throw new IllegalArgumentException("no code table " + table);
        }
        return kind(
                t -> Optional.ofNullable(codes.get(t.strip())).map(TextNode::valueOf),
                v -> TextNode.valueOf(nativeCode(codes, v.asText())),
                "不在代码表 " + table + " 中",
                "not in the code table " + table);
    }

    /// A code that the system has no word for is written as it is: what was received must not be hidden.
    private static String nativeCode(Map<String, String> codes, String value) {
        return codes.entrySet().stream()
                .filter(e -> e.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(value);
    }

    private static Kind codeList(
            String table, @org.jspecify.annotations.Nullable Map<String, String> codes, String separator) {
        if (codes == null) {
            throw new IllegalArgumentException("no code table " + table);
        }
        return kind(
                t -> {
                    ArrayNode out = JsonNodeFactory.instance.arrayNode();
                    for (String part : parts(t)) {
                        String code = codes.get(part);
                        if (code == null) {
                            return Optional.empty();
                        }
                        out.add(code);
                    }
                    return Optional.of(out);
                },
                v -> {
                    StringJoiner joined = new StringJoiner(separator);
                    v.forEach(e -> joined.add(nativeCode(codes, e.asText())));
                    return TextNode.valueOf(joined.toString());
                },
                "有不在代码表 " + table + " 中的值",
                "a value that is not in the code table " + table);
    }

    private static List<String> parts(String text) {
        return List.of(text.split("[,，、;；\\s]+")).stream()
                .filter(p -> !p.isEmpty())
                .toList();
    }

    /// `甲；乙` ↔ `["甲","乙"]`; the separator is the one of the system, alone, since texts have commas.
    private static Kind list(String separator) {
        return kind(
                t -> {
                    ArrayNode out = JsonNodeFactory.instance.arrayNode();
                    for (String part : t.split(Pattern.quote(separator))) {
                        clean(part).filter(p -> !p.asText().isEmpty()).ifPresent(out::add);
                    }
                    return Optional.of(out);
                },
                v -> {
                    StringJoiner joined = new StringJoiner(separator);
                    v.forEach(e -> joined.add(e.isValueNode() ? e.asText() : e.toString()));
                    return TextNode.valueOf(joined.toString());
                },
                "",
                "");
    }

    /// `1.甲；2.乙` ↔ `[{no, text}]`. Where the first item has a number, numbers alone separate and count; otherwise every
    /// ；or
    /// line is an item, counted from 1.
    private static ArrayNode numbered(String text) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        Matcher first = NUMBERED.matcher(text.strip());
        String separator = first.matches() ? "[;；\\r\\n]+(?=\\s*[（(]?\\d{1,2}[)）.、．])" : "[;；\\r\\n]+";
        for (String part : text.split(separator)) {
            Matcher m = NUMBERED.matcher(part.strip());
            boolean own = first.matches() && m.matches();
            String item = own ? m.group("text").strip() : part.strip();
            if (!item.isEmpty()) {
                out.addObject()
                        .put("no", own ? Integer.parseInt(m.group("no")) : out.size())
                        .put("text", Normalizer.normalize(item, Normalizer.Form.NFC));
            }
        }
        return out;
    }

    private static JsonNode numberedText(JsonNode list) {
        StringJoiner joined = new StringJoiner("；");
        list.forEach(
                e -> joined.add(e.path("no").asText() + "." + e.path("text").asText()));
        return TextNode.valueOf(joined.toString());
    }

    /// `工会法第二十三条,保障农民工工资支付条例第五十一条` ↔ `[{instrument, article}]`.
    private static Optional<ArrayNode> laws(String text) {
        ArrayNode out = JsonNodeFactory.instance.arrayNode();
        for (String part : text.strip().split("\\s*[,，;；]\\s*")) {
            Matcher m = LAW.matcher(part);
            if (!m.matches()) {
                return Optional.empty();
            }
            out.addObject().put("instrument", m.group("instrument")).put("article", m.group("article"));
        }
        return Optional.of(out);
    }

    private static JsonNode lawText(JsonNode list) {
        StringJoiner joined = new StringJoiner(",");
        list.forEach(e ->
                joined.add(e.path("instrument").asText() + e.path("article").asText()));
        return TextNode.valueOf(joined.toString());
    }

    /// Agencies of one role among the recipients, by the system's own codes for them where it has any.
    private static Kind agencies(String role, Map<String, String> codes) {
        return kind(
                t -> {
                    ArrayNode out = JsonNodeFactory.instance.arrayNode();
                    for (String part : parts(t)) {
                        out.addObject()
                                .put("agencyCode", codes.getOrDefault(part, part))
                                .put("role", role)
                                .put("actionRequired", role.equals("MAIN"));
                    }
                    return Optional.of(out);
                },
                v -> {
                    StringJoiner joined = new StringJoiner(",");
                    for (JsonNode recipient : v) {
                        if (recipient.has("agencyCode")
                                && recipient.path("role").asText().equals(role)) {
                            joined.add(nativeCode(
                                    codes, recipient.path("agencyCode").asText()));
                        }
                    }
                    return TextNode.valueOf(joined.toString());
                },
                "",
                "");
    }

    /// A record by its id, or by the native key under which it was sent from here.
    private static Kind record() {
        return new Kind(
                new Conversion() {
                    @Override
                    public Optional<JsonNode> toCanonical(String text, Scope scope) {
                        return RECORD_ID.matcher(text.strip()).matches()
                                ? Optional.of(TextNode.valueOf(text.strip()))
                                : scope.recordOf(text.strip()).map(TextNode::valueOf);
                    }

                    @Override
                    public JsonNode toNative(JsonNode value, Scope scope) {
                        return TextNode.valueOf(scope.keyOf(value.asText()).orElse(value.asText()));
                    }
                },
                "既不是记录号，也不是已发出的文书编号",
                "neither a record id nor the key of something sent from here");
    }

    /// A matter by its id, or by the system's own case number.
    private static Kind matter() {
        return new Kind(
                new Conversion() {
                    @Override
                    public Optional<JsonNode> toCanonical(String text, Scope scope) {
                        if (MATTER_ID.matcher(text.strip()).matches()) {
                            return Optional.of(TextNode.valueOf(text.strip()));
                        }
                        return text.strip().length() > LONGEST_CASE
                                ? Optional.empty()
                                : Optional.of(TextNode.valueOf(scope.matterOf(text.strip())));
                    }

                    @Override
                    public JsonNode toNative(JsonNode value, Scope scope) {
                        return value;
                    }
                },
                "案件编号超过 " + LONGEST_CASE + " 个字符",
                "a case number of more than " + LONGEST_CASE + " characters");
    }

    /// Whether a value of the record says nothing.
    static boolean isEmpty(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || value.isContainerNode() && value.isEmpty()
                || value.isTextual() && value.textValue().isEmpty();
    }

    /// Puts a value where a JSON pointer says, making objects and lists on the way; a list at an existing list is
    /// added.
    static void put(ObjectNode root, String pointer, JsonNode value) {
        String[] names = pointer.substring(1).split("/");
        JsonNode at = root;
        for (int i = 0; i < names.length; i++) {
            boolean last = i == names.length - 1;
            boolean listNext = !last && names[i + 1].matches("\\d+");
            if (at instanceof ArrayNode array) {
                int index = Integer.parseInt(names[i]);
                while (array.size() <= index) {
                    array.addObject();
                }
                if (last) {
                    array.set(index, value);
                }
                at = array.get(index);
            } else if (at instanceof ObjectNode object) {
                if (last) {
                    if (object.get(names[i]) instanceof ArrayNode before && value instanceof ArrayNode more) {
                        before.addAll(more);
                    } else {
                        object.set(names[i], value);
                    }
                } else if (!object.has(names[i])) {
                    object.set(names[i], listNext ? object.arrayNode() : object.objectNode());
                }
                at = object.path(names[i]);
            }
        }
    }
}
