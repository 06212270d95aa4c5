package io.concord.redaction;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names that are not a Chinese surname with a given name: with a middle dot, in Latin letters, or made of the
/// parts of minority names.
final class ForeignNames {

    private static final Pattern DOTTED = Pattern.compile("[·•・‧∙]");
    private static final Pattern LATIN =
            Pattern.compile("(?<![A-Za-z])[A-Z][a-z]+(?:[ ·.\\-]{1,2}[A-Z][a-z]*){1,3}(?![A-Za-z])");

    private final Lexicon lexicon;
    private final PersonForms forms;
    private final Text text;
    private final Titles titles;
    private final Found found;

    ForeignNames(Lexicon lexicon, PersonForms forms, Text text, Titles titles, Found found) {
        this.lexicon = lexicon;
        this.forms = forms;
        this.text = text;
        this.titles = titles;
        this.found = found;
    }

    /// Takes what is found.
    interface Found {
        void person(int start, int end, Kind kind, double confidence, Reason reason);
    }

    void find() {
        dotted();
        latin();
        minority();
    }

    private void dotted() {
        Matcher dot = DOTTED.matcher(text.folded());
        while (dot.find()) {
            int start = dot.start();
            while (start > 0 && dot.start() - start < 8 && isTransliteration(start - 1) && !titles.endAt(start)) {
                start--;
            }
            int end = dot.end();
            while (end < text.length()
                    && end - dot.end() < 8
                    && (isTransliteration(end)
                            || DOTTED.matcher(text.between(end, end + 1)).matches())) {
                end++;
            }
            if (start < dot.start() && end > dot.end() && text.at(start) != '某') {
                found.person(start, end, Kind.PERSON, 0.9, new Reason("带间隔号的姓名", "a name with a middle dot"));
            }
        }
    }

    private void latin() {
        Matcher latin = LATIN.matcher(text.folded());
        while (latin.find()) {
            boolean other = List.of(latin.group().split("[^A-Za-z]+")).stream()
                    .anyMatch(word -> lexicon.has("notLatinNames", word));
            if (!other) {
                found.person(
                        latin.start(), latin.end(), Kind.PERSON, 0.75, new Reason("外文姓名", "a name in Latin letters"));
            }
        }
    }

    private boolean isTransliteration(int i) {
        return lexicon.transliteration.indexOf(text.at(i)) >= 0;
    }

    /// Names made of two parts that names of Uyghur, Yi, Tibetan, Mongolian people are made of.
    private void minority() {
        Matcher m = forms.minority().matcher(text.folded());
        while (m.find()) {
            boolean titled = titles.endAt(m.start()) || m.start() > 0 && !Text.isHan(text.at(m.start() - 1));
            int parts = forms.partsOf(m.group());
            int end = m.end();
            if (parts >= 2 || titled && m.group().length() >= 3) {
                found.person(
                        m.start(),
                        end,
                        Kind.PERSON,
                        titled ? 0.9 : 0.75,
                        new Reason("少数民族姓名用字", "made of parts of minority names"));
            }
        }
    }
}
