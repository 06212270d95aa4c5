package io.concord.search;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// What [SimilarCases] needs of an index.
interface Neighbours {

    /// @param at by which the index knows it again
    record Near(int at, double score, Set<String> causes, Set<String> articles) {}

    /// @param text empty where it was not asked for
    record Told(String id, String sourceId, String text) {}

    /// Those that share a text's words, the best first.
    List<Near> sharing(List<String> words, SearchEngine.Similar request, int depth) throws IOException;

    /// Which of these have a cause's name somewhere in their text, by [Near#at].
    Set<Integer> naming(String cause, List<Near> among) throws IOException;

    /// In how many cases each stands; 0 or nothing where it is in none.
    Map<String, Integer> frequencies(String field, Collection<String> words) throws IOException;

    /// Of all that is in the index.
    long size() throws IOException;

    /// @param reasoned how many of the first come with their text
    List<Told> told(List<Near> chosen, int reasoned) throws IOException;

    static Query query(List<String> words) {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        words.forEach(word -> query.add(new TermQuery(new Term("text", word)), Occur.SHOULD));
        return query.build();
    }
}
