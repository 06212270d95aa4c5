package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.casebook.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The sections of an item as a page shows them: what it teaches first.
final class CaseSections {

    private CaseSections() {}

    /// @param anchor of its heading
    record Section(String anchor, String name, String text) {
        /// Which is shown first: the gist, then what it means, then all else in its order.
        public int rank() {
            return name.matches(".*(要旨|要点|摘要).*") ? 0 : name.matches(".*(典型意义|启示|意义).*") ? 1 : 2;
        }
    }

    static List<Section> of(Item item) {
        List<Section> sections = new ArrayList<>(inOrder(item));
        sections.sort(Comparator.comparingInt(Section::rank));
        return sections;
    }

    private static List<Section> inOrder(Item item) {
        List<Section> sections = new ArrayList<>();
        JsonNode body = item.body();
        if (body != null) {
            for (JsonNode s : body.path("sections")) {
                sections.add(new Section(
                        "s" + (sections.size() + 1),
                        s.path("name").asText(),
                        s.path("text").asText()));
            }
        }
        return sections;
    }

    /// Where a section begins; empty where there is none of this name.
    static String anchor(Item item, String name) {
        return inOrder(item).stream()
                .filter(section -> section.name().equals(name))
                .map(Section::anchor)
                .findFirst()
                .orElse("");
    }
}
