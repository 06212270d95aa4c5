package io.concord.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

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
        final Neighbours.Near near;
        double score;

        Candidate(Neighbours.Near near, double score) {
            this.near = near;
            this.score = score;
        }
    }

    List<SearchEngine.Hit> find(Neighbours index, SearchEngine.Similar request) throws IOException {
        String text = request.text().length() > LONGEST ? request.text().substring(0, LONGEST) : request.text();
        List<Neighbours.Near> found = index.sharing(words(index, text), request, Math.max(DEEP, request.size()));
        if (found.isEmpty()) {
            return List.of();
        }
        double best = found.getFirst().score();
        List<Candidate> candidates = new ArrayList<>();
        found.forEach(near -> candidates.add(new Candidate(near, near.score() / best)));
        Set<String> named = request.cause() == null ? Set.copyOf(lexicon.causesIn(text)) : Set.of(request.cause());
        Set<String> cited = Set.copyOf(lexicon.citations().articles(text));
        Set<Integer> naming = request.cause() == null ? Set.of() : index.naming(request.cause(), found);
        Map<String, Double> aboutArticles = Map.of();
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, Double> aboutCauses = profile(candidates, Neighbours.Near::causes);
            aboutArticles = rare(index, profile(candidates, Neighbours.Near::articles), cited);
            for (Candidate c : candidates) {
                c.score = c.near.score() / best
                        + ranking.causes() * overlap(c.near.causes(), aboutCauses, 0)
                        + ranking.articles() * overlap(c.near.articles(), aboutArticles, 0.5)
                        + (request.cause() == null
                                ? 0
                                : ranking.causeGiven()
                                        * ((c.near.causes().stream().anyMatch(cause -> isOf(cause, named)) ? 0.6 : 0)
                                                + (naming.contains(c.near.at()) ? 0.4 : 0)));
            }
            candidates.sort(Comparator.comparingDouble((Candidate c) -> -c.score));
        }
        return hits(
                index,
                candidates.subList(0, Math.min(request.size(), candidates.size())),
                text,
                aboutArticles,
                named,
                cited);
    }

    private static boolean isOf(String cause, Set<String> named) {
        return named.stream().anyMatch(n -> n.equals(cause) || n.contains(cause) || cause.contains(n));
    }

    /// Every bigram once; of a very long text the rarest ones.
    private List<String> words(Neighbours index, String text) throws IOException {
        List<String> words = new ArrayList<>(new LinkedHashSet<>(Bigrams.of(text)));
        if (words.size() <= ranking.terms()) {
            return words;
        }
        Map<String, Integer> frequencies = index.frequencies("text", words);
        // What is in no case finds none.
        words.sort(Comparator.comparingInt((String word) -> {
            int n = frequencies.getOrDefault(word, 0);
            return n == 0 ? Integer.MAX_VALUE : n;
        }));
        return words.subList(0, ranking.terms());
    }

    /// What the first hits share, each weighing the more the better it is; the sum is 1.
    private Map<String, Double> profile(List<Candidate> candidates, Function<Neighbours.Near, Set<String>> of) {
        Map<String, Double> profile = new HashMap<>();
        double best = candidates.getFirst().score;
        for (Candidate c : candidates.subList(0, Math.min(ranking.feedback(), candidates.size()))) {
            Set<String> values = of.apply(c.near);
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
    private static Map<String, Double> rare(Neighbours index, Map<String, Double> profile, Set<String> cited)
            throws IOException {
        cited.forEach(article -> profile.merge(article, 0.3, Double::sum));
        Map<String, Integer> frequencies = index.frequencies(Facets.ARTICLE, profile.keySet());
        double all = index.size();
        profile.replaceAll((article, weight) ->
                weight * Math.log(Math.max(1.1, all / Math.max(1, frequencies.getOrDefault(article, 0)))));
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

    private static List<SearchEngine.Hit> hits(
            Neighbours index,
            List<Candidate> chosen,
            String text,
            Map<String, Double> articles,
            Set<String> named,
            Set<String> cited)
            throws IOException {
        List<Neighbours.Told> told = index.told(chosen.stream().map(c -> c.near).toList(), MOST_REASONED);
        List<SearchEngine.Hit> hits = new ArrayList<>();
        for (int i = 0; i < told.size(); i++) {
            Candidate c = chosen.get(i);
            Neighbours.Told one = told.get(i);
            List<String> reasons = new ArrayList<>();
            if (i < MOST_REASONED) {
                c.near.causes().stream()
                        .filter(cause -> isOf(cause, named))
                        .limit(2)
                        .forEach(cause -> reasons.add("案由：" + cause));
                List<String> lifting = c.near.articles().stream()
                        .filter(articles::containsKey)
                        .sorted(Comparator.comparingDouble((String a) -> -articles.getOrDefault(a, 0.0)))
                        .toList();
                lifting.stream()
                        .filter(cited::contains)
                        .limit(3)
                        .forEach(article -> reasons.add("引用：" + Citations.spoken(article)));
                // What the text does not cite itself, but most of what is like it.
                lifting.stream()
                        .filter(article -> !cited.contains(article))
                        .limit(2)
                        .forEach(article -> reasons.add("相近案例多引：" + Citations.spoken(article)));
                shared(Fold.of(text), Fold.of(one.text())).forEach(phrase -> reasons.add("相同表述：" + phrase));
            }
            hits.add(new SearchEngine.Hit(one.id(), one.sourceId(), c.score, List.of(), reasons));
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
