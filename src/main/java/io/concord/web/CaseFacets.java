package io.concord.web;

import io.concord.search.Facets;
import io.concord.search.SearchEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What results can be narrowed by, as links, and what was chosen.
@Component
class CaseFacets {

    /// So many values are shown at once, the rest on demand.
    private static final int FIRST = 8;

    /// These are open from the start.
    private static final List<String> OPEN = List.of("kind", "cause", "field", "region", "year");

    private final Labels labels;

    CaseFacets(Labels labels) {
        this.labels = labels;
    }

    /// @param url of the same search with this value where it was not chosen, without it where it was
    record Choice(String label, long count, boolean chosen, String url) {}

    record Group(String facet, String label, boolean open, List<Choice> first, List<Choice> more) {}

    /// @param url of the same search without it
    record Chip(String facet, String label, String url) {}

    List<Group> groups(PageAddress address, SearchEngine.Found found, SearchEngine.Request request) {
        List<Group> groups = new ArrayList<>();
        for (String facet : Facets.ALL) {
            Map<String, Long> values = found.facets().getOrDefault(facet, Map.of());
            List<String> chosen = request.chosen().getOrDefault(facet, List.of());
            List<Choice> choices = new ArrayList<>();
            values.forEach((value, n) -> choices.add(new Choice(
                    labels.value(facet, value),
                    n,
                    chosen.contains(value),
                    address.toggled(facet, value).at("/cases"))));
            // One value that all have narrows nothing.
            if (choices.size() > 1 || !chosen.isEmpty() && !choices.isEmpty()) {
                int first = Math.min(FIRST, choices.size());
                groups.add(new Group(
                        facet,
                        labels.facet(facet),
                        OPEN.contains(facet) || !chosen.isEmpty(),
                        List.copyOf(choices.subList(0, first)),
                        List.copyOf(choices.subList(first, choices.size()))));
            }
        }
        return groups;
    }

    List<Chip> chips(PageAddress address, SearchEngine.Request request) {
        List<Chip> chips = new ArrayList<>();
        request.chosen()
                .forEach((facet, values) -> values.forEach(value -> chips.add(new Chip(
                        labels.facet(facet),
                        labels.value(facet, value),
                        address.toggled(facet, value).at("/cases")))));
        return chips;
    }
}
