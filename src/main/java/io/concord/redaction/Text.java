package io.concord.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A text and its folded form, in which all searching is done. Both have the same length, so offsets are shared.
///
/// @param folded simplified characters, half-width letters, digits and brackets
record Text(String original, String folded) {

    /// What may stand inside a name or number without being part of it, among it what nobody sees.
    static final String GAP = "[\\s\\u00AD\\u200B-\\u200F\\u2060\\uFEFF]*";

    private static final String DIGIT_GAP = "[\\s\\-\\u2010-\\u2015\\u00AD\\u200B-\\u200F\\u2060\\uFEFF]*";

    static Text of(String original) {
        return new Text(original, Words.fold(original));
    }

    int length() {
        return folded.length();
    }

    /// A character of the folded form; NUL outside.
    char at(int i) {
        return i < 0 || i >= folded.length() ? 0 : folded.charAt(i);
    }

    String between(int start, int end) {
        return folded.substring(Math.max(0, start), Math.min(folded.length(), end));
    }

    /// The part of the same sentence before a place, at most so long.
    String before(int start, int most) {
        int from = start;
        while (from > 0 && start - from < most && "。;!?\n".indexOf(folded.charAt(from - 1)) < 0) {
            from--;
        }
        return folded.substring(from, start);
    }

    static boolean isHan(char c) {
        return c >= '\u4E00' && c <= '\u9FFF' || c >= '\u3400' && c <= '\u4DBF';
    }

    /// Finds a value in all its spellings in a folded text: spaced, full-width, traditional, other case.
    static Pattern variants(String value) {
        String folded = Words.fold(value).replaceAll("[\\s\\u00AD\\u200B-\\u200F\\u2060\\uFEFF]", "");
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            boolean digits = i > 0 && isDigit(c) && isDigit(folded.charAt(i - 1));
            pattern.append(i == 0 ? "" : digits ? DIGIT_GAP : GAP);
            pattern.append("·•・‧∙".indexOf(c) >= 0 ? "[·•・‧∙.]?" : Pattern.quote(String.valueOf(c)));
        }
        String head = isDigit(folded.charAt(0)) ? "(?<![0-9])" : isLatin(folded.charAt(0)) ? "(?<![A-Za-z])" : "";
        char last = folded.charAt(folded.length() - 1);
        String tail = isDigit(last) ? "(?![0-9])" : isLatin(last) ? "(?![A-Za-z])" : "";
        return Pattern.compile(head + pattern + tail, Pattern.CASE_INSENSITIVE);
    }

    /// Every place of a string in the folded form.
    List<Integer> places(String value) {
        List<Integer> places = new ArrayList<>();
        for (int at = folded.indexOf(value); at >= 0; at = folded.indexOf(value, at + value.length())) {
            places.add(at);
        }
        return places;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLatin(char c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
