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
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.StringDocValuesReaderState;
import org.apache.lucene.facet.StringValueFacetCounts;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.springframework.util.FileSystemUtils;

/// Our engine against Lucene alone for the same work, on cases put together from sentences of real judgments: prints
/// CPU a
/// document, and milliseconds of faceted, highlighted queries and of whole texts.
final class SearchBenchmark {

    private static final int CASES = Integer.getInteger("cases", 200_000);
    private static final int LENGTH = 1000;
    /// Only the last is printed: before it the compiler is at work beside the searches.
    private static final int ROUNDS = 4;
    private static final List<String> FACETS = List.of("field", "region", "year", "cause");
    private static final SearchEngine.Audience ALL = new SearchEngine.Audience(null, LocalDate.of(2026, 1, 1));

    private SearchBenchmark() {}

    private static List<String> sentences(Path data) throws IOException {
        List<String> all = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(data.resolve("lecard-dev/docs.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode d = new ObjectMapper().readTree(line);
                for (String sentence :
                        (d.path("facts").asText() + d.path("reasoning").asText()).split("(?<=[。；])")) {
                    if (sentence.length() > 12 && sentence.length() < 200) {
                        all.add(sentence);
                    }
                }
            }
        }
        return all;
    }

    private static CaseDocument one(int i, List<String> sentences, Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < LENGTH) {
            text.append(sentences.get(random.nextInt(sentences.size())));
        }
        String year = String.valueOf(2015 + random.nextInt(12));
        return new CaseDocument(
                "C" + i,
                "",
                List.of(),
                "case",
                text.substring(0, 20),
                List.of(text.substring(20, 24), text.substring(30, 34)),
                List.of(new CaseDocument.Section("基本案情", text.toString())),
                Map.of(
                        "field", List.of("V" + random.nextInt(14)),
                        "region", List.of("51" + (1000 + random.nextInt(200))),
                        "year", List.of(year),
                        "cause", List.of("案由" + random.nextInt(60)),
                        "article", List.of("法" + random.nextInt(30) + "#" + random.nextInt(90))),
                LocalDate.of(Integer.parseInt(year), 1 + random.nextInt(12), 1),
                Map.of(),
                true,
                null);
    }

    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean)
                                java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e3;
    }

    public static void main(String[] args) throws Exception {
        Path data = Path.of(System.getProperty("concord.shared", "../shared")).resolve("data");
        if (!Files.isDirectory(data)) {
            System.out.println("No texts in " + data + "; nothing was measured.");
            return;
        }
        List<String> sentences = sentences(data);
        Path folder = Files.createTempDirectory(Path.of("target"), "search-speed");
        Random random = new Random(7);
        List<CaseDocument> batch = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            batch.add(one(i, sentences, random));
        }
        // Warm both, then the real thing.
        ours(folder.resolve("warm-ours"), batch, 2, sentences).close();
        raw(folder.resolve("warm-raw"), batch, 2, sentences);
        double before = cpu();
        raw(folder.resolve("raw"), batch, CASES / 2000, sentences);
        double raw = (cpu() - before) / CASES;
        before = cpu();
        LuceneEngine engine = ours(folder.resolve("ours"), batch, CASES / 2000, sentences);
        double ours = (cpu() - before) / CASES;
        System.out.printf("index: Lucene alone %.0f µs CPU a case, ours %.0f: %.2f ×%n", raw, ours, ours / raw);
        List<String> questions = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String s = sentences.get(random.nextInt(sentences.size()));
            int at = random.nextInt(s.length() - 10);
            questions.add(s.substring(at, at + 4 + random.nextInt(5)).replaceAll("[^\\u4e00-\\u9fa5]", " "));
        }
        for (int i = 0; i < 60; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 3000) {
                text.append(sentences.get(random.nextInt(sentences.size())));
            }
            texts.add(text.toString());
        }
        try (var directory = FSDirectory.open(folder.resolve("raw"));
                DirectoryReader reader = DirectoryReader.open(directory);
                engine) {
            IndexSearcher searcher = new IndexSearcher(reader);
            Map<String, StringDocValuesReaderState> states = new java.util.LinkedHashMap<>();
            for (String facet : FACETS) {
                states.put(facet, new StringDocValuesReaderState(reader, "f_" + facet));
            }
            for (int round = 0; round < ROUNDS; round++) {
                double[] a = times(questions, q -> {
                    Query query = all(q);
                    var found = FacetsCollectorManager.search(searcher, query, 10, new FacetsCollectorManager());
                    for (var state : states.entrySet()) {
                        new StringValueFacetCounts(state.getValue(), found.facetsCollector())
                                .getTopChildren(50, "f_" + state.getKey());
                    }
                    new Highlighter(searcher, new Bigrams())
                            .passages(
                                    query,
                                    Arrays.stream(found.topDocs().scoreDocs)
                                            .mapToInt((ScoreDoc d) -> d.doc)
                                            .toArray());
                });
                double[] b = times(
                        questions,
                        q -> engine.find(new SearchEngine.Request(q, Map.of(), "relevance", 0, 10, true, ALL)));
                double[] c = times(texts, t -> {
                    BooleanQuery.Builder query = new BooleanQuery.Builder();
                    new LinkedHashSet<>(Bigrams.of(t))
                            .forEach(x -> query.add(new TermQuery(new Term("text", x)), Occur.SHOULD));
                    searcher.search(query.build(), 10);
                });
                double[] d = times(texts, t -> engine.similar(new SearchEngine.Similar(t, null, 10, null, ALL)));
                if (round == ROUNDS - 1) {
                    print("faceted, highlighted query", a, b);
                    print("similar to a text of 3000 characters", c, d);
                }
            }
        }
        System.gc();
        System.out.printf(
                "heap in use %d MiB, index on disk %d MiB (Lucene alone %d)%n",
                (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20,
                size(folder.resolve("ours")) >> 20,
                size(folder.resolve("raw")) >> 20);
        FileSystemUtils.deleteRecursively(folder);
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        }
    }

    private static Query all(String words) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        List<String> tokens = Bigrams.of(words);
        tokens.forEach(t -> query.add(new TermQuery(new Term("text", t)), Occur.SHOULD));
        query.setMinimumNumberShouldMatch((int) Math.ceil(0.7 * tokens.size()));
        return query.build();
    }

    private interface Work {
        void on(String text) throws IOException;
    }

    private static double[] times(List<String> all, Work work) throws IOException {
        double[] millis = new double[all.size()];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            work.on(all.get(i));
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    private static void print(String what, double[] raw, double[] ours) {
        int p99 = (int) Math.ceil(raw.length * 0.99) - 1;
        System.out.printf(
                "%s: Lucene alone p50 %.1f p99 %.1f ms, ours p50 %.1f p99 %.1f ms: %.2f × and %.2f ×%n",
                what,
                raw[raw.length / 2],
                raw[p99],
                ours[ours.length / 2],
                ours[p99],
                ours[ours.length / 2] / raw[raw.length / 2],
                ours[p99] / raw[p99]);
    }

    private static LuceneEngine ours(Path folder, List<CaseDocument> first, int rounds, List<String> sentences) {
        LuceneEngine engine = LuceneEngine.open(folder, RelevanceRun.BARE, Ranking.MEASURED, ALL::today);
        Random random = new Random(11);
        for (int round = 0; round < rounds; round++) {
            List<CaseDocument> cases = new ArrayList<>();
            for (int i = 0; i < first.size(); i++) {
                cases.add(one(round * first.size() + i, sentences, random));
            }
            engine.put(cases);
        }
        engine.commit(1);
        return engine;
    }

    private static void raw(Path folder, List<CaseDocument> first, int rounds, List<String> sentences)
            throws IOException {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
        type.setTokenized(true);
        type.setStored(true);
        IndexWriterConfig config = new IndexWriterConfig(new Bigrams());
        config.setRAMBufferSizeMB(64);
        Random random = new Random(11);
        try (var directory = FSDirectory.open(folder);
                IndexWriter writer = new IndexWriter(directory, config)) {
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < first.size(); i++) {
                    CaseDocument c = one(round * first.size() + i, sentences, random);
                    Document d = new Document();
                    d.add(new StringField("id", c.id(), Field.Store.YES));
                    d.add(new TextField("title", c.title(), Field.Store.YES));
                    d.add(new Field("text", c.text(), type));
                    for (String facet : FACETS) {
                        for (String value : c.tags().getOrDefault(facet, List.of())) {
                            d.add(new SortedSetDocValuesField("f_" + facet, new BytesRef(value)));
                        }
                    }
                    writer.updateDocument(new Term("id", c.id()), d);
                }
            }
            writer.commit();
        }
    }
}
