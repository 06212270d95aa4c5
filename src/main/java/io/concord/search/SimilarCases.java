package io.concord.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/// Cases like a text: all its bigrams, then what the first hits are about.
///
/// Causes and cited articles of the first hits, and those that the text itself names, lift what shares them: worth
/// more than any weighting of words (`benchmarks/relevance`), and they are the reasons that people are shown.
final class SimilarCases {

    /// How many are looked at again.
    private static final int DEEP = 200;

    /// Twice: what was lifted by the first look tells better what the text is about.
    private static final int ROUNDS = 2;

    private static final int MOST_REASONED = 20;
    private static final int LONGEST = 20_000;

    private final Lexicon lexicon;
    private final Ranking ranking;

    SimilarCases(Lexicon lexicon, Ranking ranking) {
        this.lexicon = lexicon;
        this.ranking = ranking;
    }

    private static final class Candidate {
        final ScoreDoc hit;
        final Set<String> causes;
        final Set<String> articles;
        double score;

        Candidate(ScoreDoc hit, Set<String> causes, Set<String> articles) {
            this.hit = hit;
            this.causes = causes;
            this.articles = articles;
            this.score = hit.score;
        }
    }

    List<SearchEngine.Hit> find(IndexSearcher searcher, SearchEngine.Similar request) throws IOException {
        String text = request.text().length() > LONGEST ? request.text().substring(0, LONGEST) : request.text();
        Query words = words(searcher.getIndexReader(), text);
        BooleanQuery.Builder query = new BooleanQuery.Builder()
                .add(words, Occur.MUST)
                .add(QuestionQueries.allowed(request.audience()), Occur.FILTER);
        if (request.except() != null) {
            query.add(new TermQuery(new Term("id", request.except())), Occur.MUST_NOT);
        }
        int depth = Math.max(DEEP, request.size());
        List<Candidate> candidates = new ArrayList<>();
        ScoreDoc[] found = searcher.search(query.build(), depth).scoreDocs;
        Map<Integer, Set<String>> causes = values(searcher, found, "f_" + Facets.CAUSE);
        Map<Integer, Set<String>> articles = values(searcher, found, "f_" + Facets.ARTICLE);
        for (ScoreDoc hit : found) {
            candidates.add(new Candidate(
                    hit, causes.getOrDefault(hit.doc, Set.of()), articles.getOrDefault(hit.doc, Set.of())));
        }
        if (candidates.isEmpty()) {
            return List.of();
        }
        double best = candidates.getFirst().hit.score;
        Set<String> named = request.cause() == null ? Set.copyOf(lexicon.causesIn(text)) : Set.of(request.cause());
        Set<String> cited = Set.copyOf(lexicon.citations().articles(text));
        IndexReader reader = searcher.getIndexReader();
        Set<Integer> naming = request.cause() == null ? Set.of() : naming(searcher, request.cause(), found);
        candidates.forEach(c -> c.score = c.hit.score / best);
        Map<String, Double> aboutArticles = Map.of();
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Double> aboutCauses = profile(candidates, true);
            aboutArticles = rare(reader, profile(candidates, false), cited);
            for (Candidate c : candidates) {
                c.score = c.hit.score / best
                        + ranking.causes() * overlap(c.causes, aboutCauses, 0)
                        + ranking.articles() * overlap(c.articles, aboutArticles, 0.5)
                        + (request.cause() == null
                                ? 0
                                : ranking.causeGiven()
                                        * ((c.causes.stream().anyMatch(cause -> isOf(cause, named)) ? 0.6 : 0)
                                                + (naming.contains(c.hit.doc) ? 0.4 : 0)));
            }
            candidates.sort(Comparator.comparingDouble((Candidate c) -> -c.score));
        }
        return hits(
                searcher,
                candidates.subList(0, Math.min(request.size(), candidates.size())),
                text,
                aboutArticles,
                named);
    }

    /// Which of these name a cause somewhere in their text.
    private Set<Integer> naming(IndexSearcher searcher, String cause, ScoreDoc[] found) throws IOException {
        Query phrase = new QuestionQueries(lexicon, ranking, searcher.getIndexReader(), ranking.needed())
                .of(new Clause.In("text", new Clause.Phrase(cause, 0)));
        Set<Integer> all = new java.util.HashSet<>();
        for (ScoreDoc hit : searcher.search(phrase, searcher.getIndexReader().maxDoc()).scoreDocs) {
            all.add(hit.doc);
        }
        all.retainAll(java.util.Arrays.stream(found).map(hit -> hit.doc).toList());
        return all;
    }

    private static boolean isOf(String cause, Set<String> named) {
        return named.stream().anyMatch(n -> n.equals(cause) || n.contains(cause) || cause.contains(n));
    }

    /// Every bigram once; of a very long text the rarest ones.
    private Query words(IndexReader reader, String text) throws IOException {
        List<String> terms = new ArrayList<>(new LinkedHashSet<>(Bigrams.of(text)));
        if (terms.size() > ranking.terms()) {
            Map<String, Integer> frequency = new HashMap<>();
            for (String term : terms) {
                int df = reader.docFreq(new Term("text", term));
                frequency.put(term, df == 0 ? Integer.MAX_VALUE : df);
            }
            terms.sort(Comparator.comparingInt((String term) -> frequency.getOrDefault(term, 0)));
            terms = terms.subList(0, ranking.terms());
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        for (String term : terms) {
            query.add(new TermQuery(new Term("text", term)), Occur.SHOULD);
        }
        return query.build();
    }

    /// What the first hits share, each weighing the more the better it is; the sum is 1.
    private Map<String, Double> profile(List<Candidate> candidates, boolean causes) {
        Map<String, Double> profile = new HashMap<>();
        double best = candidates.getFirst().score;
        for (Candidate c : candidates.subList(0, Math.min(ranking.feedback(), candidates.size()))) {
            Set<String> values = causes ? c.causes : c.articles;
            for (String value : values) {
                profile.merge(value, Math.pow(c.score / best, 4) / Math.sqrt(values.size()), Double::sum);
            }
        }
        return whole(profile);
    }

    private static Map<String, Double> whole(Map<String, Double> profile) {
        double total =
                profile.values().stream().mapToDouble(Double::doubleValue).sum();
        profile.replaceAll((value, weight) -> weight / total);
        return profile;
    }

    /// Articles that every judgment cites say nothing; those that the text itself cites count like a first hit's.
    private static Map<String, Double> rare(IndexReader reader, Map<String, Double> profile, Set<String> cited)
            throws IOException {
        cited.forEach(article -> profile.merge(article, 0.3, Double::sum));
        for (Map.Entry<String, Double> article : profile.entrySet()) {
            int df = reader.docFreq(new Term(Facets.ARTICLE, article.getKey()));
            article.setValue(article.getValue() * Math.log(Math.max(1.1, (double) reader.numDocs() / Math.max(1, df))));
        }
        return whole(profile);
    }

    /// @param length how much having many values is held against a case
    private static double overlap(Set<String> values, Map<String, Double> profile, double length) {
        double shared = 0;
        for (String value : values) {
            shared += profile.getOrDefault(value, 0.0);
        }
        return values.isEmpty() ? 0 : shared / Math.pow(values.size(), length);
    }

    private static Map<Integer, Set<String>> values(IndexSearcher searcher, ScoreDoc[] hits, String field)
            throws IOException {
        Map<Integer, Set<String>> values = new HashMap<>();
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        ScoreDoc[] inOrder = hits.clone();
        java.util.Arrays.sort(inOrder, Comparator.comparingInt((ScoreDoc hit) -> hit.doc));
        int leaf = -1;
        SortedSetDocValues column = null;
        for (ScoreDoc hit : inOrder) {
            int its = ReaderUtil.subIndex(hit.doc, leaves);
            if (its != leaf) {
                leaf = its;
                column = leaves.get(leaf).reader().getSortedSetDocValues(field);
            }
            if (column != null && column.advanceExact(hit.doc - leaves.get(leaf).docBase)) {
                Set<String> found = new LinkedHashSet<>();
                for (int i = 0; i < column.docValueCount(); i++) {
                    found.add(column.lookupOrd(column.nextOrd()).utf8ToString());
                }
                values.put(hit.doc, found);
            }
        }
        return values;
    }

    private List<SearchEngine.Hit> hits(
            IndexSearcher searcher,
            List<Candidate> chosen,
            String text,
            Map<String, Double> articles,
            Set<String> named)
            throws IOException {
        StoredFields stored = searcher.storedFields();
        List<SearchEngine.Hit> hits = new ArrayList<>();
        for (Candidate c : chosen) {
            boolean reasoned = hits.size() < MOST_REASONED;
            Document d =
                    stored.document(c.hit.doc, reasoned ? Set.of("id", "sourceId", "text") : Set.of("id", "sourceId"));
            List<String> reasons = new ArrayList<>();
            if (reasoned) {
                c.causes.stream()
                        .filter(cause -> named.isEmpty() || isOf(cause, named))
                        .limit(2)
                        .forEach(cause -> reasons.add("案由：" + cause));
                c.articles.stream()
                        .filter(articles::containsKey)
                        .sorted(Comparator.comparingDouble((String a) -> -articles.getOrDefault(a, 0.0)))
                        .limit(3)
                        .forEach(article -> reasons.add("引用：" + article.replace("#", "第") + "条"));
                shared(Fold.of(text), Fold.of(d.get("text"))).forEach(phrase -> reasons.add("相同表述：" + phrase));
            }
            hits.add(new SearchEngine.Hit(d.get("id"), d.get("sourceId"), c.score, List.of(), reasons));
        }
        return hits;
    }

    /// The longest runs of Han characters that both texts have.
    private static List<String> shared(String text, String other) {
        List<String> runs = new ArrayList<>();
        int at = 0;
        while (at + 5 <= text.length() && runs.size() < 40) {
            int end = at;
            while (end < text.length()
                    && BigramTokenizer.isHan(text.charAt(end))
                    && (end - at < 5 || other.contains(text.substring(at, end + 1)))) {
                end++;
            }
            if (end - at >= 5 && other.contains(text.substring(at, end))) {
                runs.add(text.substring(at, end));
                at = end;
            } else {
                at++;
            }
        }
        return runs.stream()
                .distinct()
                .sorted(Comparator.comparingInt((String run) -> -run.length()))
                .limit(2)
                .toList();
    }
}
