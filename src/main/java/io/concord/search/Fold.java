package io.concord.search;

import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;

/// Makes writings of the same character equal: full and half width, upper and lower case, traditional and simplified.
/// Character by character, so that places in the folded text are places in the original.
public final class Fold {

    private static final char[] TABLE = table();

    private Fold() {}

    static char of(char c) {
        return TABLE[c];
    }

    public static String of(String text) {
        char[] chars = text.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            chars[i] = TABLE[chars[i]];
        }
        return new String(chars);
    }

    private static char[] table() {
        char[] table = new char[Character.MAX_VALUE + 1];
        Normalizer2 width = Normalizer2.getNFKCCasefoldInstance();
        for (int c = 0; c < table.length; c++) {
            table[c] = one(width.normalize(String.valueOf((char) c)), (char) c);
        }
        // A single transliteration of all Han characters is much faster than one for each.
        Transliterator simplify = Transliterator.getInstance("Traditional-Simplified");
        StringBuilder han = new StringBuilder();
        for (char c = '\u3400'; c <= '\u9fff'; c++) {
            han.append(c).append('\n');
        }
        String simple = simplify.transliterate(han.toString());
        String[] lines = simple.split("\n", -1);
        for (char c = '\u3400'; c <= '\u9fff'; c++) {
            table[c] = one(lines[c - '\u3400'], c);
        }
        return table;
    }

    private static char one(String folded, char otherwise) {
        return folded.length() == 1 && !Character.isSurrogate(folded.charAt(0)) ? folded.charAt(0) : otherwise;
    }
}
