package io.concord.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Words looked for at every place of a text, faster than one pattern with a hundred alternatives.
final class WordList {

    private final Map<Character, List<String>> byFirst = new HashMap<>();

    /// @param words the longest first
    WordList(List<String> words) {
        words.forEach(word ->
                byFirst.computeIfAbsent(word.charAt(0), c -> new ArrayList<>()).add(word));
    }

    /// The longest word that begins here; empty where none does.
    String at(String text, int i) {
        if (i < text.length()) {
            for (String word : byFirst.getOrDefault(text.charAt(i), List.of())) {
                if (text.startsWith(word, i)) {
                    return word;
                }
            }
        }
        return "";
    }

    /// For each place in a text, the length of the longest word that ends there.
    int[] ends(String text) {
        int[] ends = new int[text.length() + 1];
        for (int i = 0; i < text.length(); i++) {
            for (String word : byFirst.getOrDefault(text.charAt(i), List.of())) {
                if (text.startsWith(word, i)) {
                    ends[i + word.length()] = Math.max(ends[i + word.length()], word.length());
                }
            }
        }
        return ends;
    }
}
