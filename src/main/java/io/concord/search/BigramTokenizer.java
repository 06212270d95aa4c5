package io.concord.search;

import java.io.IOException;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/// Pairs of neighbouring Han characters, and whole words of letters and digits, of folded text.
///
/// Bigrams found more than any word segmenter on Chinese law and are the fastest (`benchmarks/relevance`): a phrase of
/// bigrams is exactly a substring. A pair does not reach over punctuation; a character alone between marks is a token.
final class BigramTokenizer extends Tokenizer {

    private static final int LONGEST_WORD = 64;

    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final OffsetAttribute offset = addAttribute(OffsetAttribute.class);

    private final char[] buffer = new char[8192];
    private int length;
    private int at;
    /// How much of the text lies before the buffer.
    private int before;
    private boolean end;
    /// Whether the character at hand was the second of a pair.
    private boolean paired;

    static boolean isHan(char c) {
        return c >= '\u3400' && c <= '\u9fff'
                || c >= '\uf900' && c <= '\ufaff'
                || c == '\u3007'
                || c >= '\ud840' && c <= '\udfff';
    }

    static boolean isWord(char c) {
        return Character.isLetterOrDigit(c);
    }

    @Override
    public boolean incrementToken() throws IOException {
        clearAttributes();
        while (has(0)) {
            char c = Fold.of(buffer[at]);
            if (isHan(c)) {
                boolean second = has(1) && isHan(Fold.of(buffer[at + 1]));
                if (second || !paired) {
                    emit(second ? 2 : 1);
                    at++;
                    paired = second;
                    return true;
                }
                at++;
                paired = false;
            } else if (isWord(c)) {
                int n = 1;
                while (n < LONGEST_WORD
                        && has(n)
                        && isWord(Fold.of(buffer[at + n]))
                        && !isHan(Fold.of(buffer[at + n]))) {
                    n++;
                }
                emit(n);
                at += n;
                return true;
            } else {
                at++;
            }
        }
        return false;
    }

    private void emit(int n) {
        term.resizeBuffer(n);
        char[] out = term.buffer();
        for (int i = 0; i < n; i++) {
            out[i] = Fold.of(buffer[at + i]);
        }
        term.setLength(n);
        offset.setOffset(correctOffset(before + at), correctOffset(before + at + n));
    }

    /// Whether there is a character so far ahead; reads on where the buffer ends before.
    private boolean has(int ahead) throws IOException {
        if (at + ahead < length) {
            return true;
        }
        if (end) {
            return false;
        }
        System.arraycopy(buffer, at, buffer, 0, length - at);
        before += at;
        length -= at;
        at = 0;
        while (length < buffer.length) {
            int read = input.read(buffer, length, buffer.length - length);
            if (read < 0) {
                end = true;
                break;
            }
            length += read;
        }
        return at + ahead < length;
    }

    @Override
    public void reset() throws IOException {
        super.reset();
        length = 0;
        at = 0;
        before = 0;
        end = false;
        paired = false;
    }

    @Override
    public void end() throws IOException {
        super.end();
        int last = correctOffset(before + length);
        offset.setOffset(last, last);
    }
}
