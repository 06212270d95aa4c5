package io.concord.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is indexed of a case, the same in every engine.
///
/// @param text all sections after one another
/// @param aliases folded
/// @param tags values by facet, what was not given taken from the text
/// @param years those of the tags that are numbers
/// @param numbers those that were given, `cited` always, `date` as its day since 1970
/// @param sections where each begins: `0 基本案情\n812 裁判结果`
/// @param embargo day since 1970 from which it may be found
record Indexed(
        CaseDocument of,
        String text,
        Set<String> aliases,
        Map<String, Set<String>> tags,
        List<Long> years,
        Map<String, Long> numbers,
        String sections,
        long embargo) {

    private static final String SCOPE = "scope";

    static Indexed of(CaseDocument c, Lexicon lexicon) {
        String text = c.text();
        Set<String> aliases = new LinkedHashSet<>();
        c.aliases().forEach(alias -> aliases.add(Fold.of(alias)));
        aliases.add(Fold.of(c.id()));
        aliases.add(Fold.of(c.sourceId()));
        aliases.remove("");
        Map<String, Set<String>> tags = tags(c, text, lexicon);
        Map<String, Long> numbers = new LinkedHashMap<>(c.numbers());
        numbers.putIfAbsent("cited", 0L);
        LocalDate date = c.date();
        if (date != null) {
            numbers.put("date", date.toEpochDay());
        }
        LocalDate embargo = c.embargo();
        return new Indexed(
                c,
                text,
                aliases,
                tags,
                tags.getOrDefault("year", Set.of()).stream()
                        .filter(year -> year.matches("[0-9]{4}"))
                        .map(Long::valueOf)
                        .toList(),
                numbers,
                places(c),
                embargo == null ? 0 : embargo.toEpochDay());
    }

    /// Who may find it though it is not open: agencies, and all of a region.
    List<String> readers() {
        List<String> readers = new ArrayList<>(of.tags().getOrDefault("agency", List.of()));
        List<String> scopes = of.tags().getOrDefault(SCOPE, List.of());
        scopes.forEach(scope -> readers.add(scope(scope)));
        if (!scopes.isEmpty()) {
            // The whole country's agencies see all regions.
            readers.add(scope(""));
        }
        return readers;
    }

    /// A region among readers; no agency's code begins like it.
    static String scope(String scope) {
        return "@" + scope;
    }

    /// What was given; what was not and the text says.
    private static Map<String, Set<String>> tags(CaseDocument c, String text, Lexicon lexicon) {
        Map<String, List<String>> tags = new LinkedHashMap<>(c.tags());
        tags.remove(SCOPE);
        tags.put("kind", List.of(c.kind()));
        List<String> articles = tags.getOrDefault(Facets.ARTICLE, List.of());
        if (articles.isEmpty()) {
            articles = lexicon.citations().articles(text);
            tags.put(Facets.ARTICLE, articles);
        }
        tags.put("law", articles.stream().map(a -> a.split("#")[0]).distinct().toList());
        if (tags.getOrDefault(Facets.CAUSE, List.of()).isEmpty()) {
            tags.put(Facets.CAUSE, lexicon.causesOf(c.title(), text));
        }
        List<String> regions = new ArrayList<>();
        for (String region : tags.getOrDefault("region", List.of())) {
            regions.add(region);
            if (region.matches("[0-9]{6}")) {
                regions.add(region.substring(0, 4) + "00");
                regions.add(region.substring(0, 2) + "0000");
            }
        }
        tags.put("region", regions);
        Map<String, Set<String>> kept = new LinkedHashMap<>();
        tags.forEach((dimension, values) -> {
            Set<String> distinct = new LinkedHashSet<>(values);
            distinct.removeIf(value -> value.isEmpty() || value.length() >= 1000);
            kept.put(dimension, distinct);
        });
        return kept;
    }

    private static String places(CaseDocument c) {
        StringBuilder places = new StringBuilder();
        int at = 0;
        for (CaseDocument.Section section : c.sections()) {
            places.append(at)
                    .append(' ')
                    .append(section.name().replace('\n', ' '))
                    .append('\n');
            at += section.text().length() + 1;
        }
        return places.toString();
    }

    /// The heading under which a place stands.
    static String section(String sections, int at) {
        String name = "";
        for (String section : sections.split("\n")) {
            int blank = section.indexOf(' ');
            if (blank > 0 && Integer.parseInt(section.substring(0, blank)) <= at) {
                name = section.substring(blank + 1);
            }
        }
        return name;
    }
}
