package io.concord.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.envelope.CanonicalJson.NotCanonicalisable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Writes a tree as RFC 8785 §3.2 says, refusing what lies outside our subset.
final class CanonicalWriter {

    private static final long MAX_INTEGER = (1L << 53) - 1;

    private CanonicalWriter() {}

    static void write(JsonNode node, StringBuilder out, int depth) {
        if (node.isContainerNode() && depth == CanonicalGate.MAX_DEPTH) {
            throw new NotCanonicalisable(JsonFault.TOO_DEEP, "deeper than " + CanonicalGate.MAX_DEPTH);
        }
        switch (node.getNodeType()) {
            case OBJECT -> object(node, out, depth);
            case ARRAY -> {
                out.append('[');
                for (int i = 0; i < node.size(); i++) {
                    if (i > 0) {
                        out.append(',');
                    }
                    write(node.get(i), out, depth + 1);
                }
                out.append(']');
            }
            case STRING -> string(node.textValue(), out);
            case NUMBER -> number(node, out);
            case BOOLEAN, NULL -> out.append(node.asText());
            case BINARY, MISSING, POJO -> throw new IllegalArgumentException("not a JSON value: " + node.getNodeType());
        }
    }

    private static void object(JsonNode node, StringBuilder out, int depth) {
        List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
        // String.compareTo compares UTF-16 code units, which is the order of RFC 8785 §3.2.3.
        members.sort(Map.Entry.comparingByKey());
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, JsonNode> member : members) {
            if (!first) {
                out.append(',');
            }
            first = false;
            string(member.getKey(), out);
            out.append(':');
            write(member.getValue(), out, depth + 1);
        }
        out.append('}');
    }

    private static void number(JsonNode node, StringBuilder out) {
        if (!node.isIntegralNumber()) {
            throw new NotCanonicalisable(JsonFault.FRACTION_OR_EXPONENT, node.asText());
        }
        if (!node.canConvertToLong() || node.longValue() > MAX_INTEGER || node.longValue() < -MAX_INTEGER) {
            throw new NotCanonicalisable(JsonFault.INTEGER_RANGE, node.asText());
        }
        out.append(node.longValue());
    }

    private static void string(String text, StringBuilder out) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0xD800 && c != '"' && c != '\\') {
                continue;
            }
            out.append(text, plain, i);
            i = special(text, i, c, out);
            plain = i + 1;
        }
        out.append(text, plain, text.length()).append('"');
    }

    /// Appends what is not simply copied; returns the index of its last char.
    private static int special(String text, int i, char c, StringBuilder out) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                return other(text, i, c, out);
            }
        }
        return i;
    }

    /// Appends one code point that has no short escape; returns the index of its last char.
    private static int other(String text, int i, char c, StringBuilder out) {
        if (c == 0) {
            throw new NotCanonicalisable(JsonFault.NUL, "a string contains U+0000");
        }
        if (c < 0x20) {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            return i;
        }
        int codePoint = text.codePointAt(i);
        if (codePoint >= 0xD800 && codePoint <= 0xDFFF) {
            throw new NotCanonicalisable(JsonFault.LONE_SURROGATE, "U+" + Integer.toHexString(codePoint));
        }
        if (CanonicalJson.isNoncharacter(codePoint)) {
            throw new NotCanonicalisable(JsonFault.NONCHARACTER, "U+" + Integer.toHexString(codePoint));
        }
        out.appendCodePoint(codePoint);
        return i + Character.charCount(codePoint) - 1;
    }
}
