package io.concord.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gives each person and firm of a text one mask, in the order of their first mention.
///
/// Masks that already stand in the text are taken: nobody new is given the 陈某1 of somebody else.
final class Masks {

    private static final String LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥";

    private final Text text;
    private final Known known;
    private final Profile profile;
    private final Firms firms;
    private final Map<String, String> persons = new HashMap<>();
    private final Map<String, String> labels = new HashMap<>();
    private final Map<String, String> descriptions = new HashMap<>();
    private final Set<String> described = new HashSet<>();

    Masks(Text text, Known known, Profile profile, Firms firms) {
        this.text = text;
        this.known = known;
        this.profile = profile;
        this.firms = firms;
    }

    /// @param hits in the order of the text
    /// @param kept what masks keep of each person's name
    List<Finding> give(List<Hit> hits, Map<String, String> kept) {
        namePersons(hits, kept);
        nameFirms(hits);
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < hits.size(); i++) {
            Hit hit = hits.get(i);
            String original = text.original().substring(hit.start(), hit.end());
            findings.add(new Finding(
                    hit.kind(), hit.start(), hit.end(), original, mask(hits, i), hit.reason(), hit.confidence()));
        }
        return findings;
    }

    private String mask(List<Hit> hits, int i) {
        Hit hit = hits.get(i);
        if (hit.entity() == null) {
            return hit.form() == null ? Identifiers.REMOVED : hit.form();
        }
        if (hit.kind() != Kind.FIRM) {
            String mask = persons.getOrDefault(hit.entity(), "某某") + (hit.form() == null ? "" : hit.form());
            // 陈某2 and 3000元 would read as 23000元.
            return Character.isDigit(mask.charAt(mask.length() - 1)) && Character.isDigit(text.at(hit.end()))
                    ? mask + " "
                    : mask;
        }
        return firm(hits, i);
    }

    // Persons

    private void namePersons(List<Hit> hits, Map<String, String> kept) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        int letter = 0;
        for (Hit hit : hits) {
            boolean person = hit.kind() == Kind.PERSON || hit.kind() == Kind.STAFF;
            String entity = hit.entity();
            if (!person || entity == null || persons.containsKey(entity)) {
                continue;
            }
            if (profile.protect() && isProtected(entity)) {
                letter = nextLetter(letter);
                persons.put(entity, "小" + (char) ('A' + letter++));
            } else {
                String base = base(entity, kept.getOrDefault(entity, entity.substring(0, 1)));
                persons.put(entity, base);
                if (entity.indexOf('~') < 0) {
                    groups.computeIfAbsent(base, b -> new ArrayList<>()).add(entity);
                }
            }
        }
        groups.forEach(this::number);
    }

    private int nextLetter(int from) {
        int letter = from;
        while (letter < 25 && text.folded().contains("小" + (char) ('A' + letter))) {
            letter++;
        }
        return letter;
    }

    private boolean isProtected(String entity) {
        return known.persons().stream()
                        .anyMatch(p -> p.role() == Known.Role.PROTECTED
                                && Words.fold(p.name()).equals(entity))
                || firms.lexicon().words("protectedWords").stream()
                        .anyMatch(word -> text.folded().contains(word + entity));
    }

    private String base(String entity, String kept) {
        int given = entity.length() - kept.length();
        boolean each = profile.names().perCharacter()
                && entity.indexOf('~') < 0
                && Text.isHan(entity.charAt(0))
                && given > 1
                && given < 4;
        return kept + "某".repeat(each ? given : 1);
    }

    /// Several of one mask are told apart by numerals; one alone has none, unless the text has the mask already.
    private void number(String base, List<String> entities) {
        int taken = 0;
        Matcher m = Pattern.compile(Pattern.quote(base) + "([0-9]{0,2}+)(?![0-9.,万元某])")
                .matcher(text.folded());
        while (m.find()) {
            boolean half = entities.stream()
                    .anyMatch(entity -> entity.length() > base.length()
                            && text.folded().startsWith(entity.substring(base.length() - 1), m.end()));
            taken = half ? taken : Math.max(taken, m.group(1).isEmpty() ? 1 : Integer.parseInt(m.group(1)));
        }
        if (entities.size() == 1 && taken == 0) {
            return;
        }
        for (String entity : entities) {
            persons.put(entity, base + ++taken);
        }
    }

    // Firms

    private void nameFirms(List<Hit> hits) {
        int next = 0;
        for (Hit hit : hits) {
            String entity = hit.entity();
            if (hit.kind() == Kind.FIRM && entity != null && !labels.containsKey(entity)) {
                Firms.Name name = firms.parts(entity, text);
                while (next < LETTERS.length() - 1 && isTaken(LETTERS.charAt(next))) {
                    next++;
                }
                String form = name.form().isEmpty() ? "单位" : name.form();
                String label = form.endsWith("公司") ? "公司" : firms.lexicon().houseShort(form);
                labels.put(entity, LETTERS.charAt(Math.min(next++, LETTERS.length() - 1)) + label);
                descriptions.put(entity, "某" + name.trade() + form);
            }
        }
    }

    private boolean isTaken(char letter) {
        return Pattern.compile(letter + "(?:公司|厂|店|单位|中心|酒楼|饭店|酒店|超市|经营部|合作社)")
                .matcher(text.folded())
                .find();
    }

    /// The first full name is described, and given its letter where the text does not define a short form itself.
    private String firm(List<Hit> hits, int i) {
        Hit hit = hits.get(i);
        String entity = hit.entity() == null ? "" : hit.entity();
        String label = labels.getOrDefault(entity, "某单位");
        boolean full =
                text.between(hit.start(), hit.end()).replaceAll("\\s", "").equals(entity);
        if (!full || !described.add(entity)) {
            described.add(entity);
            return label;
        }
        boolean defines = i + 1 < hits.size()
                && entity.equals(hits.get(i + 1).entity())
                && text.between(hit.end(), hits.get(i + 1).start())
                        .matches("\\s*\\(?\\s*(?:以下|下)?简?称(?:为|:)?\\s*[“\"'‘「『]?");
        return descriptions.getOrDefault(entity, "某单位") + (defines ? "" : "（" + label + "）");
    }
}
