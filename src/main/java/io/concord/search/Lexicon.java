package io.concord.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the field's own words mean to search: synonyms, causes of action, laws and their short names.
public final class Lexicon {

    /// A criminal charge as judgments write it; civil causes come from the register.
    private static final Pattern CHARGE = Pattern.compile("(?:犯|构成|涉嫌)(?:有)?([\\u4e00-\\u9fa5、]{2,20}罪)");

    private static final int MOST_CALLED = 50;

    private final Map<String, List<String>> synonyms = new LinkedHashMap<>();
    private final List<String> causes;
    private final Citations citations;
    private final List<Named> named;

    /// A value of a field as people call it.
    ///
    /// @param pattern of the values meant, with `*`
    public record Named(String field, String name, String pattern) {}

    public Lexicon(
            Collection<List<String>> groups,
            Collection<String> causes,
            Collection<String> laws,
            Map<String, String> shortLaws) {
        this(groups, causes, laws, shortLaws, List.of());
    }

    /// @param groups words that mean the same
    /// @param causes names of causes of action
    /// @param laws as they are cited
    /// @param shortLaws short name → law
    /// @param named values by the names that people ask for
    public Lexicon(
            Collection<List<String>> groups,
            Collection<String> causes,
            Collection<String> laws,
            Map<String, String> shortLaws,
            Collection<Named> named) {
        this.named = List.copyOf(named);
        for (List<String> group : groups) {
            List<String> folded = group.stream().map(Fold::of).toList();
            for (String word : folded) {
                synonyms.computeIfAbsent(word, w -> new ArrayList<>())
                        .addAll(folded.stream()
                                .filter(other -> !other.equals(word))
                                .toList());
            }
        }
        // 人事争议 also stands in the name of every arbitration commission.
        this.causes = causes.stream()
                .distinct()
                .filter(cause -> cause.endsWith("纠纷") || cause.length() >= 7)
                .toList();
        this.citations = new Citations(laws, shortLaws);
    }

    /// Patterns of the values of a field that somebody calls so.
    List<String> valuesCalled(String field, String name) {
        String folded = Fold.of(name);
        return folded.length() < 2
                ? List.of()
                : named.stream()
                        .filter(one ->
                                one.field().equals(field) && Fold.of(one.name()).contains(folded))
                        .map(Named::pattern)
                        .distinct()
                        .limit(MOST_CALLED)
                        .toList();
    }

    public Citations citations() {
        return citations;
    }

    /// The longest word of a group that stands in a text, with what means the same; empty where none does.
    Map<String, List<String>> synonymsIn(String folded) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        synonyms.forEach((word, others) -> {
            if (folded.contains(word) && found.keySet().stream().noneMatch(longer -> longer.contains(word))) {
                found.keySet().removeIf(word::contains);
                found.put(word, others);
            }
        });
        return found;
    }

    /// Causes of action of a case: those that its title names, or else its text.
    List<String> causesOf(String title, String text) {
        List<String> inText = causesIn(text);
        List<String> inTitle = inText.stream().filter(title::contains).toList();
        List<String> named = inTitle.isEmpty() ? causesIn(title) : inTitle;
        return named.isEmpty() ? inText : named;
    }

    /// Causes of action that a text names.
    List<String> causesIn(String text) {
        Set<String> found = new LinkedHashSet<>();
        Matcher charge = CHARGE.matcher(text);
        while (charge.find()) {
            found.add(charge.group(1));
        }
        for (String cause : causes) {
            if (text.contains(cause)) {
                found.add(cause);
            }
        }
        return List.copyOf(found);
    }
}
