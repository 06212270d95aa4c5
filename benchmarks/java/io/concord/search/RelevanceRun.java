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
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Ranks the judged texts of `concord.shared` and writes `benchmarks/relevance/search.md`.
final class RelevanceRun {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SearchEngine.Audience ALL = new SearchEngine.Audience(null, LocalDate.of(2026, 1, 1));
    /// Without the field's own words, to see what they do.
    static final Lexicon BARE = new Lexicon(List.of(), List.of(), List.of("刑法"), Map.of());
    /// What judgments of LeCaRD cite.
    private static final List<String> CRIMINAL = List.of("刑法");

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
                                new CaseDocument.Section(
                                        "裁判理由", d.path("reasoning").asText()),
                                new CaseDocument.Section(
                                        "裁判结果", d.path("ruling").asText())),
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

    /// Lay questions → articles, over the newest version of each law.
    static double[] questions(Path data, java.util.function.BiFunction<String, Integer, List<String>> ranking)
            throws IOException {
        Citations laws;
        try (java.util.stream.Stream<Path> files = Files.list(data.resolve("laws"))) {
            laws = new Citations(
                    files.map(f -> f.getFileName().toString().replace(".md", ""))
                            .toList(),
                    Map.of());
        }
        double ndcg = 0;
        double recall = 0;
        int n = 0;
        for (String line : Files.readAllLines(data.resolve("questions-dev.jsonl"))) {
            JsonNode q = JSON.readTree(line);
            Map<String, Integer> labels = new LinkedHashMap<>();
            q.path("articles").forEach(a -> laws.articles(a.asText()).forEach(key -> labels.put(key, 1)));
            List<String> ranked = ranking.apply(q.path("question").asText(), 100);
            ndcg += Measures.ndcg(ranked, labels, 10);
            recall += Measures.recall(ranked, labels, 100);
            n++;
        }
        return new double[] {ndcg / n, recall / n};
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

    static List<String> similar(SearchEngine engine, String text, @Nullable String cause) {
        return engine.similar(new SearchEngine.Similar(text, cause, 1000, null, ALL)).stream()
                .map(SearchEngine.Hit::id)
                .toList();
    }

    /// `mvn -P benchmarks` or `make relevance`: prints the tables and writes them.
    public static void main(String[] args) throws Exception {
        Path data = Path.of(System.getProperty("concord.shared", "../shared")).resolve("data");
        if (!Files.isDirectory(data)) {
            System.out.println("No judged texts in " + data + "; nothing was measured.");
            return;
        }
        Path folder = Files.createTempDirectory(Path.of("target"), "relevance");
        List<Query> queries = queries(data.resolve("lecard-dev"));
        StringBuilder out = new StringBuilder(
                "# Relevance\n\nWritten by `make relevance`; weights are `Ranking.MEASURED` and"
                        + " `Ranking.ARTICLES`, tuned on these very queries, so read differences under 0.015 as noise.\n\n"
                        + "## Similar cases (`lecard-dev`, 63 queries, pools of 100)\n\n"
                        + "| run | P@5 | MAP | NDCG@10 | @20 | @30 | worst loss against plain |\n|---|---|---|---|---|---|---|\n");
        Row bare;
        try (LuceneEngine engine = LuceneEngine.open(folder.resolve("bare"), BARE, Ranking.MEASURED, ALL::today)) {
            index(data.resolve("lecard-dev"), engine, false);
            bare = measure(queries, q -> similar(engine, q.text, null));
        }
        try (LuceneEngine engine =
                LuceneEngine.open(folder.resolve("cases"), lexicon(CRIMINAL), Ranking.MEASURED, ALL::today)) {
            index(data.resolve("lecard-dev"), engine, false);
            Row plain = measure(queries, q -> plain(folder.resolve("cases"), q.text));
            row(out, "plain bigram BM25", plain, plain);
            row(out, "text alone, without the program's lexicon", bare, plain);
            row(out, "text alone", measure(queries, q -> similar(engine, q.text, null)), plain);
            List<Query> known =
                    queries.stream().filter(q -> !q.charges.isEmpty()).toList();
            row(
                    out,
                    "cause known (" + known.size() + " queries)",
                    measure(known, q -> similar(engine, q.text, q.charges.getFirst())),
                    measure(known, q -> plain(folder.resolve("cases"), q.text)));
            double[] phrases = phrases(data.resolve("lecard-dev"), engine);
            out.append(String.format(
                    java.util.Locale.ROOT,
                    "%n## Exact phrases%n%n100 substrings of 4 to 12 characters: recall %.3f, precision %.3f%n",
                    phrases[0],
                    phrases[1]));
        }
        laymen(out, data, folder.resolve("articles"));
        Files.writeString(Path.of("benchmarks/relevance/search.md"), out);
        System.out.print(out);
        if (List.of(args).contains("solr")) {
            bothEngines(data, folder);
        }
    }

    private interface Engines {
        SearchEngine open(String name, Lexicon lexicon, Ranking ranking);
    }

    /// The same run on a SolrCloud of two shards, beside Lucene's figures.
    private static void bothEngines(Path data, Path folder) throws IOException {
        Path home = Files.createTempDirectory(Path.of("target"), "solr");
        try (SolrServer server = SolrServer.start(home);
                Solr solr = new Solr(List.of(server.url()), "relevance", 2, 1, null)) {
            Map<String, Double> lucene = figures(
                    data,
                    (name, lexicon, ranking) ->
                            LuceneEngine.open(folder.resolve("beside-" + name), lexicon, ranking, ALL::today));
            Map<String, Double> other = figures(
                    data, (name, lexicon, ranking) -> SolrEngine.open(solr, name, lexicon, ranking, ALL::today));
            StringBuilder out = new StringBuilder(
                    "# Relevance on both engines\n\nWritten by `make relevance-solr`: Solr "
                            + "9.10.1, two shards on one node.\n\n| figure | Lucene | Solr | difference |\n|---|---|---|---|\n");
            double most = 0;
            for (Map.Entry<String, Double> figure : lucene.entrySet()) {
                double there = java.util.Objects.requireNonNull(other.get(figure.getKey()));
                double difference = there - figure.getValue();
                most = Math.max(most, Math.abs(difference));
                out.append(String.format(
                        java.util.Locale.ROOT,
                        "| %s | %.4f | %.4f | %.4f |%n",
                        figure.getKey(),
                        figure.getValue(),
                        there,
                        difference));
            }
            Files.writeString(Path.of("benchmarks/relevance/search-solr.md"), out);
            System.out.print(out);
            if (most > 0.01) {
                throw new IllegalStateException("the engines differ by " + most);
            }
        }
    }

    private static Map<String, Double> figures(Path data, Engines engines) throws IOException {
        List<Query> queries = queries(data.resolve("lecard-dev"));
        Map<String, Double> figures = new LinkedHashMap<>();
        try (SearchEngine engine = engines.open("cases", lexicon(CRIMINAL), Ranking.MEASURED)) {
            index(data.resolve("lecard-dev"), engine, false);
            figures(figures, "text alone", measure(queries, q -> similar(engine, q.text, null)));
            List<Query> known =
                    queries.stream().filter(q -> !q.charges.isEmpty()).toList();
            figures(figures, "cause known", measure(known, q -> similar(engine, q.text, q.charges.getFirst())));
            double[] phrases = phrases(data.resolve("lecard-dev"), engine);
            figures.put("phrases, recall", phrases[0]);
            figures.put("phrases, precision", phrases[1]);
        }
        try (SearchEngine engine = engines.open("articles", lexicon(lawNames(data)), Ranking.ARTICLES)) {
            engine.put(articles(data).values());
            engine.commit(1);
            double[] found = questions(data, (q, n) -> asked(engine, q, n));
            figures.put("lay questions, NDCG@10", found[0]);
            figures.put("lay questions, R@100", found[1]);
        }
        return figures;
    }

    private static void figures(Map<String, Double> figures, String name, Row row) {
        figures.put(name + ", P@5", row.p5);
        figures.put(name + ", MAP", row.map);
        figures.put(name + ", NDCG@10", row.n10);
        figures.put(name + ", NDCG@20", row.n20);
        figures.put(name + ", NDCG@30", row.n30);
    }

    private static List<String> asked(SearchEngine engine, String question, int n) {
        return engine.find(new SearchEngine.Request(question, Map.of(), "relevance", 0, n, false, ALL)).hits().stream()
                .map(SearchEngine.Hit::id)
                .toList();
    }

    private static void row(StringBuilder out, String name, Row row, Row plain) {
        double worst = 0;
        int harmed = 0;
        for (int i = 0; i < row.each.length; i++) {
            worst = Math.min(worst, row.each[i] - plain.each[i]);
            harmed += row.each[i] - plain.each[i] < -0.2 ? 1 : 0;
        }
        out.append(String.format(
                java.util.Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %.3f | %.3f | %.2f (%d over 0.20) |%n",
                name,
                row.p5,
                row.map,
                row.n10,
                row.n20,
                row.n30,
                worst,
                harmed));
    }

    /// Every word of the query as often as it stands there, Lucene's defaults.
    private static List<String> plain(Path folder, String text) {
        try (var directory = org.apache.lucene.store.FSDirectory.open(folder);
                var reader = org.apache.lucene.index.DirectoryReader.open(directory)) {
            var searcher = new org.apache.lucene.search.IndexSearcher(reader);
            Map<String, Integer> counts = new LinkedHashMap<>();
            Bigrams.of(text).forEach(t -> counts.merge(t, 1, Integer::sum));
            var query = new org.apache.lucene.search.BooleanQuery.Builder();
            counts.forEach((t, n) -> query.add(
                    new org.apache.lucene.search.BoostQuery(
                            new org.apache.lucene.search.TermQuery(new org.apache.lucene.index.Term("text", t)), n),
                    org.apache.lucene.search.BooleanClause.Occur.SHOULD));
            List<String> ids = new ArrayList<>();
            for (var hit : searcher.search(query.build(), 6000).scoreDocs) {
                ids.add(searcher.storedFields().document(hit.doc, Set.of("id")).get("id"));
            }
            return ids;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// Recall and precision.
    private static double[] phrases(Path folder, SearchEngine engine) throws IOException {
        List<String> texts = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve("docs.jsonl.gz"))), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode d = JSON.readTree(line);
                ids.add(d.path("id").asText());
                texts.add(Fold.of(d.path("facts").asText().strip() + "\n"
                        + d.path("reasoning").asText().strip() + "\n"
                        + d.path("ruling").asText().strip() + "\n"
                        + d.path("title").asText()));
            }
        }
        Random random = new Random(20260701);
        int found = 0;
        int wanted = 0;
        int wrong = 0;
        for (int i = 0; i < 100; ) {
            String text = texts.get(random.nextInt(texts.size()));
            int length = 4 + random.nextInt(9);
            int at = random.nextInt(Math.max(1, text.length() - length));
            String phrase = text.substring(at, Math.min(text.length(), at + length));
            if (!phrase.chars().allMatch(c -> BigramTokenizer.isHan((char) c))) {
                continue;
            }
            i++;
            Set<String> hits = new HashSet<>();
            engine.find(new SearchEngine.Request("\"" + phrase + "\"", Map.of(), "relevance", 0, 10_000, false, ALL))
                    .hits()
                    .forEach(hit -> hits.add(hit.id()));
            for (int d = 0; d < texts.size(); d++) {
                boolean there = texts.get(d).contains(phrase);
                wanted += there ? 1 : 0;
                found += there && hits.contains(ids.get(d)) ? 1 : 0;
                wrong += !there && hits.contains(ids.get(d)) ? 1 : 0;
            }
        }
        return new double[] {found / (double) wanted, found / (double) (found + wrong)};
    }

    /// The lexicon that the program uses.
    ///
    /// @param laws that were imported
    private static Lexicon lexicon(List<String> laws) throws IOException {
        io.concord.schema.Catalogue catalogue =
                new io.concord.schema.Catalogue(io.concord.platform.ProductFiles.read(Path.of(""), "schemas"));
        return io.concord.casebook.Library.lexiconOf(catalogue, laws, ALL.today());
    }

    private static List<String> lawNames(Path data) throws IOException {
        return articles(data).keySet().stream()
                .map(key -> key.split("#")[0])
                .distinct()
                .toList();
    }

    /// The newest version of each law.
    private static Map<String, CaseDocument> articles(Path data) throws IOException {
        Map<String, LocalDate> newest = new LinkedHashMap<>();
        Map<String, CaseDocument> articles = new LinkedHashMap<>();
        try (java.util.stream.Stream<Path> files = Files.list(data.resolve("laws"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".md", "");
                for (var a : io.concord.casebook.LawBook.parse(name, Files.readString(file))) {
                    LocalDate latest = newest.merge(a.law(), a.version(), (x, y) -> x.isAfter(y) ? x : y);
                    if (latest.equals(a.version())) {
                        articles.put(a.key(), io.concord.casebook.LawBook.document(a));
                    }
                }
            }
        }
        return articles;
    }

    private static void laymen(StringBuilder out, Path data, Path folder) throws IOException {
        Map<String, CaseDocument> articles = articles(data);
        out.append("\n## Lay questions → articles (`questions-dev.jsonl`, ")
                .append(articles.size())
                .append(" articles)\n\n| run | NDCG@10 | R@100 |\n|---|---|---|\n");
        double[] bare = laymen(data, folder.resolve("bare"), BARE, articles);
        double[] ours = laymen(data, folder.resolve("ours"), lexicon(lawNames(data)), articles);
        double[] plain = questions(
                data,
                (q, n) -> plain(folder.resolve("ours"), q).stream().limit(n).toList());
        found(out, "plain bigram BM25", plain);
        found(out, "ours, without the program's lexicon", bare);
        found(out, "ours, without a model", ours);
    }

    private static double[] laymen(Path data, Path folder, Lexicon lexicon, Map<String, CaseDocument> articles)
            throws IOException {
        try (LuceneEngine engine = LuceneEngine.open(folder, lexicon, Ranking.ARTICLES, ALL::today)) {
            engine.put(articles.values());
            engine.commit(1);
            return questions(data, (q, n) -> asked(engine, q, n));
        }
    }

    private static void found(StringBuilder out, String run, double[] figures) {
        out.append(String.format(java.util.Locale.ROOT, "| %s | %.3f | %.3f |%n", run, figures[0], figures[1]));
    }
}
