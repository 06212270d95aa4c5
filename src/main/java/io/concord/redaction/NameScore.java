package io.concord.redaction;

import java.util.List;

/// How much a piece of one text looks like a name, by what it is made of and by what follows.
///
/// The weights were set by hand on the development texts and on laws; only their sums matter.
final class NameScore {

    /// Words more frequent than this in the dictionary's corpus are never taken for names.
    private static final int COMMON_WORD = 100;

    private final Lexicon lexicon;
    private final PersonForms forms;
    private final Text text;
    private final Words.Cut words;
    private final Words.Cut names;
    private final Hits hits;
    private final List<PersonForms.Called> called;

    /// @param words of the dictionary alone
    /// @param names with names recognised
    /// @param called who is called by surname
    NameScore(
            Lexicon lexicon,
            PersonForms forms,
            Text text,
            Words.Cut words,
            Words.Cut names,
            Hits hits,
            List<PersonForms.Called> called) {
        this.lexicon = lexicon;
        this.forms = forms;
        this.text = text;
        this.words = words;
        this.names = names;
        this.hits = hits;
        this.called = called;
    }

    /// Where the best name of a surname ends; -1 where none scores enough.
    ///
    /// @param titled whether a title stands before it
    int best(int at, String surname, double least, boolean titled) {
        int best = -1;
        double bestScore = least + (titled || lexicon.isCommonSurname(surname) ? 0 : 1.1);
        for (int given = 1; given <= 3; given++) {
            int end = at + surname.length() + given;
            double score = score(at, end, given, titled) + corroborated(surname, titled);
            if (score >= bestScore && (given < 3 || titled || bestScore < 3)) {
                best = end;
                bestScore = score + 0.01;
            }
        }
        return best;
    }

    /// Somebody of this surname is addressed elsewhere in the text: 关主管, 老解.
    private double corroborated(String surname, boolean titled) {
        return titled && called.stream().anyMatch(one -> one.surname().equals(surname)) ? 1 : 0;
    }

    private double score(int start, int end, int given, boolean titled) {
        String name = text.between(start, end);
        if (end > text.length() || !hits.isFree(start, end) || !isNameLike(name)) {
            return -10;
        }
        double score = boundary(end) + wordiness(start, end, titled);
        Token token = names.at(start);
        score += token.isName() && token.start() == start && token.end() == end ? 1.2 : 0;
        score += 0.3 * Math.min(3, text.places(name).size() - 1) + (given == 2 ? 0.6 : given == 3 ? -1.2 : 0);
        char last = text.at(end - 1);
        score -= lexicon.neverLast.indexOf(last) >= 0 ? Text.isHan(text.at(end)) ? 2.5 : 0.5 : 0;
        return score;
    }

    /// How much words of the dictionary speak against a name: one that begins with it, or that its end would cut.
    private double wordiness(int start, int end, boolean titled) {
        Token first = words.at(start);
        if (first.start() < start) {
            return first.isWord() ? -3 : 0;
        }
        Token name = names.at(start);
        boolean recognised = name.isName() && name.start() == start && name.end() == end;
        if (!first.isWord()) {
            Token second = start + 1 < end ? words.at(start + 1) : first;
            boolean doubtful = lexicon.doubtfulSurnames.indexOf(text.at(start)) >= 0;
            boolean phrase = second.isFunction() || Words.frequency(second.text()) > COMMON_WORD;
            return doubtful && second.isWord() && (phrase || !recognised) ? -3 : 0;
        }
        boolean common = Words.frequency(first.text()) > COMMON_WORD;
        if (!titled || first.end() > end) {
            return -3;
        }
        return first.end() == end ? common ? -5 : -0.6 : recognised ? -1.5 : common ? -5 : -3;
    }

    /// How well what follows begins anew: 3 for punctuation or a verb of persons, -3 inside a word.
    double boundary(int end) {
        if (end >= text.length() || !Text.isHan(text.at(end))) {
            return 3;
        }
        String rest = text.between(end, end + 5);
        if (lexicon.words("personVerbs").stream().anyMatch(rest::startsWith)) {
            return 3;
        }
        if (lexicon.followers.indexOf(rest.charAt(0)) >= 0) {
            return 2;
        }
        return Words.plain(rest).getFirst().isWord() ? 1.4 : -3;
    }

    boolean isNameLike(String name) {
        return name.chars().allMatch(c -> Text.isHan((char) c) && c != '某' && lexicon.neverIn.indexOf(c) < 0)
                && lexicon.words("notNames").stream()
                        .noneMatch(
                                word -> name.startsWith(word) || name.length() > word.length() && name.endsWith(word))
                && !lexicon.has("titles", name)
                && lexicon.words("personVerbs").stream().noneMatch(verb -> verb.length() > 1 && name.startsWith(verb))
                && !forms.isCalled(name);
    }
}
