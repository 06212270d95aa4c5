package io.concord.envelope;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;

/// Decides in one streaming pass whether bytes are canonical JSON: RFC 8785 output over an I-JSON (RFC 7493) subset
/// without fractions. Builds no tree and serialises nothing, so hostile depth or size costs nothing.
///
/// One instance reads one document; it is not shared between threads.
final class CanonicalGate {

    static final int MAX_DEPTH = 64;
    private static final long MAX_INTEGER = (1L << 53) - 1;

    private final byte[] in;
    private int at;
    /// Set when a code point was met that NFC might change; only then the slower library check runs.
    private boolean mayNeedNormalising;

    /// The last key of each open object, as the byte range between its quotes; -1 before the first key and in
    /// arrays.
    private final int[] keyStart = new int[MAX_DEPTH];

    private final int[] keyEnd = new int[MAX_DEPTH];
    private final boolean[] inObject = new boolean[MAX_DEPTH];

    CanonicalGate(byte[] in) {
        this.in = in;
    }

    Gate check(int maxBytes) {
        if (in.length > maxBytes) {
            return new Gate.Refused(JsonFault.TOO_LARGE, maxBytes);
        }
        if (in.length >= 3 && in[0] == (byte) 0xEF && in[1] == (byte) 0xBB && in[2] == (byte) 0xBF) {
            return new Gate.Refused(JsonFault.BYTE_ORDER_MARK, 0);
        }
        try {
            document();
        } catch (Refusal refusal) {
            return new Gate.Refused(refusal.fault, refusal.offset);
        }
        return new Gate.Passed(!mayNeedNormalising
                || Normalizer.isNormalized(new String(in, StandardCharsets.UTF_8), Normalizer.Form.NFC));
    }

    private void document() {
        int depth = 0;
        while (true) {
            // Here a value must start.
            int c = peek();
            if (c == '{' || c == '[') {
                if (depth == MAX_DEPTH) {
                    throw refuse(JsonFault.TOO_DEEP, at);
                }
                at++;
                inObject[depth] = c == '{';
                keyStart[depth] = -1;
                depth++;
                if (peek() == (c == '{' ? '}' : ']')) {
                    at++;
                    depth--;
                } else {
                    if (c == '{') {
                        key(depth - 1);
                    }
                    continue;
                }
            } else {
                scalar(c);
            }
            // Here a value has ended: close what closes, or go on to the next value.
            while (depth > 0) {
                int d = peek();
                if (d == ',') {
                    at++;
                    if (inObject[depth - 1]) {
                        key(depth - 1);
                    }
                    break;
                }
                if (d != (inObject[depth - 1] ? '}' : ']')) {
                    throw unexpected();
                }
                at++;
                depth--;
            }
            if (depth == 0) {
                if (at != in.length) {
                    throw refuse(isSpace(in[at]) ? JsonFault.NOT_CANONICAL : JsonFault.TRAILING_BYTES, at);
                }
                return;
            }
        }
    }

    private void scalar(int c) {
        switch (c) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw unexpected();
        }
    }

    /// Reads `"key":` and checks that it follows the previous key of its object in UTF-16 code unit order (RFC 8785
    /// §3.2.3).
    private void key(int level) {
        if (peek() != '"') {
            throw unexpected();
        }
        int start = at + 1;
        string();
        int end = at - 1;
        if (keyStart[level] >= 0) {
            int order = compareKeys(keyStart[level], keyEnd[level], start, end);
            if (order >= 0) {
                throw refuse(order == 0 ? JsonFault.DUPLICATE_KEY : JsonFault.NOT_CANONICAL, start);
            }
        }
        keyStart[level] = start;
        keyEnd[level] = end;
        if (peek() != ':') {
            throw unexpected();
        }
        at++;
    }

    private int compareKeys(int aStart, int aEnd, int bStart, int bEnd) {
        int mismatch = Arrays.mismatch(in, aStart, aEnd, in, bStart, bEnd);
        if (mismatch < 0) {
            return 0;
        }
        if (aStart + mismatch == aEnd || bStart + mismatch == bEnd) {
            return (aEnd - aStart) - (bEnd - bStart);
        }
        int a = in[aStart + mismatch] & 0xFF;
        int b = in[bStart + mismatch] & 0xFF;
        // UTF-8 orders like UTF-16 except that U+E000–U+FFFF (lead EE, EF) sort above the surrogate pairs of
        // U+10000 on (lead F0–F4); an escape stands for a character below its own backslash.
        if (a < 0xEE && b < 0xEE && a != '\\' && b != '\\' && !afterBackslash(aStart, aStart + mismatch)) {
            return a - b;
        }
        return decode(aStart, aEnd).compareTo(decode(bStart, bEnd));
    }

    private boolean afterBackslash(int start, int position) {
        for (int i = Math.max(start, position - 5); i < position; i++) {
            if (in[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    /// The characters of a string already known to be canonical, between its quotes.
    private String decode(int start, int end) {
        String raw = new String(in, start, end - start, StandardCharsets.UTF_8);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            switch (escape) {
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'u' -> {
                    out.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> out.append(escape);
            }
        }
        return out.toString();
    }

    private void string() {
        at++;
        while (true) {
            int c = peek();
            if (c == '"') {
                at++;
                return;
            }
            if (c == '\\') {
                escape();
            } else if (c < 0x20) {
                throw refuse(c == 0 ? JsonFault.NUL : JsonFault.SYNTAX, at);
            } else if (c < 0x80) {
                at++;
            } else {
                multibyte(c);
            }
        }
    }

    private void escape() {
        int start = at++;
        int c = peek();
        at++;
        switch (c) {
            case '"', '\\', 'b', 'f', 'n', 'r', 't' -> {}
            case '/' -> throw refuse(JsonFault.NOT_CANONICAL, start);
            case 'u' -> {
                int unit = hex4();
                if (unit == 0) {
                    throw refuse(JsonFault.NUL, start);
                }
                if (Character.isSurrogate((char) unit)) {
                    throw refuse(pairFollows(unit) ? JsonFault.NOT_CANONICAL : JsonFault.LONE_SURROGATE, start);
                }
                boolean hasShortForm = unit >= 8 && unit <= 13 && unit != 11;
                if (unit >= 0x20 || hasShortForm || upperCaseHex(start + 2)) {
                    throw refuse(JsonFault.NOT_CANONICAL, start);
                }
            }
            default -> throw refuse(JsonFault.SYNTAX, start);
        }
    }

    private int hex4() {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw refuse(JsonFault.SYNTAX, at);
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private boolean pairFollows(int unit) {
        if (!Character.isHighSurrogate((char) unit) || at + 6 > in.length || in[at] != '\\' || in[at + 1] != 'u') {
            return false;
        }
        at += 2;
        return Character.isLowSurrogate((char) hex4());
    }

    private boolean upperCaseHex(int from) {
        for (int i = from; i < from + 4; i++) {
            if (in[i] >= 'A' && in[i] <= 'F') {
                return true;
            }
        }
        return false;
    }

    private void multibyte(int lead) {
        int start = at;
        int length;
        int codePoint;
        if (lead >= 0xC2 && lead <= 0xDF) {
            length = 2;
            codePoint = lead & 0x1F;
        } else if ((lead & 0xF0) == 0xE0) {
            length = 3;
            codePoint = lead & 0x0F;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            length = 4;
            codePoint = lead & 0x07;
        } else {
            throw refuse(JsonFault.INVALID_UTF8, start);
        }
        if (start + length > in.length) {
            throw refuse(JsonFault.INVALID_UTF8, start);
        }
        for (int i = 1; i < length; i++) {
            int b = in[start + i];
            if ((b & 0xC0) != 0x80) {
                throw refuse(JsonFault.INVALID_UTF8, start);
            }
            codePoint = codePoint << 6 | b & 0x3F;
        }
        if (length == 3 && codePoint < 0x800 || length == 4 && (codePoint < 0x10000 || codePoint > 0x10FFFF)) {
            throw refuse(JsonFault.INVALID_UTF8, start);
        }
        if (codePoint >= 0xD800 && codePoint <= 0xDFFF) {
            throw refuse(JsonFault.LONE_SURROGATE, start);
        }
        if (CanonicalJson.isNoncharacter(codePoint)) {
            throw refuse(JsonFault.NONCHARACTER, start);
        }
        mayNeedNormalising |= codePoint >= 0x300 && !staysUnderNfc(codePoint);
        at = start + length;
    }

    /// Ranges common in Chinese text of which every code point has NFC_Quick_Check=Yes and combines with nothing.
    static boolean staysUnderNfc(int codePoint) {
        return codePoint >= 0x3400 && codePoint <= 0x9FFF
                || codePoint >= 0x3000 && codePoint <= 0x3029
                || codePoint >= 0x3030 && codePoint <= 0x3040
                || codePoint >= 0x2010 && codePoint <= 0x20CF
                || codePoint >= 0x2100 && codePoint <= 0x2125
                || codePoint >= 0x2190 && codePoint <= 0x2328
                || codePoint >= 0x2460 && codePoint <= 0x2ADB
                || codePoint >= 0x3100 && codePoint <= 0x33FF
                || codePoint >= 0xFF00 && codePoint <= 0xFF9D;
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++, at++) {
            if (peek() != word.charAt(i)) {
                throw refuse(JsonFault.SYNTAX, at);
            }
        }
    }

    private void number() {
        int start = at;
        boolean negative = peek() == '-';
        if (negative) {
            at++;
        }
        int first = at;
        long value = 0;
        while (at < in.length && in[at] >= '0' && in[at] <= '9') {
            if (at - first < 17) {
                value = value * 10 + in[at] - '0';
            }
            at++;
        }
        int digits = at - first;
        if (digits == 0) {
            throw refuse(JsonFault.SYNTAX, start);
        }
        if (in[first] == '0' && digits > 1) {
            throw refuse(JsonFault.LEADING_ZERO, start);
        }
        if (at < in.length && (in[at] == '.' || in[at] == 'e' || in[at] == 'E')) {
            throw refuse(JsonFault.FRACTION_OR_EXPONENT, start);
        }
        if (digits > 16 || value > MAX_INTEGER) {
            throw refuse(JsonFault.INTEGER_RANGE, start);
        }
        if (negative && value == 0) {
            throw refuse(JsonFault.NOT_CANONICAL, start);
        }
    }

    private int peek() {
        if (at >= in.length) {
            throw refuse(JsonFault.SYNTAX, in.length);
        }
        return in[at] & 0xFF;
    }

    private Refusal unexpected() {
        return refuse(isSpace(in[at]) ? JsonFault.NOT_CANONICAL : JsonFault.SYNTAX, at);
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private static Refusal refuse(JsonFault fault, int offset) {
        return new Refusal(fault, offset);
    }

    /// Leaves the pass at the first fault; never leaves this class, so it carries no stack trace.
    private static final class Refusal extends RuntimeException {
        private final JsonFault fault;
        private final int offset;

        Refusal(JsonFault fault, int offset) {
            super(fault.code(), null, false, false);
            this.fault = fault;
            this.offset = offset;
        }
    }
}
