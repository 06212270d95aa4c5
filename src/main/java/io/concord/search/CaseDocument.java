package io.concord.search;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What can be found of a case, a piece of research material, a document or a practice card.
///
/// @param id of the casebook
/// @param aliases official numbers and former ids under which it is known too
/// @param kind `case`, `document`, `research`, `proposal` or `practice`
/// @param sections in order, with their headings
/// @param tags values by facet ([Facets]); causes and articles are taken from the text where none are given; `scope`
/// has
///   the beginnings of the code of the region that may find it though it is not open
/// @param date of publication
/// @param numbers `amount` in fen, `workers`, `days`, `cited`, `decided` as its day since 1970
/// @param open whether everybody may find it, or the agencies and the region of its tags alone
/// @param embargo day from which it may be found
public record CaseDocument(
        String id,
        String sourceId,
        List<String> aliases,
        String kind,
        String title,
        List<String> keywords,
        List<Section> sections,
        Map<String, List<String>> tags,
        @Nullable LocalDate date,
        Map<String, Long> numbers,
        boolean open,
        @Nullable LocalDate embargo) {

    /// @param name its heading
    public record Section(String name, String text) {}

    public CaseDocument {
        aliases = List.copyOf(aliases);
        keywords = List.copyOf(keywords);
        sections = List.copyOf(sections);
        tags = new LinkedHashMap<>(tags);
        numbers = Map.copyOf(numbers);
    }

    /// All sections after one another, as they are indexed.
    String text() {
        StringBuilder text = new StringBuilder();
        sections.forEach(section -> text.append(section.text()).append('\n'));
        return text.toString();
    }

    /// The sections that say what the case teaches.
    String gist() {
        StringBuilder gist = new StringBuilder();
        for (Section section : sections) {
            if (section.name().matches(".*(要旨|典型意义|案例分析|评析|启示|要点|提示).*")) {
                gist.append(section.text()).append('\n');
            }
        }
        return gist.toString();
    }
}
