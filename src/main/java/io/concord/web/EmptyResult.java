package io.concord.web;

import io.concord.search.SearchEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What to try where nothing was found: each way with how much it finds, and none that finds nothing.
@Component
class EmptyResult {

    /// Each is a search.
    private static final int MOST_WORDS = 6;

    private static final int MOST_VALUES = 6;

    private final CaseSearch search;
    private final Labels labels;

    EmptyResult(CaseSearch search, Labels labels) {
        this.search = search;
        this.labels = labels;
    }

    /// @param kind `spelling`, `word`, `filter`, `filters` or `only`
    /// @param what is written otherwise, left out or, with `only`, kept
    record Way(String kind, String what, long count, String url) {}

    List<Way> ways(PageAddress address, SearchEngine.Request request, SearchEngine.Found found) {
        List<Way> ways = new ArrayList<>();
        if (found.meant() != null) {
            add(
                    ways,
                    "spelling",
                    found.meant(),
                    found.meant(),
                    request.chosen(),
                    request,
                    address.with("q", found.meant()));
        }
        List<String> words = List.of(request.text().strip().split("[\\s　]+"));
        for (int i = 0; words.size() > 1 && i < Math.min(words.size(), MOST_WORDS); i++) {
            List<String> fewer = new ArrayList<>(words);
            String word = fewer.remove(i);
            String rest = String.join(" ", fewer);
            add(ways, "word", word, rest, request.chosen(), request, address.with("q", rest));
        }
        int values = 0;
        for (Map.Entry<String, List<String>> facet : request.chosen().entrySet()) {
            for (String value : facet.getValue()) {
                if (values++ < MOST_VALUES) {
                    Map<String, List<String>> chosen = new LinkedHashMap<>(request.chosen());
                    chosen.put(
                            facet.getKey(),
                            facet.getValue().stream()
                                    .filter(v -> !v.equals(value))
                                    .toList());
                    String what = labels.facet(facet.getKey()) + "：" + labels.value(facet.getKey(), value);
                    PageAddress without = address.toggled(facet.getKey(), value);
                    add(ways, "filter", what, request.text(), chosen, request, without);
                }
            }
        }
        if (values > 1) {
            PageAddress without = address.without(List.copyOf(request.chosen().keySet()));
            add(ways, "filters", "", request.text(), Map.of(), request, without);
        }
        // One step was not enough.
        for (int i = 0;
                ways.isEmpty() && values > 0 && words.size() > 1 && i < Math.min(words.size(), MOST_WORDS);
                i++) {
            PageAddress only = address.without(List.copyOf(request.chosen().keySet()));
            add(ways, "only", words.get(i), words.get(i), Map.of(), request, only.with("q", words.get(i)));
        }
        return ways;
    }

    private void add(
            List<Way> ways,
            String kind,
            String what,
            String text,
            Map<String, List<String>> chosen,
            SearchEngine.Request request,
            PageAddress address) {
        SearchEngine.Found found =
                search.find(new SearchEngine.Request(text, chosen, "relevance", 0, 1, false, request.audience()));
        if (found.total() > 0 && !found.notices().contains("relaxed")) {
            ways.add(new Way(kind, what, found.total(), address.at("/cases")));
        }
    }
}
