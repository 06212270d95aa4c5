package io.concord.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Details that are harmless alone and point at one person together.
final class Rarity {

    private static final Pattern AGE = Pattern.compile("(?<![0-9])([1-9])[0-9]\\s*周?岁");
    private static final Pattern GENDER = Pattern.compile("[,、(。]\\s*[男女](?=[,、)。])|女职工|男职工|[男女][,、]");
    private static final Pattern COUNTY = Pattern.compile("[\\u4e00-\\u9fff]{2,4}(?:区|县|市)");
    private static final Reason COMBINED = new Reason(
            "年龄、性别、民族、行业、地区组合起来可以认出本人", "age, gender, ethnicity, trade and place together point at one person");
    private static final Reason FEW =
            new Reason("同县、同行业、同年、金额相近的案件过少", "too few cases share county, trade, year and amount");

    private final Lexicon lexicon;
    private final Pattern ethnicity;

    Rarity(Lexicon lexicon) {
        this.lexicon = lexicon;
        this.ethnicity = Pattern.compile(lexicon.any("ethnicities"));
    }

    void combinations(Text text, Hits hits) {
        List<Hit> rare = new ArrayList<>();
        Matcher people = ethnicity.matcher(text.folded());
        while (people.find()) {
            rare.add(Hit.masked(Kind.QUASI, people.start(), people.end(), 0.7, COMBINED, "少数民族"));
        }
        if (rare.isEmpty()) {
            return;
        }
        Matcher age = AGE.matcher(text.folded());
        while (age.find()) {
            rare.add(Hit.masked(Kind.QUASI, age.start(), age.end(), 0.7, COMBINED, age.group(1) + "0余岁"));
        }
        int told = 1
                + (AGE.matcher(text.folded()).find() ? 1 : 0)
                + (GENDER.matcher(text.folded()).find() ? 1 : 0)
                + (COUNTY.matcher(text.folded()).find() ? 1 : 0)
                + (lexicon.words("trades").stream().anyMatch(text.folded()::contains) ? 1 : 0);
        if (told >= lexicon.threshold("quasi")) {
            rare.forEach(hits::add);
        }
    }

    boolean isRare(Known known, Profile profile) {
        return known.facts() != null
                && profile.counts() != null
                && profile.counts().sharing(known.facts()) < lexicon.threshold("fewestCases");
    }

    /// The county of a case that has too few like it.
    void county(Text text, Facts facts, Hits hits) {
        String county = Words.fold(facts.county());
        String kind = county.substring(county.length() - 1);
        text.places(county)
                .forEach(at -> hits.add(Hit.masked(Kind.QUASI, at, at + county.length(), 0.9, FEW, "某" + kind)));
    }
}
