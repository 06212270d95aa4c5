package io.concord.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import io.concord.problem.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A mapping ready to use: every row read once, its conversion chosen and its expressions compiled.
///
/// One row says both ways, so what goes out and comes back can be compared, and a fault in the record finds its native
/// field. See `docs/decisions/2026-11-25-one-table-both-ways.md`.
final class FieldMap {

    private final List<Row> rows;

    private record Row(
            Dialect.Field field,
            Conversion.Kind kind,
            @Nullable Expression out,
            @Nullable Expression in,
            @Nullable FieldMap elements) {

        /// The pointer, where the row has one.
        String at() {
            return field.at() == null ? "" : field.at();
        }

        String path() {
            return field.nativePath() == null ? "" : field.nativePath();
        }
    }

    /// @throws IllegalArgumentException naming the row that is broken
    FieldMap(List<Dialect.Field> fields, Map<String, Map<String, String>> codes) {
        this.rows = fields.stream().map(field -> row(field, codes)).toList();
    }

    private static Row row(Dialect.Field field, Map<String, Map<String, String>> codes) {
        try {
            return new Row(
                    field,
                    Conversion.of(field.as() == null ? "text" : field.as(), codes),
                    compiled(field.out()),
                    compiled(field.in()),
                    field.fields() == null ? null : new FieldMap(field.fields(), codes));
        } catch (IllegalArgumentException | JsltException e) {
            throw new IllegalArgumentException(
                    "the row of " + field.nativePath() + " ↔ " + field.at() + ": " + e.getMessage(), e);
        }
    }

    private static @Nullable Expression compiled(@Nullable String jslt) {
        return jslt == null ? null : Parser.compileString(jslt);
    }

    /// Native → record.
    ///
    /// @param target gets the values
    /// @throws MappingFault with every fault of the document
    void toCanonical(NativeDocument document, String agency, String officer, Scope scope, ObjectNode target) {
        List<Reason> faults = new ArrayList<>();
        new Outward(document, agency, officer, scope, faults).fill(this, document.content(), "", target, "");
        if (!faults.isEmpty()) {
            throw new MappingFault(faults);
        }
    }

    private record Outward(NativeDocument document, String agency, String officer, Scope scope, List<Reason> faults) {

        void fill(FieldMap map, JsonNode element, String path, ObjectNode target, String pointer) {
            for (Row row : map.rows) {
                if (row.field.goesOut() && present(row, element)) {
                    JsonNode value = row.elements == null
                            ? value(row, element, path, pointer)
                            : list(row, row.elements, element, path, pointer);
                    if (!Conversion.isEmpty(value)) {
                        Conversion.put(target, row.at(), value);
                    } else if (row.field.value() != null) {
                        // Also an empty list: some are required and may be empty.
                        Conversion.put(target, row.at(), row.field.value().deepCopy());
                    }
                }
            }
        }

        private static boolean present(Row row, JsonNode element) {
            String when = row.field.when();
            return when == null || !Conversion.isEmpty(NativeDocument.get(element, when));
        }

        private JsonNode value(Row row, JsonNode element, String path, String pointer) {
            if (row.out != null) {
                return computed(row, row.out, element, path, pointer);
            }
            JsonNode given = NativeDocument.get(element, row.path());
            if (given.isContainerNode() && !given.isEmpty()) {
                faults.add(fault(row, path, pointer, "应为一个值，不是列表或对象", "should be one value, not a list or an object"));
                return NullNode.getInstance();
            }
            String text = given.isValueNode() && !given.isNull() ? given.asText() : "";
            if (text.isBlank()) {
                return NullNode.getInstance();
            }
            Optional<JsonNode> value = row.kind.conversion().toCanonical(text, scope);
            if (value.isEmpty()) {
                faults.add(fault(row, path, pointer, row.kind.zh() + "：" + text, row.kind.en() + ": " + text));
            }
            return value.orElse(NullNode.getInstance());
        }

        private JsonNode computed(Row row, Expression out, JsonNode element, String path, String pointer) {
            ObjectNode input = JsonNodeFactory.instance.objectNode();
            input.set("row", element);
            input.set("document", document.content());
            input.put("agency", agency).put("officer", officer);
            try {
                return out.apply(input);
            } catch (JsltException | IndexOutOfBoundsException e) {
                // A slice beyond the end of a text is thrown as it is.
                faults.add(
                        fault(row, path, pointer, "计算出错：" + e.getMessage(), "cannot be computed: " + e.getMessage()));
                return NullNode.getInstance();
            }
        }

        private ArrayNode list(Row row, FieldMap elements, JsonNode element, String path, String pointer) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            JsonNode given = NativeDocument.get(element, row.path());
            int at = 0;
            for (JsonNode one : given.isArray() ? given : List.of(given)) {
                at++;
                if (!Conversion.isEmpty(one)) {
                    ObjectNode made = JsonNodeFactory.instance.objectNode();
                    fill(
                            elements,
                            one,
                            path + row.path() + "[" + at + "]/",
                            made,
                            pointer + row.at() + "/" + list.size());
                    list.add(made);
                }
            }
            return list;
        }

        private Reason fault(Row row, String path, String pointer, String zh, String en) {
            String place = document.placeOf(path + row.path());
            return new Reason(MappingFault.CODE, pointer + row.at(), place + "：" + zh, place + ": " + en);
        }
    }

    /// Record → native.
    ObjectNode toNative(JsonNode record, Scope scope) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        for (Row row : rows) {
            if (row.field.comesIn()) {
                JsonNode value = row.elements == null
                        ? nativeValue(row, record, scope)
                        : nativeList(row, row.elements, record, scope);
                if (!Conversion.isEmpty(value)) {
                    Conversion.put(document, "/" + row.path(), value);
                }
            }
        }
        return document;
    }

    private static JsonNode nativeValue(Row row, JsonNode record, Scope scope) {
        if (row.in != null) {
            return row.in.apply(record);
        }
        if (row.field.at() == null) {
            return row.field.value() == null ? NullNode.getInstance() : row.field.value();
        }
        JsonNode value = record.at(row.at());
        return Conversion.isEmpty(value) ? value : row.kind.conversion().toNative(value, scope);
    }

    private static ArrayNode nativeList(Row row, FieldMap elements, JsonNode record, Scope scope) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        record.at(row.at()).forEach(element -> list.add(elements.toNative(element, scope)));
        return list;
    }

    private static final Pattern INDEX = Pattern.compile("^/(\\d+)(/.*|)$");

    /// The native path from which a place of the record came; empty where none did.
    Optional<String> sourceOf(String pointer) {
        Optional<String> best = Optional.empty();
        int length = -1;
        for (Row row : rows) {
            if (row.field.nativePath() != null
                    && row.field.at() != null
                    && covers(row, pointer)
                    && row.at().length() > length) {
                length = row.at().length();
                best = Optional.of(row.path());
                Matcher m = INDEX.matcher(pointer.substring(Math.min(row.at().length(), pointer.length())));
                if (row.elements != null && m.matches()) {
                    String element = row.path() + "[" + (Integer.parseInt(m.group(1)) + 1) + "]";
                    best = Optional.of(row.elements
                            .sourceOf(m.group(2))
                            .map(inner -> element + "/" + inner)
                            .orElse(element));
                }
            }
        }
        return best;
    }

    /// A row covers its own place, what is below it, and, for a missing part, what is above it.
    private static boolean covers(Row row, String pointer) {
        return !pointer.isEmpty() && (pointer.equals(row.at()) || pointer.startsWith(row.at() + "/"));
    }
}
