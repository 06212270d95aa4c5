package io.concord.redaction;

import com.hankcs.hanlp.HanLP;
import com.hankcs.hanlp.dictionary.CoreDictionary;
import com.hankcs.hanlp.seg.Segment;
import com.hankcs.hanlp.seg.common.Term;
import java.text.Normalizer;
import java.util.List;

/// The door to HanLP: words, names and simplified characters. Dictionaries are loaded once, when first asked for.
final class Words {

    private Words() {}

    /// Loaded with the class. Both segments are safe to share.
    private static final class Names {
        static final Segment SEGMENT = HanLP.newSegment()
                .enableNameRecognize(true)
                .enableTranslatedNameRecognize(true)
                .enablePlaceRecognize(true)
                .enableOrganizationRecognize(true)
                .enableCustomDictionary(false)
                .enableOffset(true);
    }

    private static final class Plain {
        static final Segment SEGMENT = HanLP.newSegment()
                .enableNameRecognize(false)
                .enableTranslatedNameRecognize(false)
                .enableCustomDictionary(false)
                .enableOffset(true);
    }

    /// The simple form of every character that has one of the same length.
    private static final class Folds {
        static final char[] TABLE = new char[Character.MAX_VALUE + 1];

        static {
            for (int c = 0; c <= Character.MAX_VALUE; c++) {
                TABLE[c] = Character.isSurrogate((char) c) ? (char) c : fold((char) c);
            }
        }

        private static char fold(char c) {
            String plain = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFKC);
            char wide = plain.length() == 1 ? plain.charAt(0) : c;
            if (!Text.isHan(wide)) {
                return Character.isSpaceChar(wide) ? ' ' : wide;
            }
            String simplified = HanLP.convertToSimplifiedChinese(String.valueOf(wide));
            return simplified.length() == 1 ? simplified.charAt(0) : wide;
        }
    }

    /// A text cut into words.
    ///
    /// @param starts for each character where its word begins
    record Cut(List<Token> tokens, int[] starts, int[] index) {
        static Cut of(String folded, List<Token> tokens) {
            int[] starts = new int[folded.length()];
            int[] index = new int[folded.length()];
            for (int t = 0; t < tokens.size(); t++) {
                for (int i = tokens.get(t).start(); i < tokens.get(t).end(); i++) {
                    starts[i] = tokens.get(t).start();
                    index[i] = t;
                }
            }
            return new Cut(tokens, starts, index);
        }

        int startOf(int i) {
            return starts[i];
        }

        Token at(int i) {
            return tokens.get(index[i]);
        }

        /// Whether exactly this is one word, and no name.
        boolean plainWord(int start, int end) {
            return at(start).start() == start
                    && at(start).end() == end
                    && !at(start).isName();
        }
    }

    /// The words of a text, names of persons, places and organisations recognised.
    static List<Token> recognise(String folded) {
        return tokens(Names.SEGMENT, folded);
    }

    /// The words of the dictionary alone.
    static List<Token> plain(String folded) {
        return tokens(Plain.SEGMENT, folded);
    }

    private static List<Token> tokens(Segment segment, String text) {
        // HanLP takes characters as it finds them; what it would not give back in the same length is not asked.
        List<Term> terms = segment.seg(text);
        return terms.stream()
                .map(term -> new Token(term.word, term.nature.toString(), term.offset))
                .toList();
    }

    /// How often a word stands in the corpus of the dictionary; 0 where it holds none.
    static int frequency(String word) {
        CoreDictionary.Attribute attribute = CoreDictionary.get(word);
        return attribute == null ? 0 : attribute.totalFrequency;
    }

    /// Simplified, half-width, of the same length.
    static String fold(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            chars[i] = Folds.TABLE[chars[i]];
        }
        return new String(chars);
    }
}
