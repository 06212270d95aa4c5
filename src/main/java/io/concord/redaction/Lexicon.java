package io.concord.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The words and thresholds of `schemas/rules/redaction.yaml` as they are on a day, and the names of regions.
final class Lexicon {

    /// The list of surnames begins with the frequent ones.
    private static final int COMMON_SURNAMES = 170;

    private final JsonNode values;
    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, Set<String>> sets = new HashMap<>();
    private final Map<String, WordList> scanned = new HashMap<>();
    private final Map<String, String> projectTypes = new LinkedHashMap<>();

    /// Names of provinces, prefectures and counties, with and without what kind of region they are.
    private final Set<String> regions = new HashSet<>();

    final String surnames;
    final String doubtfulSurnames;
    final String followers;
    final String neverLast;
    final String neverIn;
    final String neverEnds;
    final String transliteration;
    final String documentStops;
    final String placeStops;

    private Lexicon(JsonNode values) {
        this.values = values;
        surnames = characters("surnames");
        doubtfulSurnames = characters("doubtfulSurnames");
        followers = characters("followers");
        neverEnds = characters("neverEnds");
        neverIn = characters("neverIn");
        neverLast = characters("neverLast");
        transliteration = characters("transliteration");
        documentStops = characters("documentStops");
        placeStops = characters("placeStops");
        values.properties().forEach(field -> {
            if (field.getValue().isArray()) {
                List<String> words = new ArrayList<>();
                field.getValue().forEach(word -> words.add(word.asText()));
                words.sort(Comparator.comparingInt(String::length).reversed());
                lists.put(field.getKey(), List.copyOf(words));
                sets.put(field.getKey(), Set.copyOf(words));
            }
        });
        values.path("projectTypes")
                .properties()
                .forEach(type -> type.getValue().forEach(part -> projectTypes.put(part.asText(), type.getKey())));
        lists.put("projectParts", List.copyOf(projectTypes.keySet()));
        lists.forEach((name, words) -> scanned.put(name, new WordList(words)));
    }

    static Lexicon of(Catalogue catalogue, LocalDate day) {
        Lexicon lexicon = new Lexicon(catalogue.rules().get("redaction", day).values());
        CodeList list = catalogue.codeLists().get("region");
        if (list != null) {
            list.items().forEach(item -> {
                lexicon.regions.add(item.zh());
                String bare = item.zh().replaceFirst("(省|市|区|县|自治区|自治州|自治县)$", "");
                if (bare.length() > 1) {
                    lexicon.regions.add(bare);
                }
            });
        }
        return lexicon;
    }

    private String characters(String field) {
        return values.path(field).asText().replaceAll("\\s", "");
    }

    /// Words, the longest first.
    List<String> words(String field) {
        List<String> words = lists.get(field);
        if (words == null) {
            throw new IllegalStateException("schemas/rules/redaction.yaml has no " + field);
        }
        return words;
    }

    /// Words to be looked for at many places.
    WordList scan(String field) {
        WordList list = scanned.get(field);
        if (list == null) {
            throw new IllegalStateException("schemas/rules/redaction.yaml has no " + field);
        }
        return list;
    }

    /// Whether a surname is one of the many: others need more to be taken for one.
    boolean isCommonSurname(String surname) {
        int at = surnames.indexOf(surname);
        return surname.length() > 1 || at >= 0 && at < COMMON_SURNAMES;
    }

    boolean has(String field, String word) {
        Set<String> words = sets.get(field);
        return words != null && words.contains(word);
    }

    double threshold(String name) {
        JsonNode value = values.path("thresholds").path(name);
        if (!value.isNumber()) {
            throw new IllegalStateException("schemas/rules/redaction.yaml has no threshold " + name);
        }
        return value.asDouble();
    }

    boolean isRegion(String name) {
        return regions.contains(name);
    }

    /// What a part of a project's name says of its type.
    Map<String, String> projectTypes() {
        return projectTypes;
    }

    /// The word before which a letter is put, 甲店.
    String houseShort(String form) {
        return values.path("houseShort").path(form).asText(form);
    }

    Profile.NameForm nameForm(String id) {
        JsonNode form = values.path("names").path(id);
        if (form.isMissingNode()) {
            throw new IllegalArgumentException("no way to mask names is called " + id);
        }
        return new Profile.NameForm(id, form.path("perCharacter").asBoolean());
    }

    Profile profile(String id) {
        JsonNode profile = values.path("profiles").path(id);
        if (profile.isMissingNode()) {
            throw new IllegalArgumentException("no profile " + id);
        }
        Set<Kind> leave = new HashSet<>();
        profile.path("leave").forEach(kind -> leave.add(Kind.valueOf(kind.asText())));
        return new Profile(nameForm(profile.path("names").asText()), leave, false, false, null);
    }

    /// The surname a string begins with, compound ones first.
    Optional<String> surname(String text) {
        if (text.length() >= 2 && has("compoundSurnames", text.substring(0, 2))) {
            return Optional.of(text.substring(0, 2));
        }
        return !text.isEmpty() && surnames.indexOf(text.charAt(0)) >= 0
                ? Optional.of(text.substring(0, 1))
                : Optional.empty();
    }

    /// The words of some lists as one alternative of a pattern, the longest first.
    String any(String... fields) {
        return List.of(fields).stream()
                .flatMap(field -> words(field).stream())
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?:", ")"));
    }
}
