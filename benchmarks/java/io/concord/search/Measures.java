package io.concord.search;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// How good a ranking is against what people have judged.
final class Measures {

    private Measures() {}

    /// Gain is the label, discounted by log2 of the place.
    static double ndcg(List<String> ranked, Map<String, Integer> labels, int depth) {
        double gained = 0;
        for (int i = 0; i < Math.min(depth, ranked.size()); i++) {
            gained += labels.getOrDefault(ranked.get(i), 0) / log2(i + 2);
        }
        List<Integer> best =
                labels.values().stream().sorted(Comparator.reverseOrder()).toList();
        double possible = 0;
        for (int i = 0; i < Math.min(depth, best.size()); i++) {
            possible += best.get(i) / log2(i + 2);
        }
        return possible == 0 ? 0 : gained / possible;
    }

    private static double log2(int n) {
        return Math.log(n) / Math.log(2);
    }

    static double averagePrecision(List<String> ranked, Map<String, Integer> labels, int relevant) {
        int seen = 0;
        double sum = 0;
        for (int i = 0; i < ranked.size(); i++) {
            if (labels.getOrDefault(ranked.get(i), 0) >= relevant) {
                sum += ++seen / (i + 1.0);
            }
        }
        long all = labels.values().stream().filter(label -> label >= relevant).count();
        return all == 0 ? 0 : sum / all;
    }

    static double precision(List<String> ranked, Map<String, Integer> labels, int relevant, int depth) {
        return ranked.stream()
                        .limit(depth)
                        .filter(id -> labels.getOrDefault(id, 0) >= relevant)
                        .count()
                / (double) depth;
    }

    static double recall(List<String> ranked, Map<String, Integer> labels, int depth) {
        return labels.isEmpty()
                ? 0
                : ranked.stream().limit(depth).filter(labels::containsKey).count() / (double) labels.size();
    }
}
