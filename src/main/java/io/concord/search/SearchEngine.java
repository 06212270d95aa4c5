package io.concord.search;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where cases are found. One engine is a Lucene index of this node; another may lie behind the same port.
public interface SearchEngine extends AutoCloseable {

    /// Who asks: what is not open to them is in no hit, count, suggestion or similar case.
    ///
    /// @param agency code of an agency that takes part; null for the public
    record Audience(@Nullable String agency, LocalDate today) {

        /// The region of the agency without the zeros that stand for "all of it"; empty for the public. What is for a
        /// region (A-REGION) names all that begin its code: 51, 5199, 519901.
        public String scope() {
            return agency == null ? "" : agency.replaceFirst("-.*", "").replaceFirst("(00)+$", "");
        }
    }

    /// An explanation of a score without how many cases there are and have a word: they count what is hidden too.
    static String withoutCounts(String explanation) {
        return explanation.replaceAll("(?m)^(\\s*)[0-9.E]+ = (n|N|avgdl), ", "$1… = $2, ");
    }

    /// @param text in the language of [Question]
    /// @param chosen values by facet; values of one facet are alternatives
    /// @param order `relevance`, `date` or `cited`
    record Request(
            String text,
            Map<String, List<String>> chosen,
            String order,
            int offset,
            int size,
            boolean highlighted,
            Audience audience) {}

    /// @param section heading of the section that it stands in; empty for the title
    /// @param text with the places that match between U+0001 and U+0002
    record Passage(String section, String text) {}

    /// @param score larger is better; comparable within one answer only
    record Hit(String id, String sourceId, double score, List<Passage> passages, List<String> reasons) {}

    /// @param notices what was done to the question: codes of [Question] and `relaxed`
    /// @param facets counts by value, the most frequent first, as if nothing of that facet were chosen
    /// @param meant another question that would find something
    record Found(
            long total,
            List<Hit> hits,
            Map<String, Map<String, Long>> facets,
            List<String> notices,
            @Nullable String meant) {}

    /// @param cause wanted cause of action; null to take it from the text
    record Similar(
            String text,
            @Nullable String cause,
            int size,
            @Nullable String except,
            Audience audience) {}

    /// @param kind `title`, `keyword`, `cause` or `article`
    record Suggestion(String text, String kind, long cases) {}

    /// Adds or replaces.
    void put(Collection<CaseDocument> cases);

    void remove(Collection<String> ids);

    /// Takes everything out; visible with the next commit, like all else.
    void clear();

    /// Makes what was put visible and durable.
    ///
    /// @param place how far the stream of changes has been read
    void commit(long place);

    /// How far the stream of changes has been read; -1 for a new index.
    long place();

    /// Of all that is in the index.
    long size();

    Found find(Request request);

    List<Hit> similar(Similar similar);

    /// Why a case has its score, as a tree of lines.
    Optional<String> explain(Request request, String id);

    List<Suggestion> suggest(String prefix, int size, Audience audience);

    @Override
    void close();
}
