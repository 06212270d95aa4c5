package io.concord.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.document.Document;
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

/// Of an index of this node.
record LuceneNeighbours(IndexSearcher searcher, Lexicon lexicon, Ranking ranking) implements Neighbours {

    @Override
    public List<Near> sharing(List<String> words, SearchEngine.Similar request, int depth) throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder()
                .add(Neighbours.query(words), Occur.MUST)
                .add(QuestionQueries.allowed(request.audience()), Occur.FILTER);
        if (request.except() != null) {
            query.add(new TermQuery(new Term("id", request.except())), Occur.MUST_NOT);
        }
        ScoreDoc[] found = searcher.search(query.build(), depth).scoreDocs;
        Map<Integer, Set<String>> causes = values(found, "f_" + Facets.CAUSE);
        Map<Integer, Set<String>> articles = values(found, "f_" + Facets.ARTICLE);
        List<Near> near = new ArrayList<>();
        for (ScoreDoc hit : found) {
            near.add(new Near(
                    hit.doc,
                    hit.score,
                    causes.getOrDefault(hit.doc, Set.of()),
                    articles.getOrDefault(hit.doc, Set.of())));
        }
        return near;
    }

    @Override
    public Set<Integer> naming(String cause, List<Near> among) throws IOException {
        Query phrase = new QuestionQueries(
                        lexicon, ranking, new LuceneVocabulary(searcher.getIndexReader()), ranking.needed())
                .of(new Clause.In("text", new Clause.Phrase(cause, 0)));
        Set<Integer> all = new HashSet<>();
        for (ScoreDoc hit : searcher.search(phrase, searcher.getIndexReader().maxDoc()).scoreDocs) {
            all.add(hit.doc);
        }
        all.retainAll(among.stream().map(Near::at).toList());
        return all;
    }

    @Override
    public Map<String, Integer> frequencies(String field, Collection<String> words) throws IOException {
        Map<String, Integer> frequencies = new HashMap<>();
        for (String word : words) {
            frequencies.put(word, searcher.getIndexReader().docFreq(new Term(field, word)));
        }
        return frequencies;
    }

    @Override
    public long size() {
        return searcher.getIndexReader().numDocs();
    }

    @Override
    public List<Told> told(List<Near> chosen, int reasoned) throws IOException {
        StoredFields stored = searcher.storedFields();
        List<Told> told = new ArrayList<>();
        for (Near near : chosen) {
            boolean whole = told.size() < reasoned;
            Document d =
                    stored.document(near.at(), whole ? Set.of("id", "sourceId", "text") : Set.of("id", "sourceId"));
            told.add(new Told(d.get("id"), d.get("sourceId"), Objects.requireNonNullElse(d.get("text"), "")));
        }
        return told;
    }

    private Map<Integer, Set<String>> values(ScoreDoc[] hits, String field) throws IOException {
        Map<Integer, Set<String>> values = new HashMap<>();
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        ScoreDoc[] inOrder = hits.clone();
        Arrays.sort(inOrder, Comparator.comparingInt((ScoreDoc hit) -> hit.doc));
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
}
