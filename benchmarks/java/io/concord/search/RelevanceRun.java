package io.concord.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/// Ranks the judged texts of `concord.shared` and writes `benchmarks/relevance/search.md`.
final class RelevanceRun {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SearchEngine.Audience ALL = new SearchEngine.Audience(null, LocalDate.of(2026, 1, 1));
    static final Lexicon LEXICON = new Lexicon(List.of(), List.of(), List.of("刑法"), Map.of());

    private RelevanceRun() {}

    record Query(String id, String text, List<String> charges, List<String> pool, Map<String, Integer> labels) {}

    static List<Query> queries(Path folder) throws IOException {
        JsonNode pools = JSON.readTree(folder.resolve("pools.json").toFile());
        Map<String, Map<String, Integer>> labels = new LinkedHashMap<>();
        for (String line : Files.readAllLines(folder.resolve("qrels.txt"))) {
            String[] words = line.strip().split("\\s+");
            labels.computeIfAbsent(words[0], q -> new LinkedHashMap<>()).put(words[2], Integer.parseInt(words[3]));
        }
        List<Query> queries = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("queries.jsonl"))) {
            JsonNode q = JSON.readTree(line);
            String id = q.path("id").asText();
            List<String> charges = new ArrayList<>();
            q.path("charges").forEach(c -> charges.add(c.asText()));
            List<String> pool = new ArrayList<>();
            pools.path(id).forEach(d -> pool.add(d.asText()));
            Map<String, Integer> its = labels.getOrDefault(id, Map.of());
            queries.add(new Query(id, q.path("text").asText(), charges, pool, its));
        }
        return queries;
    }

    static void index(Path folder, SearchEngine engine, boolean known) throws IOException {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("docs.jsonl.gz"))), StandardCharsets.UTF_8))) {
            List<CaseDocument> batch = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode d = JSON.readTree(line);
                batch.add(new CaseDocument(
                        d.path("id").asText(),
                        d.path("id").asText(),
                        List.of(),
                        "case",
                        d.path("title").asText(),
                        List.of(),
                        List.of(
                                new CaseDocument.Section("基本案情", d.path("facts").asText()),
                                new CaseDocument.Section("裁判理由", d.path("reasoning").asText()),
                                new CaseDocument.Section("裁判结果", d.path("ruling").asText())),
                        Map.of(),
                        null,
                        Map.of(),
                        true,
                        null));
                if (batch.size() == 500) {
                    engine.put(batch);
                    batch.clear();
                }
            }
            engine.put(batch);
            engine.commit(0);
        }
    }

    record Row(double p5, double map, double n10, double n20, double n30, double[] each) {}

    static Row measure(List<Query> queries, Function<Query, List<String>> ranking) {
        double[] each = new double[queries.size()];
        double p5 = 0;
        double map = 0;
        double n20 = 0;
        double n30 = 0;
        for (int i = 0; i < each.length; i++) {
            Query q = queries.get(i);
            Set<String> pool = new HashSet<>(q.pool);
            List<String> ranked = new ArrayList<>(
                    ranking.apply(q).stream().filter(pool::contains).toList());
            q.pool.stream().filter(d -> !ranked.contains(d)).forEach(ranked::add);
            each[i] = Measures.ndcg(ranked, q.labels, 10);
            p5 += Measures.precision(ranked, q.labels, 3, 5);
            map += Measures.averagePrecision(ranked, q.labels, 3);
            n20 += Measures.ndcg(ranked, q.labels, 20);
            n30 += Measures.ndcg(ranked, q.labels, 30);
        }
        double n = each.length;
        double n10 = java.util.Arrays.stream(each).sum() / n;
        return new Row(p5 / n, map / n, n10, n20 / n, n30 / n, each);
    }

    static List<String> similar(SearchEngine engine, String text, String cause) {
        return engine.similar(new SearchEngine.Similar(text, cause, 1000, null, ALL)).stream()
                .map(SearchEngine.Hit::id)
                .toList();
    }

    public static void main(String[] args) throws Exception {
        Path shared = Path.of(System.getProperty("concord.shared", "../shared")).resolve("data/lecard-dev");
        Path folder = Path.of("target/relevance");
        List<Query> queries = queries(shared);
        if (!Files.exists(folder)) {
            try (LuceneEngine engine = LuceneEngine.open(folder, LEXICON, Ranking.MEASURED)) {
                long start = System.nanoTime();
                index(shared, engine, false);
                System.out.printf("indexed %d in %.1f s%n", engine.size(), (System.nanoTime() - start) / 1e9);
            }
        }
        Ranking m = Ranking.MEASURED;
        Ranking plain = new Ranking(1.2f, 0.75f, 1, 1, 1, 1, 1, 0.7, 10, 0, 0, 0, 100_000);
        print("plain", folder, plain, queries, false);
        print("tuned words", folder, with(m, 0, 0, 0), queries, false);
        for (String arg : args) {
            String[] v = arg.split(",");
            Ranking r = new Ranking(
                    Float.parseFloat(v[0]), Float.parseFloat(v[1]), 3, 3, 0.7f, 2, 0.6f, 0.7,
                    Integer.parseInt(v[2]), Double.parseDouble(v[3]), Double.parseDouble(v[4]), Double.parseDouble(v[5]),
                    Integer.parseInt(v[6]));
            print(arg, folder, r, queries, false);
            print(arg + " known", folder, r, queries, true);
        }
    }

    static Ranking with(Ranking m, double causes, double articles, double given) {
        return new Ranking(m.k1(), m.b(), m.title(), m.keyword(), m.gist(), m.phrase(), m.synonym(), m.needed(),
                m.feedback(), causes, articles, given, m.terms());
    }

    private static void print(String name, Path folder, Ranking ranking, List<Query> queries, boolean known) {
        try (LuceneEngine engine = LuceneEngine.open(folder, LEXICON, ranking)) {
            long start = System.nanoTime();
            Row row = measure(queries, q -> similar(
                    engine, q.text, known && !q.charges.isEmpty() ? q.charges.getFirst() : null));
            System.out.printf(
                    "%-40s P@5 %.3f MAP %.3f NDCG@10 %.3f @20 %.3f @30 %.3f  %.0f ms/query%n",
                    name, row.p5, row.map, row.n10, row.n20, row.n30, (System.nanoTime() - start) / 1e6 / queries.size());
        }
    }
}
