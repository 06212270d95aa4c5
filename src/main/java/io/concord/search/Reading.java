package io.concord.search;

import java.util.List;
import java.util.Optional;

/// How a question was read, so that whoever asked can see it.
///
/// @param kind `words`, `phrase`, `near`, `pattern`, `range`, `not`, `all` or `any`
/// @param field of [Facets] to which it is confined; empty for the whole text
/// @param text the words; of a range its lower bound, empty where it has none; of `near` the phrase
/// @param until of a range its upper bound, of `near` the gap in characters; else empty
/// @param parts of `not`, `all` and `any`
public record Reading(String kind, String field, String text, String until, List<Reading> parts) {

    public Reading {
        parts = List.copyOf(parts);
    }

    /// Nothing where nothing was asked.
    public static Optional<Reading> of(String question) {
        return Optional.ofNullable(Question.parse(question).clause()).map(clause -> of(clause, ""));
    }

    /// Whether it is words alone, so that there is nothing to explain.
    public boolean isPlain() {
        return kind.equals("words") && field.isEmpty()
                || kind.equals("all") && parts.stream().allMatch(Reading::isPlain);
    }

    /// Whether it names a field, a range, an alternative or what is not wanted: nobody who copies a text does.
    public boolean isAsked() {
        return !field.isEmpty()
                || kind.equals("range")
                || kind.equals("not")
                || kind.equals("any")
                || parts.stream().anyMatch(Reading::isAsked);
    }

    private static Reading of(Clause clause, String field) {
        return switch (clause) {
            case Clause.Words words -> leaf("words", field, words.text(), "");
            case Clause.Phrase phrase
            when phrase.slop() > 0 -> leaf("near", field, phrase.text(), String.valueOf(phrase.slop()));
            case Clause.Phrase phrase -> leaf("phrase", field, phrase.text(), "");
            case Clause.Pattern pattern -> leaf("pattern", field, pattern.text(), "");
            case Clause.Range range ->
                leaf(
                        "range",
                        range.field(),
                        (range.above() ? ">" : "") + range.low(),
                        (range.below() ? "<" : "") + range.high());
            case Clause.In in -> of(in.clause(), in.field());
            case Clause.Not not -> new Reading("not", "", "", "", List.of(of(not.clause(), field)));
            case Clause.All all -> many("all", field, all.clauses());
            case Clause.Any any -> many("any", field, any.clauses());
        };
    }

    private static Reading leaf(String kind, String field, String text, String until) {
        return new Reading(kind, field, text, until, List.of());
    }

    private static Reading many(String kind, String field, List<Clause> clauses) {
        return new Reading(
                kind, "", "", "", clauses.stream().map(c -> of(c, field)).toList());
    }
}
