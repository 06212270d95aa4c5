package io.concord.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.StringDocValuesReaderState;
import org.apache.lucene.facet.StringValueFacetCounts;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A Lucene index in a folder of this node.
public final class LuceneEngine implements SearchEngine {

    /// Changes with every change of what is indexed or how; an index of another format is made anew.
    public static final int FORMAT = 4;

    private static final FieldType TEXT = new FieldType();
    private static final FieldType CHARACTERS = new FieldType();
    private static final int TOP_VALUES = 50;
    /// Cases searched as one part, beside the others.
    private static final int PART = 25_000;

    static {
        TEXT.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
        TEXT.setTokenized(true);
        TEXT.setStored(true);
        TEXT.freeze();
        CHARACTERS.setIndexOptions(IndexOptions.DOCS);
        CHARACTERS.setTokenized(true);
        CHARACTERS.setOmitNorms(true);
        CHARACTERS.freeze();
        IndexSearcher.setMaxClauseCount(100_000);
    }

    private final Lexicon lexicon;
    private final Ranking ranking;
    private final Bigrams analyzer = new Bigrams();
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    /// Parts of the index are searched beside each other: the worst questions are those that nearly every case answers.
    private final ExecutorService parts = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("search-", 0).daemon().factory());
    private final SimilarCases similar;
    private final Supplier<LocalDate> today;
    /// Behind the index by as long as they take to make, some seconds for hundreds of thousands of cases.
    private final Latest<Suggestions> suggestions = new Latest<>("suggestions", this::suggestions);

    /// As of which embargoes were judged in them.
    private volatile LocalDate suggestedOn = LocalDate.MIN;

    private LuceneEngine(Path folder, Lexicon lexicon, Ranking ranking, Supplier<LocalDate> today) throws IOException {
        this.today = today;
        this.lexicon = lexicon;
        this.ranking = ranking;
        this.directory = FSDirectory.open(folder);
        IndexWriterConfig config = new IndexWriterConfig(analyzer);
        config.setSimilarity(similarity());
        config.setRAMBufferSizeMB(64);
        if (DirectoryReader.indexExists(directory) && !format(directory).equals(String.valueOf(FORMAT))) {
            config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
        }
        this.writer = new IndexWriter(directory, config);
        this.searchers = new SearcherManager(writer, new org.apache.lucene.search.SearcherFactory() {
            @Override
            public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
                try {
                    Faceted searcher = new Faceted(reader, parts);
                    searcher.setSimilarity(similarity());
                    return searcher;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
        this.similar = new SimilarCases(lexicon, ranking);
    }

    /// What counting facets needs of a state of the index, made before anybody asks it.
    private static final class Faceted extends IndexSearcher {

        private final Map<String, StringDocValuesReaderState> states = new LinkedHashMap<>();

        Faceted(IndexReader reader, ExecutorService parts) throws IOException {
            super(reader, parts);
            for (String dimension : Facets.ALL) {
                if (MultiDocValues.getSortedSetValues(reader, "f_" + dimension) != null) {
                    states.put(dimension, new StringDocValuesReaderState(reader, "f_" + dimension));
                }
            }
        }

        @Override
        protected LeafSlice[] slices(List<LeafReaderContext> leaves) {
            return slices(leaves, PART, 5, true);
        }
    }

    /// @throws UncheckedIOException when the folder cannot be written, or another process writes it
    /// @param today on which embargoes are judged for suggestions
    public static LuceneEngine open(Path folder, Lexicon lexicon, Ranking ranking, Supplier<LocalDate> today) {
        try {
            return new LuceneEngine(folder, lexicon, ranking, today);
        } catch (IOException e) {
            throw new UncheckedIOException("the search index " + folder + " cannot be opened", e);
        }
    }

    private Similarity similarity() {
        return new BM25Similarity(ranking.k1(), ranking.b());
    }

    private static String format(Directory directory) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            return String.valueOf(reader.getIndexCommit().getUserData().get("format"));
        } catch (IllegalArgumentException | org.apache.lucene.index.IndexFormatTooOldException e) {
            return "older";
        }
    }

    @Override
    public void put(Collection<CaseDocument> cases) {
        try {
            for (CaseDocument one : cases) {
                writer.updateDocument(new Term("id", one.id()), document(one));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(Collection<String> ids) {
        try {
            writer.deleteDocuments(ids.stream().map(id -> new Term("id", id)).toArray(Term[]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void clear() {
        try {
            writer.deleteAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void commit(long place) {
        try {
            writer.setLiveCommitData(Map.of("place", String.valueOf(place), "format", String.valueOf(FORMAT))
                    .entrySet());
            writer.commit();
            searchers.maybeRefreshBlocking();
            suggestions.refresh();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long place() {
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        if (data != null) {
            for (Map.Entry<String, String> entry : data) {
                if (entry.getKey().equals("place")) {
                    return Long.parseLong(entry.getValue());
                }
            }
        }
        return -1;
    }

    @Override
    public long size() {
        return with(searcher -> (long) searcher.getIndexReader().numDocs());
    }

    private Document document(CaseDocument c) {
        Indexed indexed = Indexed.of(c, lexicon);
        Document d = new Document();
        d.add(new StringField("id", c.id(), Field.Store.YES));
        d.add(new StringField("sourceId", c.sourceId(), Field.Store.YES));
        indexed.aliases().forEach(alias -> d.add(new StringField("alias", alias, Field.Store.NO)));
        d.add(new TextField("title", c.title(), Field.Store.YES));
        c.keywords().forEach(k -> d.add(new TextField("keyword", k, Field.Store.YES)));
        String gist = c.gist();
        if (!gist.isEmpty()) {
            d.add(new TextField("gist", gist, Field.Store.NO));
        }
        d.add(new Field("text", indexed.text(), TEXT));
        d.add(new StoredField("sections", indexed.sections()));
        d.add(new Field("uni", new Characters(c.title() + String.join("", c.keywords())), CHARACTERS));
        d.add(new Field("han", new Characters(indexed.text()), CHARACTERS));
        indexed.tags()
                .forEach((dimension, values) -> values.forEach(value -> {
                    d.add(new StringField(dimension, value, Field.Store.YES));
                    d.add(new SortedSetDocValuesField("f_" + dimension, new BytesRef(value)));
                }));
        indexed.years().forEach(year -> d.add(new LongPoint("n_year", year)));
        indexed.numbers().forEach((name, value) -> d.add(new LongField(name, value, Field.Store.NO)));
        d.add(new StringField("open", c.open() ? "1" : "0", Field.Store.NO));
        indexed.readers().forEach(a -> d.add(new StringField("reader", a, Field.Store.NO)));
        d.add(new LongPoint("embargo", indexed.embargo()));
        return d;
    }

    @Override
    public Found find(Request request) {
        Question.Parsed parsed = Question.parse(request.text());
        return with(searcher -> {
            Found found = find(searcher, request, parsed, ranking.needed());
            if (found.total() > 0 || parsed.clause() == null) {
                return found;
            }
            String meant = suggested().meant(request.text());
            Found relaxed = find(searcher, request, parsed.relaxed(), Question.RELAXED);
            if (relaxed.total() == 0 && parsed.isWords()) {
                relaxed = find(searcher, request, parsed.relaxed(), Question.ANY);
            }
            List<String> notices = new ArrayList<>(relaxed.notices());
            if (relaxed.total() > 0) {
                notices.add("relaxed");
            }
            return new Found(relaxed.total(), relaxed.hits(), relaxed.facets(), notices, meant);
        });
    }

    private Query query(IndexSearcher searcher, Question.Parsed parsed, double needed) {
        Clause clause = parsed.clause();
        return clause == null
                ? new MatchAllDocsQuery()
                : new QuestionQueries(lexicon, ranking, new LuceneVocabulary(searcher.getIndexReader()), needed)
                        .of(clause);
    }

    private static Query filtered(Query query, List<Query> filters) {
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(query, Occur.MUST);
        filters.forEach(filter -> all.add(filter, Occur.FILTER));
        return all.build();
    }

    private Found find(Faceted searcher, Request request, Question.Parsed parsed, double needed) throws IOException {
        Query asked = query(searcher, parsed, needed);
        Query narrowed = filtered(asked, QuestionQueries.filters(request.chosen(), request.audience(), ""));
        FacetsCollectorManager all = new FacetsCollectorManager();
        int depth = Math.max(1, request.offset() + request.size());
        boolean byScore = request.order().equals("relevance") && parsed.clause() != null;
        FacetsCollectorManager.FacetsResult result = byScore
                ? FacetsCollectorManager.search(searcher, narrowed, depth, all)
                : FacetsCollectorManager.search(searcher, narrowed, depth, sort(request.order()), all);
        TopDocs top = result.topDocs();
        List<ScoreDoc> page =
                List.of(top.scoreDocs).subList(Math.min(request.offset(), top.scoreDocs.length), top.scoreDocs.length);
        List<Hit> hits = hits(searcher, page, request.highlighted() && parsed.clause() != null ? asked : null);
        return new Found(
                top.totalHits.value(),
                hits,
                facets(searcher, request, asked, result.facetsCollector()),
                parsed.notices(),
                null);
    }

    private static Sort sort(String order) {
        SortField newest = new SortedNumericSortField("date", SortField.Type.LONG, true);
        newest.setMissingValue(Long.MIN_VALUE);
        SortField cited = new SortedNumericSortField("cited", SortField.Type.LONG, true);
        cited.setMissingValue(0L);
        return order.equals("cited") ? new Sort(cited, newest) : new Sort(newest, SortField.FIELD_DOC);
    }

    private static Map<String, Map<String, Long>> facets(
            Faceted searcher, Request request, Query asked, FacetsCollector narrowed) throws IOException {
        List<String> dimensions = List.copyOf(searcher.states.keySet());
        List<Callable<Map<String, Long>>> counting = new ArrayList<>();
        for (Map.Entry<String, StringDocValuesReaderState> state : searcher.states.entrySet()) {
            String dimension = state.getKey();
            FacetsCollector counted = narrowed;
            if (!request.chosen().getOrDefault(dimension, List.of()).isEmpty()) {
                // As if nothing of this facet were chosen, so that other values can be.
                Query without =
                        filtered(asked, QuestionQueries.filters(request.chosen(), request.audience(), dimension));
                counted = searcher.search(without, new FacetsCollectorManager());
            }
            FacetsCollector each = counted;
            counting.add(() -> counts(state.getValue(), each, dimension, TOP_VALUES));
        }
        List<Map<String, Long>> values = searcher.getTaskExecutor().invokeAll(counting);
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        for (int i = 0; i < dimensions.size(); i++) {
            if (!values.get(i).isEmpty()) {
                facets.put(dimensions.get(i), values.get(i));
            }
        }
        return facets;
    }

    private List<Hit> hits(IndexSearcher searcher, List<ScoreDoc> page, @Nullable Query highlighted)
            throws IOException {
        if (page.isEmpty()) {
            return List.of();
        }
        List<List<Passage>> passages = highlighted == null ? List.of() : highlight(searcher, page, highlighted);
        StoredFields stored = searcher.storedFields();
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < page.size(); i++) {
            Document d = stored.document(page.get(i).doc, Set.of("id", "sourceId"));
            double score = Float.isNaN(page.get(i).score) ? 0 : page.get(i).score;
            hits.add(new Hit(
                    d.get("id"),
                    d.get("sourceId"),
                    score,
                    passages.isEmpty() ? List.of() : passages.get(i),
                    List.of()));
        }
        return hits;
    }

    /// The best passages of each, whole sentences, with the section in which they stand.
    private List<List<Passage>> highlight(IndexSearcher searcher, List<ScoreDoc> page, Query query) throws IOException {
        int[] documents = page.stream().mapToInt(hit -> hit.doc).toArray();
        List<List<Highlighter.Marked>> marked = new Highlighter(searcher, analyzer).passages(query, documents);
        StoredFields stored = searcher.storedFields();
        List<List<Passage>> all = new ArrayList<>();
        for (int i = 0; i < documents.length; i++) {
            String sections = stored.document(documents[i], Set.of("sections")).get("sections");
            all.add(marked.get(i).stream()
                    .map(one -> new Passage(Indexed.section(sections, one.start()), one.text()))
                    .toList());
        }
        return all;
    }

    @Override
    public List<Hit> similar(Similar request) {
        return with(searcher -> similar.find(new LuceneNeighbours(searcher, lexicon, ranking), request));
    }

    @Override
    public Optional<String> explain(Request request, String id) {
        Question.Parsed parsed = Question.parse(request.text());
        return with(searcher -> {
            Query byId =
                    filtered(new TermQuery(new Term("id", id)), List.of(QuestionQueries.allowed(request.audience())));
            TopDocs found = searcher.search(byId, 1);
            return found.scoreDocs.length == 0
                    ? Optional.empty()
                    : Optional.of(SearchEngine.withoutCounts(
                            searcher.explain(query(searcher, parsed, ranking.needed()), found.scoreDocs[0].doc)
                                    .toString()));
        });
    }

    @Override
    public List<Suggestion> suggest(String prefix, int size, Audience audience) {
        return suggested().starting(prefix, size);
    }

    private Suggestions suggested() {
        if (!suggestedOn.equals(today.get())) {
            suggestions.refresh();
        }
        return suggestions.get();
    }

    private Suggestions suggestions() {
        LocalDate day = today.get();
        Suggestions made = with(searcher -> suggestions(searcher, new Audience(null, day)));
        suggestedOn = day;
        return made;
    }

    private static Suggestions suggestions(Faceted searcher, Audience audience) throws IOException {
        Query allowed = QuestionQueries.allowed(audience);
        FacetsCollector open = searcher.search(allowed, new FacetsCollectorManager());
        Map<String, Map<String, Long>> values = new LinkedHashMap<>();
        for (String dimension : List.of(Facets.CAUSE, Facets.ARTICLE)) {
            StringDocValuesReaderState state = searcher.states.get(dimension);
            if (state != null) {
                values.put(dimension, counts(state, open, dimension, Suggestions.MOST_VALUES));
            }
        }
        List<Suggestions.Titled> titled = new ArrayList<>();
        StoredFields stored = searcher.storedFields();
        for (ScoreDoc hit : searcher.search(allowed, Suggestions.MOST_TITLES).scoreDocs) {
            Document d = stored.document(hit.doc, Set.of("title", "keyword"));
            titled.add(new Suggestions.Titled(d.get("title"), List.of(d.getValues("keyword"))));
        }
        return Suggestions.of(values, titled);
    }

    private static Map<String, Long> counts(
            StringDocValuesReaderState state, FacetsCollector counted, String dimension, int most) throws IOException {
        Map<String, Long> values = new LinkedHashMap<>();
        FacetResult top = new StringValueFacetCounts(state, counted).getTopChildren(most, "f_" + dimension);
        if (top != null) {
            for (LabelAndValue value : top.labelValues) {
                values.put(value.label, value.value.longValue());
            }
        }
        return values;
    }

    private interface Use<T> {
        T of(Faceted searcher) throws IOException;
    }

    private <T> T with(Use<T> use) {
        try {
            Faceted searcher = (Faceted) searchers.acquire();
            try {
                return use.of(searcher);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the search index cannot be read", e);
        }
    }

    @Override
    public void close() {
        try {
            searchers.close();
            writer.rollback();
            directory.close();
            parts.shutdown();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
