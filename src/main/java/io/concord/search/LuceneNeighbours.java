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
import java.util.concurrent.Callable;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexReaderContext;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.TermState;
import org.apache.lucene.index.TermStates;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/// Of an index of this node, for one text.
final class LuceneNeighbours implements Neighbours {

    private final IndexSearcher searcher;
    private final Lexicon lexicon;
    private final Ranking ranking;
    /// Looking a long text's words up costs as much as searching for them: they are looked up once.
    private final Map<Term, TermStates> known = new HashMap<>();

    LuceneNeighbours(IndexSearcher searcher, Lexicon lexicon, Ranking ranking) {
        this.searcher = searcher;
        this.lexicon = lexicon;
        this.ranking = ranking;
    }

    @Override
    public List<Near> sharing(List<String> words, SearchEngine.Similar request, int depth) throws IOException {
        look("text", words);
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String word : words) {
            Term term = new Term("text", word);
            any.add(new TermQuery(term, known.get(term)), Occur.SHOULD);
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder()
                .add(any.build(), Occur.MUST)
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
        look(field, words);
        for (String word : words) {
            frequencies.put(
                    word,
                    Objects.requireNonNull(known.get(new Term(field, word))).docFreq());
        }
        return frequencies;
    }

    /// In the order of the dictionary, the parts of the index beside each other.
    private void look(String field, Collection<String> words) throws IOException {
        List<Term> terms = words.stream()
                .map(word -> new Term(field, word))
                .filter(term -> !known.containsKey(term))
                .distinct()
                .sorted()
                .toList();
        IndexReaderContext top = searcher.getTopReaderContext();
        List<Callable<Void>> parts = new ArrayList<>();
        List<TermStates> found = terms.stream().map(term -> new TermStates(top)).toList();
        for (LeafReaderContext leaf : top.leaves()) {
            parts.add(() -> {
                Terms dictionary = leaf.reader().terms(field);
                TermsEnum at = dictionary == null ? TermsEnum.EMPTY : dictionary.iterator();
                for (int i = 0; i < terms.size(); i++) {
                    if (at.seekExact(terms.get(i).bytes())) {
                        TermState state = at.termState();
                        synchronized (found.get(i)) {
                            found.get(i).register(state, leaf.ord, at.docFreq(), at.totalTermFreq());
                        }
                    }
                }
                return null;
            });
        }
        searcher.getTaskExecutor().invokeAll(parts);
        for (int i = 0; i < terms.size(); i++) {
            known.put(terms.get(i), found.get(i));
        }
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
