package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What somebody typed into a form, as the JSON that its schema speaks of. Whatever does not fit stays as it was typed:
/// the checks say what is wrong with it, nothing is lost.
final class FormReader {

    private final Map<String, String[]> typed;
    private final List<String> unread = new ArrayList<>();

    /// @param typed parameters by JSON pointer
    FormReader(Map<String, String[]> typed) {
        this.typed = typed;
    }

    /// An object with what was typed for it; empty where nothing was.
    ObjectNode object(Shape shape, String at) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        shape.names().forEach(name -> {
            JsonNode value = value(shape.property(name), at + "/" + name);
            if (value != null) {
                object.set(name, value);
            }
        });
        return object;
    }

    private @Nullable JsonNode value(Shape shape, String at) {
        return switch (shape.kind()) {
            case GROUP -> {
                ObjectNode object = object(shape, at);
                yield object.isEmpty() ? null : object;
            }
            case ROWS -> rows(shape, at);
            case SOME_OF -> some(at);
            default -> scalar(shape, shape.kind(), at);
        };
    }

    private @Nullable ArrayNode rows(Shape shape, String at) {
        TreeSet<Integer> numbers = new TreeSet<>();
        String start = at + "/";
        for (String name : typed.keySet()) {
            if (name.startsWith(start)) {
                String number = name.substring(start.length()).split("/", 2)[0];
                if (number.matches("[0-9]{1,4}")) {
                    numbers.add(Integer.valueOf(number));
                }
            }
        }
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        for (int number : numbers) {
            JsonNode row = value(shape.items(), start + number);
            if (row != null) {
                rows.add(row);
            }
        }
        paste(shape, at, rows);
        return rows.isEmpty() ? null : rows;
    }

    /// Rows pasted from a spreadsheet come after those typed.
    private void paste(Shape shape, String at, ArrayNode rows) {
        String pasted = text("paste:" + at);
        if (pasted.isEmpty()) {
            return;
        }
        Pasted.Table table = new Pasted(shape.items()).read(pasted);
        unread.addAll(table.unread());
        for (Map<String, String> line : table.rows()) {
            Map<String, String[]> cells = new HashMap<>();
            line.forEach((pointer, cell) -> cells.put("/row" + pointer, new String[] {cell}));
            JsonNode row = new FormReader(cells).value(shape.items(), "/row");
            if (row != null) {
                rows.add(row);
            }
        }
    }

    /// Columns of what was pasted that nothing was made of, known once all is read.
    List<String> unread() {
        return List.copyOf(unread);
    }

    private @Nullable ArrayNode some(String at) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        for (String one : typed.getOrDefault(at, new String[0])) {
            if (!one.isBlank()) {
                values.add(one.strip());
            }
        }
        return values.isEmpty() ? null : values;
    }

    private @Nullable JsonNode scalar(Shape shape, Field.Kind kind, String at) {
        String text = text(at);
        if (text.isEmpty()) {
            return null;
        }
        return switch (kind) {
            case YES_NO -> BooleanNode.valueOf(text.equals("true"));
            case NUMBER ->
                text.matches("-?[0-9]{1,18}") ? LongNode.valueOf(Long.parseLong(text)) : TextNode.valueOf(text);
            case MONEY -> fen(text);
            // A browser leaves seconds out when they are nought.
            case TIME ->
                TextNode.valueOf(
                        text.matches("[0-9-]{10}T[0-9]{2}:[0-9]{2}")
                                ? text + ":00+08:00"
                                : text.matches("[0-9-]{10}T[0-9:]{8}") ? text + "+08:00" : text);
            // 代码 名称 from a list of suggestions: the code counts.
            case CODE -> TextNode.valueOf(text.split("\\s", 2)[0]);
            default -> TextNode.valueOf(text);
        };
    }

    /// 元 as people write it → 分.
    private static JsonNode fen(String yuan) {
        String plain = yuan.replace(",", "").replace("，", "").replace("元", "").strip();
        if (!plain.matches("[0-9]{1,13}([.][0-9]{1,2})?")) {
            return TextNode.valueOf(yuan);
        }
        return LongNode.valueOf(new BigDecimal(plain).movePointRight(2).longValueExact());
    }

    private String text(String at) {
        String[] values = typed.get(at);
        return values == null || values.length == 0 ? "" : clean(values[0]);
    }

    /// NFC, plain line ends, no control characters: what the gate asks of every text.
    static String clean(String text) {
        return Normalizer.normalize(text.replace("\r\n", "\n").replace('\r', '\n'), Normalizer.Form.NFC)
                .replaceAll("[\\p{Cc}&&[^\n\t]]|[\\uFDD0-\\uFDEF\\uFFFE\\uFFFF]", "")
                .strip();
    }
}
