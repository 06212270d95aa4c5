package io.concord.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.solr.client.solrj.SolrRequest;
import org.apache.solr.client.solrj.request.AbstractUpdateRequest;
import org.apache.solr.client.solrj.request.QueryRequest;
import org.apache.solr.client.solrj.request.UpdateRequest;
import org.apache.solr.client.solrj.response.QueryResponse;
import org.apache.solr.client.solrj.response.TermsResponse;
import org.apache.solr.client.solrj.response.json.BucketBasedJsonFacet;
import org.apache.solr.client.solrj.response.json.BucketJsonFacet;
import org.apache.solr.common.SolrDocument;
import org.apache.solr.common.SolrInputDocument;
import org.apache.solr.common.params.ModifiableSolrParams;

/// A collection of a SolrCloud, for corpora beyond one node. What is indexed and asked is the same as with
/// [LuceneEngine], token by token, and so are scores: Solr is given tokens and queries, never a text to analyse or to
/// parse.
public final class SolrEngine implements SearchEngine {

    /// Of the document that says how far the stream of changes has been read. It is neither open nor has it readers.
    private static final String PLACE = "#place";

    /// Tokens are letters and digits.
    private static final String NO_TOKEN = "#";

    private static final int TOP_VALUES = 50;
    private static final int MOST_DOCUMENTS = 500;
    private static final int MOST_CHARACTERS = 4_000_000;
    private static final int PAGE = 2000;
    private static final int MOST_CLAUSES = 100_000;

    static {
        IndexSearcher.setMaxClauseCount(MOST_CLAUSES);
    }

    private final Solr solr;
    private final String collection;
    private final Lexicon lexicon;
    private final Ranking ranking;
    private final SimilarCases similar;
    private final Supplier<LocalDate> today;
    private final Highlighter highlighter = new Highlighter(new Bigrams());
    private final Latest<Suggestions> suggestions = new Latest<>("suggestions", this::suggestions);

    /// As of which embargoes were judged in them.
    private volatile LocalDate suggestedOn = LocalDate.MIN;
    /// The place that was last seen; another node may have moved it.
    private volatile long seen = Long.MIN_VALUE;

    private SolrEngine(Solr solr, String collection, Lexicon lexicon, Ranking ranking, Supplier<LocalDate> today) {
        this.solr = solr;
        this.collection = collection;
        this.lexicon = lexicon;
        this.ranking = ranking;
        this.today = today;
        this.similar = new SimilarCases(lexicon, ranking);
    }

    /// @param collection or an alias; a collection that is not there is made
    /// @param today on which embargoes are judged for suggestions
    /// @throws SearchUnavailable when Solr is away
    public static SolrEngine open(
            Solr solr, String collection, Lexicon lexicon, Ranking ranking, Supplier<LocalDate> today) {
        if (solr.behind(collection).isEmpty()) {
            solr.make(collection, ranking);
        }
        SolrEngine engine = new SolrEngine(solr, collection, lexicon, ranking, today);
        engine.tryManyClauses();
        return engine;
    }

    /// A limit of the whole node, not of a collection: better known now than at the first long question.
    private void tryManyClauses() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            words.add("word" + i);
        }
        try {
            ask(asking(Neighbours.query(words)).set("rows", 0));
        } catch (IllegalStateException e) {
            throw new IllegalStateException("Solr must be started with -Dsolr.max.booleanClauses=" + MOST_CLAUSES, e);
        }
    }

    @Override
    public void put(Collection<CaseDocument> cases) {
        UpdateRequest update = new UpdateRequest();
        int n = 0;
        long characters = 0;
        for (CaseDocument one : cases) {
            Indexed indexed = Indexed.of(one, lexicon);
            update.add(document(indexed));
            characters += indexed.text().length();
            if (++n % MOST_DOCUMENTS == 0 || characters > MOST_CHARACTERS) {
                solr.ask(update, collection);
                update = new UpdateRequest();
                characters = 0;
            }
        }
        if (update.getDocuments() != null) {
            solr.ask(update, collection);
        }
    }

    /// Tokens for the fields that are searched; the originals beside them.
    private static SolrInputDocument document(Indexed indexed) {
        CaseDocument c = indexed.of();
        SolrInputDocument d = new SolrInputDocument();
        d.setField("id", c.id());
        d.setField("sourceId", c.sourceId());
        d.setField("alias", indexed.aliases());
        d.setField("title", tokens(Bigrams.of(c.title())));
        List<String> keywords = new ArrayList<>();
        c.keywords().forEach(keyword -> keywords.addAll(Bigrams.of(keyword)));
        d.setField("keyword", tokens(keywords));
        d.setField("gist", tokens(Bigrams.of(c.gist())));
        d.setField("text", tokens(Bigrams.of(indexed.text())));
        d.setField("uni", tokens(Characters.of(c.title() + String.join("", c.keywords()))));
        d.setField("han", tokens(Characters.of(indexed.text())));
        d.setField("stored_title", c.title());
        d.setField("stored_keyword", c.keywords());
        d.setField("stored_text", indexed.text());
        d.setField("sections", indexed.sections());
        indexed.tags().forEach((dimension, values) -> d.setField(dimension, List.copyOf(values)));
        d.setField("n_year", indexed.years());
        indexed.numbers().forEach(d::setField);
        d.setField("open", c.open() ? "1" : "0");
        d.setField("reader", indexed.readers());
        d.setField("embargo", indexed.embargo());
        return d;
    }

    private static String tokens(List<String> tokens) {
        return tokens.stream().map(SolrQueries::token).collect(Collectors.joining(" "));
    }

    @Override
    public void remove(Collection<String> ids) {
        if (!ids.isEmpty()) {
            solr.ask(new UpdateRequest().deleteById(List.copyOf(ids)), collection);
        }
    }

    @Override
    public void clear() {
        solr.ask(new UpdateRequest().deleteByQuery("*:*"), collection);
    }

    @Override
    public void commit(long place) {
        SolrInputDocument read = new SolrInputDocument();
        read.setField("id", PLACE);
        read.setField("stream_place", place);
        // Two steps: the place must not be found before what came before it is whole on every shard.
        solr.ask(new UpdateRequest().add(read), collection);
        solr.ask(new UpdateRequest().setAction(AbstractUpdateRequest.ACTION.COMMIT, true, true), collection);
        seen = place;
        suggestions.refresh();
    }

    @Override
    public long place() {
        List<SolrDocument> found = ask(params("q", "{!term f=id v=$id}", "id", PLACE, "fl", "stream_place"))
                .getResults();
        long place = found.isEmpty() ? -1 : ((Number) found.getFirst().getFieldValue("stream_place")).longValue();
        if (seen != place) {
            seen = place;
            suggestions.refresh();
        }
        return place;
    }

    @Override
    public long size() {
        return ask(params("q", "open:0 OR open:1", "rows", "0")).getResults().getNumFound();
    }

    @Override
    public Found find(Request request) {
        Question.Parsed parsed = Question.parse(request.text());
        Found found = find(request, parsed, ranking.needed());
        if (found.total() > 0 || parsed.clause() == null) {
            return found;
        }
        String meant = suggested().meant(request.text());
        Found relaxed = find(request, parsed.relaxed(), Question.RELAXED);
        if (relaxed.total() == 0 && parsed.isWords()) {
            relaxed = find(request, parsed.relaxed(), Question.ANY);
        }
        List<String> notices = new ArrayList<>(relaxed.notices());
        if (relaxed.total() > 0) {
            notices.add("relaxed");
        }
        return new Found(relaxed.total(), relaxed.hits(), relaxed.facets(), notices, meant);
    }

    private Query query(Question.Parsed parsed, double needed) {
        Clause clause = parsed.clause();
        return clause == null
                ? new MatchAllDocsQuery()
                : new QuestionQueries(lexicon, ranking, this::containing, needed).of(clause);
    }

    private List<String> containing(String field, String character, boolean beginning, boolean ending) {
        String one = SolrQueries.token(character);
        String pattern = one + (beginning ? ".?" : "") + (ending ? "|." + one : "");
        return List.copyOf(terms(field, "terms.regex", pattern).keySet());
    }

    /// How many cases have each of some terms.
    private Map<String, Integer> terms(String field, String by, String which) {
        QueryRequest request = new QueryRequest(
                params("qt", "/terms", "terms.fl", field, by, which, "terms.limit", "-1"), SolrRequest.METHOD.POST);
        Map<String, Integer> found = new LinkedHashMap<>();
        List<TermsResponse.Term> terms =
                solr.ask(request, collection).getTermsResponse().getTerms(field);
        if (terms != null) {
            terms.forEach(term -> found.put(term.getTerm(), (int) term.getFrequency()));
        }
        return found;
    }

    private Found find(Request request, Question.Parsed parsed, double needed) {
        Query asked = query(parsed, needed);
        boolean byScore = request.order().equals("relevance") && parsed.clause() != null;
        boolean highlighted = request.highlighted() && parsed.clause() != null;
        ModifiableSolrParams params = visible(asking(counted(asked)), request.audience())
                .set("start", request.offset())
                .set("rows", request.size())
                .set("sort", byScore ? "score desc,id asc" : sort(request.order()))
                .set("fl", "id,sourceId" + (byScore ? ",score" : "") + (highlighted ? ",sections,stored_text" : ""))
                .set("json.facet", facets(Facets.ALL, TOP_VALUES));
        request.chosen().forEach((dimension, values) -> {
            if (!values.isEmpty() && Facets.ALL.contains(dimension)) {
                params.add("fq", "{!xmlparser tag=f_" + dimension + " v=$f_" + dimension + "}")
                        .set("f_" + dimension, SolrQueries.xml(QuestionQueries.chosen(dimension, values)));
            }
        });
        QueryResponse found = ask(params);
        List<Hit> hits = new ArrayList<>();
        for (SolrDocument d : found.getResults()) {
            hits.add(new Hit(
                    text(d, "id"),
                    text(d, "sourceId"),
                    byScore ? ((Number) d.getFieldValue("score")).doubleValue() : 0,
                    highlighted ? passages(asked, d) : List.of(),
                    List.of()));
        }
        return new Found(found.getResults().getNumFound(), hits, counts(found, Facets.ALL), parsed.notices(), null);
    }

    private static String sort(String order) {
        return (order.equals("cited") ? "cited desc," : "") + "date desc,id asc";
    }

    private List<Passage> passages(Query asked, SolrDocument d) {
        String sections = text(d, "sections");
        return highlighter.passages(asked, text(d, "stored_text")).stream()
                .map(one -> new Passage(Indexed.section(sections, one.start()), one.text()))
                .toList();
    }

    /// Each as if nothing of that facet were chosen, so that other values can be.
    private static String facets(List<String> dimensions, int most) {
        return dimensions.stream()
                .map(d -> d + ":{type:terms,field:" + d + ",limit:" + most + ",refine:true,domain:{excludeTags:f_" + d
                        + "}}")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Map<String, Map<String, Long>> counts(QueryResponse found, List<String> dimensions) {
        Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
        for (String dimension : dimensions) {
            BucketBasedJsonFacet facet = found.getJsonFacetingResponse().getBucketBasedFacets(dimension);
            if (facet != null && !facet.getBuckets().isEmpty()) {
                Map<String, Long> values = new LinkedHashMap<>();
                for (BucketJsonFacet value : facet.getBuckets()) {
                    values.put(value.getVal().toString(), value.getCount());
                }
                facets.put(dimension, values);
            }
        }
        return facets;
    }

    @Override
    public List<Hit> similar(Similar request) {
        try {
            return similar.find(new SolrNeighbours(), request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// For one request.
    private final class SolrNeighbours implements Neighbours {

        /// In which [Near#at] is a place.
        private List<SolrDocument> found = List.of();

        @Override
        public List<Near> sharing(List<String> words, Similar request, int depth) {
            ModifiableSolrParams params = visible(asking(Neighbours.query(words)), request.audience())
                    .set("rows", depth)
                    .set("sort", "score desc,id asc")
                    .set("fl", "id,sourceId,score," + Facets.CAUSE + "," + Facets.ARTICLE);
            String except = request.except();
            if (except != null) {
                params.add("fq", "{!bool must='*:*' must_not=$except}")
                        .set("except", "{!term f=id v=$except_id}")
                        .set("except_id", except);
            }
            found = ask(params).getResults();
            List<Near> near = new ArrayList<>();
            for (SolrDocument d : found) {
                near.add(new Near(
                        near.size(),
                        ((Number) d.getFieldValue("score")).doubleValue(),
                        new TreeSet<>(texts(d, Facets.CAUSE)),
                        new TreeSet<>(texts(d, Facets.ARTICLE))));
            }
            return near;
        }

        @Override
        public Set<Integer> naming(String cause, List<Near> among) {
            Query phrase = query(
                    new Question.Parsed(new Clause.In("text", new Clause.Phrase(cause, 0)), List.of()),
                    ranking.needed());
            Map<String, Integer> places = new HashMap<>();
            among.forEach(near -> places.put(text(found.get(near.at()), "id"), near.at()));
            Set<Integer> naming = new HashSet<>();
            ask(asking(phrase)
                            .set("fq", "{!terms f=id separator='\n' v=$among}")
                            .set("among", String.join("\n", places.keySet()))
                            .set("rows", places.size())
                            .set("fl", "id"))
                    .getResults()
                    .forEach(d -> naming.add(Objects.requireNonNull(places.get(text(d, "id")))));
            return naming;
        }

        @Override
        public Map<String, Integer> frequencies(String field, Collection<String> words) {
            // Commas part the words.
            return words.isEmpty()
                    ? Map.of()
                    : terms(
                            field,
                            "terms.list",
                            words.stream()
                                    .map(word -> SolrQueries.token(word).replaceAll("([\\\\,])", "\\\\$1"))
                                    .collect(Collectors.joining(",")));
        }

        @Override
        public long size() {
            return SolrEngine.this.size();
        }

        @Override
        public List<Told> told(List<Near> chosen, int reasoned) {
            List<String> ids = chosen.stream()
                    .limit(reasoned)
                    .map(near -> text(found.get(near.at()), "id"))
                    .toList();
            Map<String, String> texts = new HashMap<>();
            ask(params("q", "{!terms f=id separator='\n' v=$among}", "among", String.join("\n", ids))
                            .set("rows", ids.size())
                            .set("fl", "id,stored_text"))
                    .getResults()
                    .forEach(d -> texts.put(text(d, "id"), text(d, "stored_text")));
            return chosen.stream()
                    .map(near -> found.get(near.at()))
                    .map(d -> new Told(text(d, "id"), text(d, "sourceId"), texts.getOrDefault(text(d, "id"), "")))
                    .toList();
        }
    }

    @Override
    public Optional<String> explain(Request request, String id) {
        ModifiableSolrParams one =
                visible(params("q", "{!term f=id v=$id}", "id", id, "rows", "0"), request.audience());
        if (ask(one).getResults().getNumFound() == 0) {
            return Optional.empty();
        }
        Query asked = query(Question.parse(request.text()), ranking.needed());
        QueryResponse found = ask(asking(counted(asked))
                .set("id", id)
                .set("fq", "{!term f=id v=$id}")
                .set("fl", "id,score")
                .set("debug", "results"));
        Object why =
                found.getExplainMap() == null ? null : found.getExplainMap().get(id);
        return Optional.of(
                why == null
                        ? "0.0 = it does not match"
                        : SearchEngine.withoutCounts(why.toString().strip()));
    }

    @Override
    public List<Suggestion> suggest(String prefix, int size, Audience audience) {
        return suggested().starting(prefix, size);
    }

    private Suggestions suggested() {
        if (!suggestedOn.equals(today.get())) {
            suggestions.refresh();
        }
        try {
            return suggestions.get();
        } catch (IllegalStateException e) {
            throw e.getCause() instanceof SearchUnavailable away ? new SearchUnavailable("Solr is away", away) : e;
        }
    }

    private Suggestions suggestions() {
        LocalDate day = today.get();
        Audience everybody = new Audience(null, day);
        List<String> dimensions = List.of(Facets.CAUSE, Facets.ARTICLE);
        Map<String, Map<String, Long>> values = counts(
                ask(visible(params("q", "*:*", "rows", "0"), everybody)
                        .set("json.facet", facets(dimensions, Suggestions.MOST_VALUES))),
                dimensions);
        List<Suggestions.Titled> titled = new ArrayList<>();
        String from = "*";
        while (titled.size() < Suggestions.MOST_TITLES) {
            QueryResponse page = ask(visible(params("q", "*:*"), everybody)
                    .set("rows", PAGE)
                    .set("sort", sort("date"))
                    .set("fl", "stored_title,stored_keyword")
                    .set("cursorMark", from));
            page.getResults()
                    .forEach(d ->
                            titled.add(new Suggestions.Titled(text(d, "stored_title"), texts(d, "stored_keyword"))));
            if (from.equals(page.getNextCursorMark())) {
                break;
            }
            from = page.getNextCursorMark();
        }
        suggestedOn = day;
        return Suggestions.of(values, titled);
    }

    private QueryResponse ask(ModifiableSolrParams params) {
        return solr.ask(new QueryRequest(params, SolrRequest.METHOD.POST), collection);
    }

    /// Shards tell how many texts they have only of fields that a term is asked of, or a phrase of whose words they
    /// have
    /// one: without this, scores of rare phrases would be those of some shards alone.
    private static Query counted(Query asked) {
        BooleanQuery.Builder counted = new BooleanQuery.Builder().add(asked, Occur.MUST);
        QuestionQueries.WHOLE.forEach(field -> counted.add(new TermQuery(new Term(field, NO_TOKEN)), Occur.SHOULD));
        return counted.build();
    }

    private static ModifiableSolrParams asking(Query query) {
        return params("q", "{!xmlparser v=$asked}", "asked", SolrQueries.xml(query));
    }

    private static ModifiableSolrParams visible(ModifiableSolrParams params, Audience audience) {
        return params.add("fq", "{!xmlparser v=$allowed}")
                .set("allowed", SolrQueries.xml(QuestionQueries.allowed(audience)));
    }

    private static ModifiableSolrParams params(String... namesAndValues) {
        ModifiableSolrParams params = new ModifiableSolrParams();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            params.set(namesAndValues[i], namesAndValues[i + 1]);
        }
        return params;
    }

    private static String text(SolrDocument d, String field) {
        Object value = d.getFirstValue(field);
        return value == null ? "" : value.toString();
    }

    private static List<String> texts(SolrDocument d, String field) {
        Collection<Object> values = d.getFieldValues(field);
        return values == null
                ? List.of()
                : values.stream().map(Object::toString).toList();
    }

    /// The server goes on; whoever has the connection closes it.
    @Override
    public void close() {}
}
