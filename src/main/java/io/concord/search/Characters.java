package io.concord.search;

import java.util.BitSet;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// Each Han character of a text once: a word of one character is a rare question, and without this it would be one for
/// thousands of pairs.
final class Characters extends TokenStream {

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final BitSet seen = new BitSet(Character.MAX_VALUE);
    private int next;

    Characters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = Fold.of(text.charAt(i));
            if (BigramTokenizer.isHan(c)) {
                seen.set(c);
            }
        }
    }

    static List<String> of(String text) {
        return new Characters(text)
                .seen.stream().mapToObj(c -> String.valueOf((char) c)).toList();
    }

    @Override
    public boolean incrementToken() {
        clearAttributes();
        next = seen.nextSetBit(next);
        if (next < 0) {
            return false;
        }
        term.append((char) next++);
        return true;
    }
}
