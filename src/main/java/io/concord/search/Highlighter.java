package io.concord.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.uhighlight.LengthGoalBreakIterator;
import org.apache.lucene.search.uhighlight.Passage;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.jspecify.annotations.Nullable;

/// The best passages of texts, in whole sentences, with what matches between U+0001 and U+0002.
final class Highlighter extends UnifiedHighlighter {

    private static final int PASSAGES = 2;
    private static final int SENTENCES = 60;
    /// Later parts of a very long text are not looked at.
    private static final int LONGEST = 200_000;

    Highlighter(IndexSearcher searcher, Analyzer analyzer) {
        super(with(new Builder(searcher, analyzer)));
    }

    /// Of texts that are at hand.
    Highlighter(Analyzer analyzer) {
        super(with(builderWithoutSearcher(analyzer)));
    }

    private static Builder with(Builder builder) {
        return builder.withBreakIterator(() -> LengthGoalBreakIterator.createMinLength(
                        BreakIterator.getSentenceInstance(Locale.CHINESE), SENTENCES, 0.5f))
                .withWeightMatches(false)
                .withHighlightPhrasesStrictly(true)
                .withHandleMultiTermQuery(false)
                .withMaxLength(LONGEST)
                .withMaxNoHighlightPassages(1)
                .withFormatter(new Marks());
    }

    /// @param start where it stands in the text
    record Marked(int start, String text) {}

    /// @param documents in any order
    List<List<Marked>> passages(Query query, int[] documents) throws IOException {
        Object[] found = Objects.requireNonNull(
                highlightFieldsAsObjects(new String[] {"text"}, query, documents, new int[] {PASSAGES})
                        .get("text"));
        List<List<Marked>> all = new ArrayList<>();
        for (Object one : found) {
            all.add(marked(one));
        }
        return all;
    }

    List<Marked> passages(Query query, String text) {
        try {
            return marked(highlightWithoutSearcher("text", query, text, PASSAGES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Marked> marked(@Nullable Object passages) {
        List<Marked> marked = new ArrayList<>();
        if (passages instanceof List<?> list) {
            list.forEach(m -> marked.add((Marked) m));
        }
        return marked;
    }

    private static final class Marks extends PassageFormatter {

        @Override
        public Object format(Passage[] passages, String content) {
            List<Marked> marked = new ArrayList<>();
            for (Passage passage : passages) {
                marked.add(inOneParagraph(passage.getStartOffset(), mark(passage, content)));
            }
            return marked;
        }

        /// Without what stands in paragraphs where nothing matches, such as those of the next section.
        private static Marked inOneParagraph(int start, String text) {
            int first = text.indexOf('\u0001');
            int last = text.lastIndexOf('\u0002');
            if (first < 0) {
                return new Marked(start, text.strip());
            }
            int from = text.lastIndexOf('\n', first) + 1;
            int to = text.indexOf('\n', last);
            return new Marked(
                    start + from,
                    text.substring(from, to < 0 ? text.length() : to).strip());
        }

        /// Bigrams overlap; what touches is one mark.
        private static String mark(Passage passage, String content) {
            StringBuilder text = new StringBuilder();
            int at = passage.getStartOffset();
            int from = -1;
            int to = -1;
            for (int i = 0; i < passage.getNumMatches(); i++) {
                int start = Math.max(passage.getMatchStarts()[i], passage.getStartOffset());
                int end = Math.min(passage.getMatchEnds()[i], passage.getEndOffset());
                if (start <= to) {
                    to = Math.max(to, end);
                    continue;
                }
                if (from >= 0) {
                    text.append(content, at, from)
                            .append('\u0001')
                            .append(content, from, to)
                            .append('\u0002');
                    at = to;
                }
                from = start;
                to = end;
            }
            if (from >= 0) {
                text.append(content, at, from)
                        .append('\u0001')
                        .append(content, from, to)
                        .append('\u0002');
                at = to;
            }
            return text.append(content, at, passage.getEndOffset()).toString();
        }
    }
}
