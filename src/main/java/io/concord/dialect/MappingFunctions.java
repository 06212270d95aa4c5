package io.concord.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.schibsted.spt.data.jslt.Function;
import io.concord.envelope.LooseForms;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Collection;
import java.util.List;

/// What mappings may call beside the language itself. Each takes the value and the name of its native field, which
/// a fault
/// then carries; a missing or blank value gives null, which leaves the property out.
final class MappingFunctions {

    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;

    private MappingFunctions() {}

    static Collection<Function> all() {
        return List.of(
                function(
                        "fen",
                        (text, field) -> LongNode.valueOf(LooseForms.fen(text)
                                .orElseThrow(() -> new MappingFault(
                                        field, "不是以元为单位的金额：" + text, "not an amount in yuan: " + text)))),
                function(
                        "document-number",
                        (text, field) -> TextNode.valueOf(LooseForms.documentNumber(text)
                                .orElseThrow(() ->
                                        new MappingFault(field, "不是发文字号：" + text, "not a document number: " + text)))),
                function(
                        "iso-date",
                        (text, field) -> TextNode.valueOf(LooseForms.date(text)
                                .orElseThrow(() ->
                                        new MappingFault(field, "不是存在的日期：" + text, "not an existing date: " + text))
                                .toString())),
                function("whole", MappingFunctions::whole),
                function(
                        "clean",
                        (text, field) -> TextNode.valueOf(Normalizer.normalize(text.strip(), Normalizer.Form.NFC))),
                function(
                        "padded", (text, field) -> TextNode.valueOf("0".repeat(Math.max(0, 6 - text.length())) + text)),
                function("numbered", (text, field) -> numbered(text)),
                function("listed", (text, field) -> listed(text)),
                function(
                        "yuan",
                        (text, field) -> TextNode.valueOf(new BigDecimal(text)
                                .movePointLeft(2)
                                .setScale(2)
                                .toPlainString())));
    }

    private static JsonNode whole(String text, String field) {
        try {
            return LongNode.valueOf(Long.parseLong(
                    Normalizer.normalize(text, Normalizer.Form.NFKC).strip()));
        } catch (NumberFormatException e) {
            throw new MappingFault(field, "不是整数：" + text, "not a whole number: " + text);
        }
    }

    /// `1.甲;2.乙` or one item a line → `[{no, text}]`, numbered anew.
    private static JsonNode numbered(String text) {
        ArrayNode out = MAKE.arrayNode();
        for (String part : text.split("[;；\\r\\n]+")) {
            String item = part.strip().replaceFirst("^[（(]?\\d{1,2}[)）.、．]\\s*", "");
            if (!item.isEmpty()) {
                out.addObject().put("no", out.size()).put("text", Normalizer.normalize(item, Normalizer.Form.NFC));
            }
        }
        return out;
    }

    /// `甲,乙、丙` → `["甲","乙","丙"]`.
    private static JsonNode listed(String text) {
        ArrayNode out = MAKE.arrayNode();
        for (String part : text.split("[,，、;；\\s]+")) {
            if (!part.isEmpty()) {
                out.add(Normalizer.normalize(part, Normalizer.Form.NFC));
            }
        }
        return out;
    }

    private interface Conversion {
        JsonNode of(String text, String field);
    }

    private static Function function(String name, Conversion conversion) {
        return new Function() {
            @Override
            public String getName() {
                return name;
            }

            @Override
            public int getMinArguments() {
                return 2;
            }

            @Override
            public int getMaxArguments() {
                return 2;
            }

            @Override
            public JsonNode call(JsonNode input, JsonNode[] arguments) {
                String text = arguments[0].isNull() ? "" : arguments[0].asText();
                return text.isBlank() ? NullNode.getInstance() : conversion.of(text, arguments[1].asText());
            }
        };
    }
}
