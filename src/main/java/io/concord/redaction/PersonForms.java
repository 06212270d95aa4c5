package io.concord.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How names of persons are written and shortened. Compiled once for a lexicon.
final class PersonForms {

    private static final Pattern SPACED =
            Pattern.compile("([\\u4e00-\\u9fff]{1,2})[ ]{1,4}([\\u4e00-\\u9fff])(?![\\u4e00-\\u9fff])");

    private final Lexicon lexicon;
    private final Pattern minority;
    private final Pattern minorityPart;
    private final Pattern alias;

    PersonForms(Lexicon lexicon) {
        this.lexicon = lexicon;
        String parts = lexicon.any("minorityParts");
        this.minorityPart = Pattern.compile(parts);
        this.minority =
                Pattern.compile(parts + "(?:" + parts + "|[\\u4e00-\\u9fff](?=" + parts + ")){0,6}[尔曼汗娜丽江木古布合提]?");
        this.alias = Pattern.compile(lexicon.any("aliasWords")
                + "(?:名)?[为叫是]?[:]?\\s?(?:[“\"'‘「『]([^”\"'’」』]{1,12})[”\"'’」』]|([\\u4e00-\\u9fff]{2,4})(?=[,。;、)]))");
    }

    Pattern minority() {
        return minority;
    }

    Pattern alias() {
        return alias;
    }

    /// A surname and what follows it.
    ///
    /// @param title 经理; empty for 老陈
    record Called(int start, int end, String surname, String title) {}

    /// 陈经理, 老陈: every place where somebody may be called by surname.
    List<Called> called(String folded) {
        List<Called> found = new ArrayList<>();
        for (int i = 0; i < folded.length(); i++) {
            String surname = lexicon.surname(folded.substring(i, Math.min(folded.length(), i + 2)))
                    .orElse("");
            if (surname.isEmpty()) {
                continue;
            }
            String title = lexicon.scan("addressed").at(folded, i + surname.length());
            if (!title.isEmpty()) {
                found.add(new Called(i, i + surname.length() + title.length(), surname, title));
            } else if (surname.length() == 1
                    && i > 0
                    && "老小阿".indexOf(folded.charAt(i - 1)) >= 0
                    && opens(folded, i - 1)) {
                found.add(new Called(i - 1, i + 1, surname, ""));
            }
        }
        return found;
    }

    /// Whether a phrase may begin here.
    boolean opens(String folded, int i) {
        return i == 0 || !Text.isHan(folded.charAt(i - 1)) || lexicon.followers.indexOf(folded.charAt(i - 1)) >= 0;
    }

    /// Whether a string is a surname with a form of address, and no name.
    boolean isCalled(String name) {
        String surname = lexicon.surname(name).orElse("");
        return !surname.isEmpty() && lexicon.has("addressed", name.substring(surname.length()));
    }

    Pattern spaced() {
        return SPACED;
    }

    int partsOf(String name) {
        Matcher m = minorityPart.matcher(name);
        int parts = 0;
        while (m.find()) {
            parts++;
        }
        return parts;
    }

    /// Whether a name is written with the characters of transliteration alone.
    boolean looksForeign(String name) {
        return name.chars().allMatch(c -> lexicon.transliteration.indexOf(c) >= 0);
    }

    /// What the mask keeps: the surname; the first character of minority and foreign names; the first letter.
    String kept(String name) {
        if (!Text.isHan(name.charAt(0))) {
            return name.substring(0, 1);
        }
        boolean foreign = name.matches(".*[·•・‧∙].*") || partsOf(name) >= 2;
        return foreign ? name.substring(0, 1) : lexicon.surname(name).orElse(name.substring(0, 1));
    }

    /// 陈某大川, 陈×大川, for a name of three characters or more.
    Optional<Pattern> halfMasked(String name) {
        String surname = lexicon.surname(name).orElse("");
        String given = name.substring(surname.length());
        boolean chinese = name.chars().allMatch(c -> Text.isHan((char) c));
        return surname.isEmpty() || given.length() < 2 || !chinese
                ? Optional.empty()
                : Optional.of(Pattern.compile(Pattern.quote(surname) + "[某×xX*○]{1,2}" + Pattern.quote(given)));
    }
}
