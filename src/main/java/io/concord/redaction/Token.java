package io.concord.redaction;

/// A word of a text.
///
/// @param nature part of speech as HanLP writes it, for example `nr` for a person
record Token(String text, String nature, int start) {
    int end() {
        return start + text.length();
    }

    boolean isName() {
        return nature.startsWith("nr");
    }

    /// Whether a new phrase may begin behind it: verbs, prepositions, conjunctions, particles.
    boolean isFunction() {
        return nature.startsWith("v") && !nature.equals("vn") || "pcud".indexOf(nature.charAt(0)) >= 0;
    }

    /// Whether this is a word of the dictionary, longer than a character, and no name.
    boolean isWord() {
        return text.length() > 1
                && !isName()
                && !nature.startsWith("ns")
                && !nature.startsWith("nt")
                && Text.isHan(text.charAt(0));
    }
}
