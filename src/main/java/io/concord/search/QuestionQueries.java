package io.concord.search;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;

/// A parsed question → a query of the index.
final class QuestionQueries {

    /// Fields of bigrams that stand for the whole.
    static final List<String> WHOLE = List.of("text", "title", "keyword", "gist");

    /// Stands before the names of laws, and may not.
    private static final String COUNTRY = "中华人民共和国";

    private static final int MOST_VARIANTS = 6;
    /// Most characters that a star between Han characters stands for.
    private static final int GAP = 12;
    private static final int MOST_TOKENS = 400;

    private final Lexicon lexicon;
    private final Ranking ranking;
    private final Vocabulary vocabulary;
    /// Share of a word's bigrams that must be there.
    private final double needed;

    QuestionQueries(Lexicon lexicon, Ranking ranking, Vocabulary vocabulary, double needed) {
        this.lexicon = lexicon;
        this.ranking = ranking;
        this.vocabulary = vocabulary;
        this.needed = needed;
    }

    Query of(Clause clause) {
        return switch (clause) {
            case Clause.Words words -> words(words.text(), "");
            case Clause.Phrase phrase -> phrase(phrase.text(), phrase.slop(), "");
            case Clause.Pattern pattern -> pattern(pattern.text(), "");
            case Clause.In in -> in(in.field(), in.clause());
            case Clause.Range range -> range(range);
            case Clause.Not not -> all(List.of(not));
            case Clause.All all -> all(all.clauses());
            case Clause.Any any -> {
                BooleanQuery.Builder query = new BooleanQuery.Builder();
                any.clauses().forEach(c -> query.add(of(c), Occur.SHOULD));
                yield query.build();
            }
        };
    }

    private Query all(List<Clause> clauses) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        boolean wanted = false;
        for (Clause clause : clauses) {
            if (clause instanceof Clause.Not not) {
                query.add(of(not.clause()), Occur.MUST_NOT);
            } else {
                query.add(of(clause), Occur.MUST);
                wanted = true;
            }
        }
        if (!wanted) {
            query.add(new MatchAllDocsQuery(), Occur.MUST);
        }
        return query.build();
    }

    private float weight(String field) {
        return switch (field) {
            case "title" -> ranking.title();
            case "keyword" -> ranking.keyword();
            case "gist" -> ranking.gist();
            default -> 1;
        };
    }

    private static List<String> fields(String field) {
        return field.isEmpty() ? WHOLE : List.of(field);
    }

    /// Free text, what means the same, and the articles that it names.
    private Query words(String text, String field) {
        String folded = Fold.of(text);
        List<Query> alternatives = new ArrayList<>();
        alternatives.add(bigrams(text, field));
        lexicon.synonymsIn(folded).forEach((word, others) -> {
            for (String other : others) {
                if (alternatives.size() <= MOST_VARIANTS) {
                    String variant = folded.replace(word, other);
                    alternatives.add(new BoostQuery(bigrams(variant, field), synonym(folded, variant)));
                }
            }
        });
        if (field.isEmpty()) {
            // An official number is found whatever else it looks like.
            alternatives.add(new BoostQuery(new ConstantScoreQuery(new TermQuery(new Term("alias", folded))), 50));
            List<Citations.Citation> cited = lexicon.citations().find(text);
            for (Citations.Citation c : cited) {
                boolean whole = c.end() >= text.length()
                        && COUNTRY.contains(folded.substring(0, Math.min(c.start(), folded.length())));
                if (whole && !c.article().isEmpty() && needed > Question.RELAXED) {
                    return citing(c);
                }
                if (whole) {
                    String dimension = c.article().isEmpty() ? "law" : "article";
                    alternatives.add(
                            new BoostQuery(new ConstantScoreQuery(new TermQuery(new Term(dimension, c.key()))), 8));
                }
            }
            about(folded, cited).ifPresent(alternatives::add);
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : new DisjunctionMaxQuery(alternatives, 0.1f);
    }

    /// An article in any way of writing it: what cites it, ranked by one way of writing, so that all answer the same.
    private Query citing(Citations.Citation c) {
        return new BooleanQuery.Builder()
                .add(new BoostQuery(new ConstantScoreQuery(new TermQuery(new Term("article", c.key()))), 8), Occur.MUST)
                .add(bigrams(c.law() + "第" + c.article() + "条", ""), Occur.SHOULD)
                .build();
    }

    /// What cites an article that a longer text names, and has the other words.
    private Optional<Query> about(String folded, List<Citations.Citation> cited) {
        StringBuilder rest = new StringBuilder();
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        int at = 0;
        boolean any = false;
        for (Citations.Citation c : cited) {
            if (!c.article().isEmpty() && c.start() >= at && c.end() <= folded.length()) {
                rest.append(folded, at, c.start()).append(' ');
                at = c.end();
                any = true;
                query.add(
                        new BoostQuery(new ConstantScoreQuery(new TermQuery(new Term("article", c.key()))), 8),
                        Occur.MUST);
            }
        }
        String others = rest.append(folded, at, folded.length())
                .toString()
                .replace(COUNTRY, " ")
                .strip();
        if (!any || Bigrams.of(others).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(query.add(bigrams(others, ""), Occur.MUST).build());
    }

    private Query bigrams(String text, String field) {
        List<String> tokens = Bigrams.of(text);
        if (tokens.isEmpty()) {
            return new MatchNoDocsQuery("nothing but marks");
        }
        Set<String> distinct = new LinkedHashSet<>(tokens.subList(0, Math.min(tokens.size(), MOST_TOKENS)));
        if (distinct.size() == 1 && isAlone(tokens.getFirst())) {
            return character(tokens.getFirst(), field);
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String token : distinct) {
            query.add(token(token, field), Occur.SHOULD);
        }
        query.setMinimumNumberShouldMatch(atLeast(distinct.size()));
        boolean loose = isAlone(tokens.getFirst()) || isAlone(tokens.getLast());
        if (distinct.size() < 2 || tokens.size() > 12 || loose) {
            // A single character at an end stands for thousands of pairs: too much for what is only an advantage.
            return query.build();
        }
        BooleanQuery.Builder together = new BooleanQuery.Builder().add(query.build(), Occur.MUST);
        for (String f : fields(field)) {
            if (!f.equals("gist")) {
                together.add(new BoostQuery(phraseIn(f, text, 0), ranking.phrase() * weight(f)), Occur.SHOULD);
            }
        }
        return together.build();
    }

    /// A longer word has more pairs to score with, which says nothing of its meaning.
    private float synonym(String asked, String variant) {
        return ranking.synonym() * Math.min(1, (float) asked.length() / variant.length());
    }

    private static boolean isAlone(String token) {
        return token.length() == 1 && BigramTokenizer.isHan(token.charAt(0));
    }

    /// Two of two; more may lack some, a whole sentence most.
    private int atLeast(int tokens) {
        double share = tokens > 14 ? Math.min(needed, 0.3) : needed;
        return tokens <= 2 ? (needed < 0.5 ? 1 : tokens) : (int) Math.ceil(share * tokens);
    }

    private Query token(String token, String field) {
        List<String> fields = fields(field);
        if (fields.size() == 1) {
            return new TermQuery(new Term(fields.getFirst(), token));
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String f : fields) {
            Query term = new TermQuery(new Term(f, token));
            query.add(weight(f) == 1 ? term : new BoostQuery(term, weight(f)), Occur.SHOULD);
        }
        return query.build();
    }

    /// One character: a hit in a title or keyword counts for more than one in a text.
    private Query character(String character, String field) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        if (field.isEmpty() || field.equals("title") || field.equals("keyword")) {
            Query named = new ConstantScoreQuery(new TermQuery(new Term("uni", character)));
            query.add(new BoostQuery(named, ranking.title()), Occur.SHOULD);
        }
        if (field.isEmpty() || field.equals("text") || field.equals("gist")) {
            query.add(new ConstantScoreQuery(new TermQuery(new Term("han", character))), Occur.SHOULD);
        }
        return query.build();
    }

    private Query phrase(String text, int slop, String field) {
        List<Query> alternatives = new ArrayList<>();
        for (String f : fields(field)) {
            if (!(f.equals("gist") && field.isEmpty())) {
                alternatives.add(new BoostQuery(phraseIn(f, text, slop), weight(f)));
            }
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : new DisjunctionMaxQuery(alternatives, 0.1f);
    }

    /// Exactly the text as it stands, since neighbouring bigrams are neighbouring characters; a single character at
    /// either end may be part of a longer run.
    private Query phraseIn(String field, String text, int slop) {
        List<String> tokens = Bigrams.of(text);
        if (tokens.isEmpty()) {
            return new MatchNoDocsQuery("nothing but marks");
        }
        MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder().setSlop(slop);
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            boolean alone = isAlone(token);
            boolean first = i == 0;
            boolean last = i == tokens.size() - 1;
            if (alone && (first || last)) {
                Term[] terms = vocabulary.containing(field, token, last, first).stream()
                        .map(word -> new Term(field, word))
                        .toArray(Term[]::new);
                if (terms.length == 0) {
                    return new MatchNoDocsQuery("no such character");
                }
                phrase.add(terms);
            } else {
                phrase.add(new Term(field, token));
            }
        }
        return phrase.build();
    }

    private Query pattern(String text, String field) {
        String folded = Fold.of(text);
        boolean han = folded.chars().anyMatch(c -> BigramTokenizer.isHan((char) c));
        if (!han) {
            BooleanQuery.Builder query = new BooleanQuery.Builder();
            for (String f : fields(field)) {
                query.add(new WildcardQuery(new Term(f, folded)), Occur.SHOULD);
            }
            return query.build();
        }
        // Between Han characters a star is a short gap.
        String parts = folded.replaceAll("[*?]+", " ").strip();
        boolean inside = parts.indexOf(' ') >= 0;
        return inside ? apart(parts, field) : phrase(parts, 0, field);
    }

    /// Parts in their order with a short gap between; a single character is any pair with it, whichever side.
    private Query apart(String parts, String field) {
        List<Query> alternatives = new ArrayList<>();
        for (String f : fields(field)) {
            if (f.equals("gist") && field.isEmpty()) {
                continue;
            }
            MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder().setSlop(GAP);
            boolean possible = true;
            for (String token : Bigrams.of(parts)) {
                Term[] terms = isAlone(token)
                        ? vocabulary.containing(f, token, true, true).stream()
                                .map(word -> new Term(f, word))
                                .toArray(Term[]::new)
                        : new Term[] {new Term(f, token)};
                possible &= terms.length > 0;
                if (possible) {
                    phrase.add(terms);
                }
            }
            if (possible) {
                alternatives.add(new BoostQuery(phrase.build(), weight(f)));
            }
        }
        return alternatives.isEmpty()
                ? new MatchNoDocsQuery("no such character")
                : new DisjunctionMaxQuery(alternatives, 0.1f);
    }

    private Query in(String field, Clause clause) {
        if (field.equals("title") || field.equals("keyword") || field.equals("gist") || field.equals("text")) {
            return switch (clause) {
                case Clause.Words words -> words(words.text(), field);
                case Clause.Phrase phrase -> phrase(phrase.text(), phrase.slop(), field);
                case Clause.Pattern pattern -> pattern(pattern.text(), field);
                default -> of(clause);
            };
        }
        String value = switch (clause) {
            case Clause.Words words -> words.text();
            case Clause.Phrase phrase -> phrase.text();
            case Clause.Pattern pattern -> pattern.text();
            default -> "";
        };
        return new ConstantScoreQuery(valued(field, value));
    }

    private Query valued(String field, String value) {
        if (field.equals("id")) {
            return new TermQuery(new Term("alias", Fold.of(value)));
        }
        if (field.equals("article")) {
            Matcher loose = java.util.regex.Pattern.compile("(.*?)第?([0-9〇零一二三四五六七八九十百千]+)条?")
                    .matcher(Fold.of(value));
            String written = loose.matches() ? loose.group(1) + "第" + loose.group(2) + "条" : value;
            List<String> keys = lexicon.citations().articles(written);
            return keys.isEmpty() ? contains(field, value) : new TermQuery(new Term(field, keys.getFirst()));
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        query.add(new TermQuery(new Term(field, value)), Occur.SHOULD);
        query.add(contains(field, value), Occur.SHOULD);
        if (field.equals("region")) {
            query.add(contains("place", value), Occur.SHOULD);
        }
        for (String pattern : lexicon.valuesCalled(field, value)) {
            query.add(new WildcardQuery(new Term(field, pattern)), Occur.SHOULD);
        }
        return query.build();
    }

    /// Values are few, so a star in front costs nothing.
    private static Query contains(String field, String value) {
        String literal = value.replace("\\", "").replaceAll("[*?]+", "*");
        return new WildcardQuery(new Term(field, "*" + literal + "*"));
    }

    private static Query range(Clause.Range range) {
        try {
            long[] bounds = bounds(range);
            // Years are tags too, and a field has one form.
            return LongPoint.newRangeQuery(
                    range.field().equals("year") ? "n_year" : range.field(), bounds[0], bounds[1]);
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return new MatchNoDocsQuery(range.field() + " " + range.low() + ".." + range.high() + " is no range");
        }
    }

    /// Both ends, included.
    private static long[] bounds(Clause.Range range) {
        // More than a year is from its end on.
        long low = range.low().isEmpty() ? Long.MIN_VALUE : bound(range.field(), range.low(), range.above());
        long high = range.high().isEmpty() ? Long.MAX_VALUE : bound(range.field(), range.high(), !range.below());
        return new long[] {
            range.above() && low != Long.MIN_VALUE ? low + 1 : low,
            range.below() && high != Long.MAX_VALUE ? high - 1 : high
        };
    }

    /// Whether it can be read, and has anything between its ends.
    static boolean isRange(Clause.Range range) {
        try {
            long[] bounds = bounds(range);
            return bounds[0] <= bounds[1] && !(range.low() + range.high()).isEmpty();
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return false;
        }
    }

    static boolean isDay(String field) {
        return field.equals("date") || field.equals("decided");
    }

    /// Amounts are asked in yuan, also in 万, and kept in fen.
    private static long bound(String field, String text, boolean upper) {
        String t = Fold.of(text)
                .replace(",", "")
                .replace("年", isDay(field) ? "-" : "")
                .replace("月", "-")
                .replace("日", "");
        return switch (field) {
            case "amount" -> {
                String plain = t.replaceFirst("元$", "");
                boolean tenThousand = plain.endsWith("万");
                yield new java.math.BigDecimal(plain.replace("万", ""))
                        .movePointRight(tenThousand ? 6 : 2)
                        .longValueExact();
            }
            case "date", "decided" -> {
                String d = t.replaceAll("-+$", "");
                if (d.length() == 4) {
                    yield LocalDate.of(Integer.parseInt(d), upper ? 12 : 1, upper ? 31 : 1)
                            .toEpochDay();
                }
                if (d.length() <= 7) {
                    YearMonth month =
                            YearMonth.of(Integer.parseInt(d.substring(0, 4)), Integer.parseInt(d.substring(5)));
                    yield (upper ? month.atEndOfMonth() : month.atDay(1)).toEpochDay();
                }
                yield LocalDate.parse(d).toEpochDay();
            }
            default -> Long.parseLong(t);
        };
    }

    /// What the audience may find, and the chosen values; costs nothing to scores.
    static List<Query> filters(Map<String, List<String>> chosen, SearchEngine.Audience audience, String but) {
        List<Query> filters = new ArrayList<>();
        filters.add(allowed(audience));
        chosen.forEach((dimension, values) -> {
            if (!dimension.equals(but) && !values.isEmpty() && Facets.ALL.contains(dimension)) {
                filters.add(chosen(dimension, values));
            }
        });
        return filters;
    }

    /// Any of the values.
    static Query chosen(String dimension, List<String> values) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        values.stream().limit(100).forEach(v -> any.add(new TermQuery(new Term(dimension, v)), Occur.SHOULD));
        return any.build();
    }

    static Query allowed(SearchEngine.Audience audience) {
        BooleanQuery.Builder open = new BooleanQuery.Builder();
        open.add(new TermQuery(new Term("open", "1")), Occur.SHOULD);
        if (audience.agency() != null) {
            open.add(new TermQuery(new Term("reader", audience.agency())), Occur.SHOULD);
            open.add(new TermQuery(new Term("reader", Indexed.scope(audience.scope()))), Occur.SHOULD);
        }
        return new BooleanQuery.Builder()
                .add(open.build(), Occur.FILTER)
                .add(
                        LongPoint.newRangeQuery(
                                "embargo", Long.MIN_VALUE, audience.today().toEpochDay()),
                        Occur.FILTER)
                .build();
    }
}
