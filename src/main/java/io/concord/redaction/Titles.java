package io.concord.redaction;

/// Where titles end in one text: 原告, 经理, and those of officials.
final class Titles {

    private final Words.Cut words;
    private final int length;
    private final int[] ordinary;
    private final int[] staff;

    Titles(Lexicon lexicon, Text text, Words.Cut words) {
        this.words = words;
        this.length = text.length();
        this.ordinary = lexicon.scan("titles").ends(text.folded());
        this.staff = lexicon.scan("staffTitles").ends(text.folded());
    }

    boolean endAt(int end) {
        return isWhole(ordinary[end], end) || isStaffAt(end);
    }

    boolean isStaffAt(int end) {
        return staff[end] >= ordinary[end] && isWhole(staff[end], end);
    }

    /// Whether a title begins and ends with words: 保安 does not in 确保安全.
    private boolean isWhole(int title, int end) {
        return title > 0 && words.startOf(end - title) == end - title && (end == length || words.startOf(end) == end);
    }
}
