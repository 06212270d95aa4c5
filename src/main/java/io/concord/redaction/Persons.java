package io.concord.redaction;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Names of persons in one text: by what stands around them, by HanLP, and then wherever the same name stands.
///
/// One instance for one text.
final class Persons {

    private static final Pattern DESCRIBED = Pattern.compile(
            "(?<=^|[^\\u4e00-\\u9fff])([\\u4e00-\\u9fff]{2,6})(?=,\\s*(?:男|女)[,、。]|\\((?:男|女)[,)]|\\((?:公民)?身份证|,(?:公民身份|身份证))");
    private static final Pattern HALF = Pattern.compile("[某×*○xX]");
    private static final Pattern AND_OTHERS =
            Pattern.compile("等(?:人(?![格员群民身才物])|(?:[0-9]+|[一二三四五六七八九十百]+)[余多]?[名人位])");
    private static final int LONGEST_TITLE = 8;

    private final Lexicon lexicon;
    private final PersonForms forms;
    private final Text text;
    private final Words.Cut words;
    private final Words.Cut names;
    private final Hits hits;

    /// Those found so far, by name; what they are found as.
    private final Map<String, Person> people = new LinkedHashMap<>();

    private final List<PersonForms.Called> called;
    private final Titles titles;
    private final NameScore score;

    /// @param surname what the mask keeps
    private record Person(String surname, Kind kind, double confidence, Reason reason) {}

    Persons(Lexicon lexicon, PersonForms forms, Text text, Words.Cut words, Words.Cut names, Hits hits) {
        this.lexicon = lexicon;
        this.forms = forms;
        this.text = text;
        this.words = words;
        this.names = names;
        this.hits = hits;
        this.called = forms.called(text.folded());
        this.titles = new Titles(lexicon, text, words);
        this.score = new NameScore(lexicon, forms, text, words, names, hits, called);
    }

    /// @param known names found already, by entity
    void find(Set<String> known) {
        known.forEach(name -> people.put(
                name, new Person(forms.kept(name), Kind.PERSON, 1, new Reason("本事项当事人", "a party of the matter"))));
        new ForeignNames(lexicon, forms, text, titles, this::person).find();
        described();
        afterTitles();
        listed();
        everywhere();
        aliases();
        recognised();
        everywhere();
        addressed();
    }

    // What names look like

    private void described() {
        Matcher m = DESCRIBED.matcher(text.folded());
        while (m.find()) {
            int start = m.start(1);
            for (int at = m.start(1) + 1; at < m.end(1); at++) {
                start = titles.endAt(at) ? at : start;
            }
            String name = text.between(start, m.end(1));
            boolean plain = lexicon.surname(name).isPresent() || name.length() > 2 && forms.looksForeign(name);
            if (plain && name.length() >= 2 && name.length() <= 5 && score.isNameLike(name)) {
                person(
                        start,
                        m.end(1),
                        Kind.PERSON,
                        0.85,
                        new Reason("其后有性别或证件号", "gender or an identity number follows"));
            }
        }
    }

    // What stands before names

    private void afterTitles() {
        Deque<Integer> chain = new ArrayDeque<>();
        for (int i = 1; i <= text.length(); i++) {
            if (titles.endAt(i)) {
                chain.add(after(titled(i), i));
            }
            while (!chain.isEmpty()) {
                int end = chain.poll();
                if (end > 0 && "、和与及".indexOf(text.at(end)) >= 0) {
                    int next = end + 1;
                    Kind kind = people.values().stream()
                            .reduce((a, b) -> b)
                            .map(Person::kind)
                            .orElse(Kind.PERSON);
                    int found = name(next, kind, 2.6, 0.8, new Reason("与前一姓名并列", "listed with the name before"), false);
                    chain.add(after(found, next));
                }
            }
        }
    }

    private static int after(int end, int start) {
        return end > start ? end : -1;
    }

    /// The end of the name behind a title that ends here; -1 where none follows.
    private int titled(int end) {
        int at = end;
        while (at < text.length() && (":\"“( ".indexOf(text.at(at)) >= 0) && at - end < 4) {
            at++;
        }
        if (at > end && "(“\"".indexOf(text.at(at - 1)) >= 0 && text.at(end) != ':') {
            return -1;
        }
        boolean staff = titles.isStaffAt(end);
        Reason reason = new Reason("前有身份或职务", "follows a title");
        Kind kind = staff ? Kind.STAFF : Kind.PERSON;
        int spaced = spaced(at, kind, reason);
        return spaced > 0 ? spaced : name(at, kind, at > end && text.at(at - 1) == ':' ? 0.8 : 1, 0.9, reason, true);
    }

    /// 李 明, spaced to the width of three characters.
    private int spaced(int at, Kind kind, Reason reason) {
        Matcher m = forms.spaced().matcher(text.folded()).region(at, Math.min(text.length(), at + 8));
        m.useTransparentBounds(true);
        if (m.lookingAt() && lexicon.surname(m.group(1)).isPresent()) {
            person(at, m.end(2), kind, 0.85, reason);
            return m.end(2);
        }
        return -1;
    }

    /// 米小虎、麦收成等人: names before 等人 or 等七人, back to where the list begins.
    private void listed() {
        Matcher m = AND_OTHERS.matcher(text.folded());
        while (m.find()) {
            int end = m.start();
            for (int start = nameBefore(end); start >= 0; start = nameBefore(end)) {
                person(start, end, Kind.PERSON, 0.8, new Reason("其后有“等人”", "and others follow"));
                end = text.at(start - 1) == '、' ? start - 1 : -1;
            }
        }
    }

    /// Where the name that ends here begins; -1 where none does.
    private int nameBefore(int end) {
        for (int length = 4; length >= 2 && end > 0; length--) {
            int start = end - length;
            String name = start < 0 ? "" : text.between(start, end);
            int given = length - lexicon.surname(name).map(String::length).orElse(length);
            char before = text.at(start - 1);
            boolean opens = !Text.isHan(before) || lexicon.followers.indexOf(before) >= 0 || titles.endAt(start);
            if (given >= 1 && given <= 2 && opens && score.isNameLike(name) && hits.isFree(start, end)) {
                return start;
            }
        }
        return -1;
    }

    // What a name is

    /// Takes the best name that begins here.
    ///
    /// @param least score that is asked for; lower where the surroundings already say that a name follows
    /// @return its end, or -1
    private int name(int at, Kind kind, double least, double confidence, Reason reason, boolean titled) {
        if (!Text.isHan(text.at(at)) || !hits.isFree(at, at + 1)) {
            return -1;
        }
        String surname = lexicon.surname(text.between(at, at + 2)).orElse("");
        if (surname.isEmpty()) {
            return -1;
        }
        boolean doubtful = surname.length() == 1 && lexicon.doubtfulSurnames.contains(surname);
        int best = score.best(at, surname, least + (doubtful ? 1.5 : 0), titled);
        if (best > 0) {
            person(at, best, kind, doubtful ? Math.min(confidence, 0.7) : confidence, reason);
        }
        return best;
    }

    // What HanLP says

    private void recognised() {
        for (Token token : names.tokens()) {
            if (token.isName()
                    && token.text().length() >= 2
                    && token.text().length() <= 6
                    && hits.isFree(token.start(), token.end())) {
                if (token.nature().equals("nrf")) {
                    foreignToken(token);
                } else {
                    chineseToken(token);
                }
            }
        }
    }

    private void foreignToken(Token token) {
        if (token.text().length() >= 3 && forms.looksForeign(token.text()) && score.isNameLike(token.text())) {
            person(token.start(), token.end(), Kind.PERSON, 0.55, new Reason("音译姓名", "a transliterated name"));
        }
    }

    private void chineseToken(Token token) {
        String before = text.between(token.start() - 1, token.start());
        boolean opens = before.isEmpty()
                || !Text.isHan(before.charAt(0))
                || lexicon.followers.contains(before)
                || titles.endAt(token.start())
                || names.at(token.start() - 1).isFunction();
        boolean region = lexicon.isRegion(token.text()) || "省市区县镇乡村路街族".indexOf(text.at(token.end())) >= 0;
        boolean doubtful = lexicon.doubtfulSurnames.indexOf(text.at(token.start())) >= 0;
        boolean phrase = lexicon.neverEnds.indexOf(text.at(token.end() - 1)) >= 0;
        if (!region && !(doubtful && token.text().length() < 3) && !phrase) {
            name(token.start(), Kind.PERSON, opens ? 2.6 : 5, 0.65, new Reason("姓名识别", "recognised as a name"), false);
        }
    }

    // Where names come again

    /// Every other place of a name that was found, the longest names first.
    private void everywhere() {
        people.entrySet().stream()
                .sorted((a, b) -> b.getKey().length() - a.getKey().length())
                .toList()
                .forEach(entry -> {
                    String name = entry.getKey();
                    boolean word = entry.getValue().confidence() < 1 && Words.frequency(name) > 0;
                    text.places(name).forEach(at -> {
                        int end = at + name.length();
                        if (!word || forms.opens(text.folded(), at) && score.boundary(end) >= 2) {
                            add(at, end, name, "");
                        }
                    });
                    halfMasked(name);
                });
    }

    private void halfMasked(String name) {
        if (HALF.matcher(text.folded()).find()) {
            forms.halfMasked(name).ifPresent(pattern -> {
                Matcher m = pattern.matcher(text.folded());
                while (m.find()) {
                    add(m.start(), m.end(), name, "");
                }
            });
        }
    }

    private void aliases() {
        Matcher m = forms.alias().matcher(text.folded());
        Map<String, String> found = new HashMap<>();
        while (m.find()) {
            String alias = m.group(1) == null ? m.group(2) : m.group(1);
            int start = m.group(1) == null ? m.start(2) : m.start(1);
            if (alias.indexOf('某') < 0 && !lexicon.has("titles", alias)) {
                String owner = before(start);
                String entity = owner == null ? alias : owner;
                if (owner == null) {
                    people.putIfAbsent(alias, new Person("某", Kind.PERSON, 0.8, new Reason("别名", "another name")));
                }
                found.put(alias, entity);
            }
        }
        found.forEach((alias, entity) -> text.places(alias)
                .forEach(at -> hits.add(new Hit(
                        kind(entity),
                        at,
                        at + alias.length(),
                        0.85,
                        new Reason("别名、绰号或网名", "another name of the person"),
                        entity,
                        ""))));
    }

    /// The person named last before a place, in the same sentence.
    private @Nullable String before(int place) {
        String last = null;
        for (Hit hit : hits.inOrder()) {
            boolean person = hit.kind() == Kind.PERSON || hit.kind() == Kind.STAFF;
            if (person && hit.end() <= place && text.between(hit.end(), place).indexOf('。') < 0) {
                last = hit.entity();
            }
        }
        return last;
    }

    /// 陈经理, 老陈: the person of that surname, if there is only one.
    private void addressed() {
        for (PersonForms.Called one : called) {
            boolean familiar = one.title().isEmpty();
            boolean fits = familiar
                    ? !words.plainWord(one.start(), one.end()) && score.boundary(one.end()) > 1.5
                    : beginsWord(one)
                            && !cutsWord(one.end(), one.title())
                            && opensAddress(
                                    one.start(), one.surname(), one.title().length() == 1);
            if (fits && hits.isFree(one.start(), one.end())) {
                String title = text.original().substring(one.end() - one.title().length(), one.end());
                addCalled(one.start(), one.end(), one.surname(), title, owner(one.surname(), one.title()));
            }
        }
    }

    private boolean beginsWord(PersonForms.Called one) {
        Token word = words.at(one.start());
        return word.start() == one.start() && !(word.isWord() && word.end() <= one.end());
    }

    private boolean opensAddress(int start, String surname, boolean shortTitle) {
        char before = text.at(start - 1);
        boolean doubtful = lexicon.doubtfulSurnames.contains(surname);
        boolean opens = !Text.isHan(before) || lexicon.followers.indexOf(before) >= 0 || titles.endAt(start);
        boolean named = people.keySet().stream().anyMatch(name -> name.startsWith(surname));
        return before != '某'
                && (!doubtful || named)
                && (!(doubtful || shortTitle) || opens)
                && !lexicon.has("notNames", text.between(start, start + 2));
    }

    /// One-character titles (总, 工, 姐, 哥) only where they end a word: 刘总说, not 刘总工会.
    private boolean cutsWord(int end, String title) {
        return title.length() == 1 && score.boundary(end) < 2;
    }

    private void addCalled(int start, int end, String surname, String title, @Nullable String owner) {
        String entity = owner == null ? surname + "~" + title : owner;
        if (owner == null) {
            people.putIfAbsent(
                    entity,
                    new Person(surname, Kind.PERSON, 0.75, new Reason("姓氏加称呼", "a surname with a form of address")));
        }
        hits.add(new Hit(
                kind(entity),
                start,
                end,
                0.75,
                new Reason("姓氏加称呼", "a surname with a form of address"),
                entity,
                title));
    }

    /// The one person of a surname; of several, the one whose title it is; null where that stays open.
    private @Nullable String owner(String surname, String title) {
        List<String> candidates = new ArrayList<>();
        for (String name : people.keySet()) {
            if (name.startsWith(surname) && name.indexOf('~') < 0) {
                candidates.add(name);
            }
        }
        if (candidates.size() > 1 && !title.isEmpty()) {
            candidates.removeIf(name -> !text.folded().contains(title + name));
        }
        return candidates.size() == 1 ? candidates.getFirst() : null;
    }

    // Book-keeping

    private Kind kind(String entity) {
        Person person = people.get(entity);
        return person == null ? Kind.PERSON : person.kind();
    }

    private void person(int start, int end, Kind kind, double confidence, Reason reason) {
        String name = text.between(start, end).replaceAll("[\\s\\u200B]", "");
        Kind role = staffFollows(end) ? Kind.STAFF : kind;
        people.putIfAbsent(name, new Person(forms.kept(name), role, confidence, reason));
        Person first = people.get(name);
        hits.add(new Hit(first.kind(), start, end, Math.max(confidence, first.confidence()), reason, name, ""));
    }

    /// 路遥法官
    private boolean staffFollows(int end) {
        String rest = text.between(end, end + LONGEST_TITLE);
        return lexicon.words("staffTitles").stream().anyMatch(rest::startsWith);
    }

    private void add(int start, int end, String name, String form) {
        Person person = people.get(name);
        if (person != null && (person.confidence() == 1 || text.at(start - 1) != '某')) {
            hits.add(new Hit(person.kind(), start, end, person.confidence(), person.reason(), name, form));
        }
    }

    /// The surnames that masks keep, by entity.
    Map<String, String> kept() {
        Map<String, String> kept = new LinkedHashMap<>();
        people.forEach((name, person) -> kept.put(name, person.surname()));
        return kept;
    }
}
