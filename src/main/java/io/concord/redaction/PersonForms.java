package io.concord.redaction;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How names of persons are written and shortened. Compiled once for a lexicon.
final class PersonForms {

    private static final Pattern SPACED = Pattern.compile("([\\u4e00-\\u9fff]{1,2})[ ]{1,4}([\\u4e00-\\u9fff])(?![\\u4e00-\\u9fff])");

    private final Lexicon lexicon;
    private final Pattern minority;
    private final Pattern minorityPart;
    private final Pattern alias;
    private final Pattern addressed;
    private final Pattern familiar;

    PersonForms(Lexicon lexicon) {
        this.lexicon = lexicon;
        String parts = lexicon.any("minorityParts");
        this.minorityPart = Pattern.compile(parts);
        this.minority = Pattern.compile(parts + "(?:" + parts + "|[" + lexicon.transliteration + "](?=" + parts + "))*(?:"
                + parts + "|[尔曼汗娜丽江木古布合提])?");
        this.alias = Pattern.compile(lexicon.any("aliasWords") + "(?:名)?[为叫是]?[:]?\\s?(?:[“\"'‘「『]([^”\"'’」』]{1,12})[”\"'’」』]|([\\u4e00-\\u9fff]{2,4})(?=[,。;、)]))");
        String surname = "(" + lexicon.any("compoundSurnames") + "|[" + lexicon.surnames + "])";
        this.addressed = Pattern.compile(surname + "(" + lexicon.any("addressed") + ")");
        this.familiar = Pattern.compile("(?<![\\u4e00-\\u9fff&&[^" + lexicon.followers + "]])[老小阿]([" + lexicon.surnames + "])");
    }

    Pattern minority() {
        return minority;
    }

    Pattern alias() {
        return alias;
    }

    Pattern addressed() {
        return addressed;
    }

    Pattern familiar() {
        return familiar;
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
