package io.concord.search;

import java.util.Arrays;
import java.util.Locale;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PointRangeQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;

/// A query of ours as the XML that Solr's `xmlparser` makes the same query of.
///
/// What people type is in text nodes alone, escaped; where a node is parsed once more, it is a phrase of our tokens,
/// which have letters and digits only, or a pattern whose every mark is escaped.
final class SolrQueries {

    private final StringBuilder xml = new StringBuilder();

    private SolrQueries() {}

    /// @throws IllegalArgumentException for a kind of query that has no translation yet
    static String xml(Query query) {
        SolrQueries made = new SolrQueries();
        made.add(query, 1);
        return made.xml.toString();
    }

    /// A token as the index has it: half a surrogate pair is no character.
    static String token(String token) {
        StringBuilder whole = new StringBuilder();
        token.codePoints()
                .forEach(c -> whole.appendCodePoint(
                        c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xfffd : c));
        return whole.toString();
    }

    private void add(Query query, float boost) {
        switch (query) {
            case BoostQuery boosted -> add(boosted.getQuery(), boost * boosted.getBoost());
            case TermQuery term -> term(term.getTerm(), boost);
            case BooleanQuery all -> bool(all, boost);
            case DisjunctionMaxQuery best -> {
                xml.append("<DisjunctionMaxQuery tieBreaker=\"")
                        .append(best.getTieBreakerMultiplier())
                        .append('"');
                boost(boost);
                best.getDisjuncts().forEach(one -> add(one, 1));
                xml.append("</DisjunctionMaxQuery>");
            }
            case ConstantScoreQuery constant -> {
                xml.append("<ConstantScoreQuery");
                boost(boost);
                add(constant.getQuery(), 1);
                xml.append("</ConstantScoreQuery>");
            }
            case MultiPhraseQuery phrase -> phrase(phrase, boost);
            case WildcardQuery pattern ->
                user(pattern.getField(), "/" + regex(pattern.getTerm().text()) + "/", boost);
            case PointRangeQuery range -> {
                if (range.getNumDims() != 1 || range.getBytesPerDim() != Long.BYTES || boost != 1) {
                    throw new IllegalArgumentException("no range of numbers without a boost: " + range);
                }
                xml.append(String.format(
                        Locale.ROOT,
                        "<PointRangeQuery type=\"long\" fieldName=\"%s\" lowerTerm=\"%d\" upperTerm=\"%d\"/>",
                        escaped(range.getField()),
                        LongPoint.decodeDimension(range.getLowerPoint(), 0),
                        LongPoint.decodeDimension(range.getUpperPoint(), 0)));
            }
            case MatchAllDocsQuery all when boost == 1 -> xml.append("<MatchAllDocsQuery/>");
            case MatchNoDocsQuery none -> nothing();
            default -> throw new IllegalArgumentException("has no translation: " + query.getClass() + " " + query);
        }
    }

    private void boost(float boost) {
        if (boost != 1) {
            xml.append(" boost=\"").append(boost).append('"');
        }
        xml.append('>');
    }

    private void nothing() {
        xml.append("<BooleanQuery/>");
    }

    private void term(Term term, float boost) {
        String text = token(term.text());
        if (text.trim().isEmpty()) {
            nothing();
        } else if (!text.trim().equals(text)) {
            // The text of a node is trimmed.
            user(term.field(), '"' + text.replaceAll("([\"\\\\])", "\\\\$1") + '"', boost);
        } else {
            xml.append("<TermQuery fieldName=\"").append(escaped(term.field())).append('"');
            boost(boost);
            xml.append(escaped(text)).append("</TermQuery>");
        }
    }

    private void bool(BooleanQuery all, float boost) {
        xml.append("<BooleanQuery");
        if (all.getMinimumNumberShouldMatch() > 0) {
            xml.append(" minimumNumberShouldMatch=\"")
                    .append(all.getMinimumNumberShouldMatch())
                    .append('"');
        }
        boost(boost);
        for (BooleanClause clause : all.clauses()) {
            String occurs = switch (clause.occur()) {
                case MUST -> "must";
                case FILTER -> "filter";
                case SHOULD -> "should";
                case MUST_NOT -> "mustNot";
            };
            xml.append("<Clause occurs=\"").append(occurs).append("\">");
            add(clause.query(), 1);
            xml.append("</Clause>");
        }
        xml.append("</BooleanQuery>");
    }

    private void phrase(MultiPhraseQuery phrase, float boost) {
        Term[][] places = phrase.getTermArrays();
        int[] positions = phrase.getPositions();
        if (places.length == 1) {
            BooleanQuery.Builder any = new BooleanQuery.Builder();
            Arrays.stream(places[0]).forEach(term -> any.add(new TermQuery(term), Occur.SHOULD));
            add(any.build(), boost);
            return;
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < places.length; i++) {
            if (positions[i] != i) {
                throw new IllegalArgumentException("no phrase with gaps: " + phrase);
            }
            for (int n = 0; n < places[i].length; n++) {
                String token = token(places[i][n].text());
                if (!token.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == 0xfffd || isHan(c))) {
                    throw new IllegalArgumentException("not a token of ours: " + token);
                }
                text.append(n > 0 ? "|" : i > 0 ? " " : "").append(token);
            }
        }
        text.append('"');
        if (phrase.getSlop() > 0) {
            text.append('~').append(phrase.getSlop());
        }
        user(places[0][0].field(), text.toString(), boost);
    }

    private static boolean isHan(int c) {
        return c > Character.MAX_VALUE || BigramTokenizer.isHan((char) c);
    }

    private void user(String field, String text, float boost) {
        xml.append("<UserQuery fieldName=\"").append(escaped(field)).append('"');
        boost(boost);
        xml.append(escaped(text)).append("</UserQuery>");
    }

    /// `*` and `?`, all else as it stands.
    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        token(pattern).codePoints().forEach(c -> {
            if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else if (Character.isLetterOrDigit(c) || c > 0x7f) {
                regex.appendCodePoint(c);
            } else {
                regex.append('\\').appendCodePoint(c);
            }
        });
        return regex.toString();
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\r', '\n', '\t' -> escaped.append("&#").append(c).append(';');
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xfffd);
            }
        });
        return escaped.toString();
    }

    private static boolean isXml(int c) {
        return c >= 0x20 && c <= 0xd7ff || c >= 0xe000 && c <= 0xfffd || c >= 0x10000;
    }
}
