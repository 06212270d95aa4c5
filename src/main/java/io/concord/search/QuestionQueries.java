package io.concord.search;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

    private static final int MOST_VARIANTS = 6;
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
                    alternatives.add(new BoostQuery(bigrams(folded.replace(word, other), field), ranking.synonym()));
                }
            }
        });
        if (field.isEmpty()) {
            // An official number is found whatever else it looks like.
            alternatives.add(new BoostQuery(new ConstantScoreQuery(new TermQuery(new Term("alias", folded))), 50));
            for (Citations.Citation c : lexicon.citations().find(text)) {
                boolean whole = c.start() == 0 && c.end() >= text.length();
                if (whole) {
                    String dimension = c.article().isEmpty() ? "law" : "article";
                    alternatives.add(
                            new BoostQuery(new ConstantScoreQuery(new TermQuery(new Term(dimension, c.key()))), 8));
                }
            }
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : new DisjunctionMaxQuery(alternatives, 0.1f);
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
        return phrase(parts, inside ? 12 : 0, field);
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
        return query.build();
    }

    /// Values are few, so a star in front costs nothing.
    private static Query contains(String field, String value) {
        String literal = value.replace("\\", "").replaceAll("[*?]+", "*");
        return new WildcardQuery(new Term(field, "*" + literal + "*"));
    }

    private static Query range(Clause.Range range) {
        try {
            long low = bound(range.field(), range.low(), false);
            long high = bound(range.field(), range.high(), true);
            // Years are tags too, and a field has one form.
            return LongPoint.newRangeQuery(range.field().equals("year") ? "n_year" : range.field(), low, high);
        } catch (NumberFormatException | DateTimeParseException | ArithmeticException e) {
            return new MatchNoDocsQuery(range.field() + " " + range.low() + ".." + range.high() + " is no range");
        }
    }

    /// Amounts are asked in yuan, also in 万, and kept in fen.
    private static long bound(String field, String text, boolean upper) {
        String t = Fold.of(text)
                .replace(",", "")
                .replace("年", field.equals("date") ? "-" : "")
                .replace("月", "-")
                .replace("日", "");
        if (t.isEmpty()) {
            return upper ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
        return switch (field) {
            case "amount" -> {
                String plain = t.replaceFirst("元$", "");
                boolean tenThousand = plain.endsWith("万");
                yield new java.math.BigDecimal(plain.replace("万", ""))
                        .movePointRight(tenThousand ? 6 : 2)
                        .longValueExact();
            }
            case "date" -> {
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
