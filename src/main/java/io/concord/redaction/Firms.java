package io.concord.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of firms, and their short forms: defined in the text, or left over when place and trade are dropped.
///
/// Authorities, courts and unions are none: their names stay.
final class Firms {

    private static final int LONGEST = 26;
    private static final Reason FULL = new Reason("单位全称", "the full name of a firm");
    private static final Reason DEFINED = new Reason("文中定义的简称", "a short form that the text defines");
    private static final Reason SHORT = new Reason("单位简称", "a short form of a firm's name");
    private static final Pattern DEFINITION = Pattern.compile(
            "^\\s*\\(?\\s*(?:以下|下)?简?称(?:为|:)?\\s*[“\"'‘「『]?([\\u4e00-\\u9fffA-Za-z0-9]{2,12}?)[”\"'’」』]?\\s*\\)");
    private static final Pattern BRANCH = Pattern.compile("^(?:[\\u4e00-\\u9fff]{2,6}?)?分公司");
    private static final Pattern PLACE = Pattern.compile("^[\\u4e00-\\u9fff]{2,4}?(?:自治区|自治州|省|市|区|县)");

    private final Lexicon lexicon;
    private final Pattern companies;
    private final Pattern houses;

    Firms(Lexicon lexicon) {
        this.lexicon = lexicon;
        this.companies = Pattern.compile(lexicon.any("companyForms"));
        this.houses = Pattern.compile(lexicon.any("houseForms"));
    }

    Lexicon lexicon() {
        return lexicon;
    }

    /// What a firm's name is made of.
    ///
    /// @param place before the core, may be empty
    /// @param core what only this firm is called
    /// @param trade industry words before the form, may be empty
    record Name(String place, String core, String trade, String form) {}

    void find(Text text, Words.Cut words, Hits hits) {
        List<String> names = new ArrayList<>();
        companies(text, words, hits, names);
        houses(text, words, hits, names);
        names.stream().distinct().forEach(name -> shortForms(text, words, hits, name, SHORT));
    }

    private void companies(Text text, Words.Cut words, Hits hits, List<String> names) {
        Matcher m = companies.matcher(text.folded());
        while (m.find()) {
            int end = m.end();
            Matcher branch = BRANCH.matcher(text.between(end, end + 9));
            if (branch.find()) {
                end += branch.end();
            }
            int start = start(text, words, m.start());
            String whole = text.between(start, end);
            Name name = parts(whole, text);
            boolean bare = m.group().equals("公司");
            boolean named = name.core().length() >= 2 && (!bare || !name.place().isEmpty() || defined(text, end));
            if (named && hits.add(new Hit(Kind.FIRM, start, end, bare ? 0.7 : 0.95, FULL, whole, null))) {
                names.add(whole);
                define(text, words, hits, end, whole);
            }
        }
    }

    /// Shops, plants and schools: only with a place before the core, or where the text makes them a party.
    private void houses(Text text, Words.Cut words, Hits hits, List<String> names) {
        Matcher m = houses.matcher(text.folded());
        while (m.find()) {
            int start = start(text, words, m.start());
            String whole = text.between(start, m.end());
            Name name = parts(whole, text);
            boolean party = text.before(start, 6).matches(".*(?:原告|被告|申请人|单位|第三人|[甲乙丙]方)[:]?");
            boolean named = name.core().length() >= 2 && (!name.place().isEmpty() || party || defined(text, m.end()));
            if (named && hits.add(new Hit(Kind.FIRM, start, m.end(), 0.8, FULL, whole, null))) {
                names.add(whole);
                define(text, words, hits, m.end(), whole);
            }
        }
    }

    /// Where the name ending here begins: after the last word that no name holds.
    private int start(Text text, Words.Cut words, int end) {
        int start = end;
        while (start > 0 && end - start < LONGEST && Text.isHan(text.at(start - 1)) && text.at(start - 1) != '某') {
            int word = words.startOf(start - 1);
            String last = text.between(word, start);
            if (stops(last) || !last.chars().allMatch(c -> Text.isHan((char) c))) {
                break;
            }
            start = word;
        }
        return afterStops(text, start, end);
    }

    private boolean stops(String word) {
        return lexicon.has("firmStops", word)
                || lexicon.has("titles", word)
                || word.length() > 1
                        && lexicon.words("firmStops").stream()
                                .anyMatch(stop -> stop.length() > 1 && word.endsWith(stop));
    }

    /// Longer stops that the words of HanLP run across, for example 被申请人.
    private int afterStops(Text text, int start, int end) {
        String run = text.between(start, end);
        int from = 0;
        for (String stop : lexicon.words("firmStops")) {
            int at = stop.length() > 1 ? run.lastIndexOf(stop) : -1;
            if (at >= 0) {
                from = Math.max(from, at + stop.length());
            }
        }
        return start + from;
    }

    /// A full name taken apart.
    Name parts(String whole, Text text) {
        String name = whole.replaceFirst("(?<=公司)[\\u4e00-\\u9fff]{2,6}分公司$", "分公司");
        String form = lexicon.words("companyForms").stream()
                .filter(f -> name.replaceFirst("分公司$", "").endsWith(f))
                .findFirst()
                .orElseGet(() -> lexicon.words("houseForms").stream()
                        .filter(name::endsWith)
                        .findFirst()
                        .orElse(""));
        String rest = name.replaceFirst("(?<=公司)分公司$", "");
        rest = rest.substring(0, rest.length() - form.length());
        String place = place(rest, text);
        rest = rest.substring(place.length());
        StringBuilder trade = new StringBuilder();
        for (String word = industry(rest); !word.isEmpty(); word = industry(rest)) {
            trade.insert(0, word);
            rest = rest.substring(0, rest.length() - word.length());
        }
        String company = form.contains("集团") ? "集团公司" : "公司";
        String end = name.endsWith("分公司") ? "分公司" : lexicon.has("companyForms", form) ? company : form;
        return new Name(place, rest, trade.toString(), end);
    }

    private String withoutTrade(String rest) {
        String left = rest;
        for (String word = industry(left); !word.isEmpty(); word = industry(left)) {
            left = left.substring(0, left.length() - word.length());
        }
        return left;
    }

    private String industry(String rest) {
        return lexicon.words("industries").stream()
                .filter(rest::endsWith)
                .findFirst()
                .orElse("");
    }

    /// The place a name begins with: a region of the list, or one the text itself speaks of.
    private String place(String name, Text text) {
        Matcher m = PLACE.matcher(name);
        int length = m.find() ? m.end() : 0;
        for (boolean more = true; more; ) {
            more = false;
            for (int end = Math.min(name.length(), length + 4); end >= length + 2; end--) {
                String part = name.substring(length, end);
                boolean spoken = text.folded().contains(part + "市")
                        || text.folded().contains(part + "区")
                        || text.folded().contains(part + "县");
                boolean leavesCore =
                        length == 0 || !withoutTrade(name.substring(end)).isEmpty();
                if (leavesCore && (lexicon.isRegion(part) || spoken)) {
                    length = end;
                    more = true;
                    break;
                }
            }
        }
        return name.substring(0, length);
    }

    private static boolean defined(Text text, int end) {
        return DEFINITION.matcher(text.between(end, end + 24)).find();
    }

    private void define(Text text, Words.Cut words, Hits hits, int end, String entity) {
        Matcher m = DEFINITION.matcher(text.between(end, end + 24));
        if (m.find() && !lexicon.has("notShortForms", m.group(1)) && !m.group(1).contains("某")) {
            text.places(m.group(1))
                    .forEach(at ->
                            hits.add(new Hit(Kind.FIRM, at, at + m.group(1).length(), 0.95, DEFINED, entity, null)));
        }
    }

    /// Short forms that nobody defined: the core with 公司, with its trade, or with the place.
    void shortForms(Text text, Words.Cut words, Hits hits, String entity, Reason reason) {
        Name name = parts(entity, text);
        String core = name.core();
        if (core.length() < 2) {
            return;
        }
        String tail = core.length() > 2 ? core.substring(core.length() - 2) : core;
        String place = name.place().isEmpty() ? "" : "(?:" + Pattern.quote(name.place()) + ")?";
        String trade = name.trade().isEmpty()
                ? ""
                : "(?:" + Pattern.quote(name.trade())
                        + (name.trade().length() > 2
                                ? "|" + Pattern.quote(name.trade().substring(0, 2))
                                : "") + ")";
        String end = name.form().endsWith("公司")
                ? "(?:公司|集团)"
                : "(?:" + Pattern.quote(name.form()) + "|" + Pattern.quote(lexicon.houseShort(name.form())) + ")";
        String stem = place + "(?:" + Pattern.quote(core) + (tail.equals(core) ? "" : "|" + Pattern.quote(tail)) + ")";
        Pattern forms = Pattern.compile(stem + (trade.isEmpty() ? end : "(?:" + trade + end + "?|" + end + ")"));
        Matcher m = forms.matcher(text.folded());
        while (m.find()) {
            hits.add(new Hit(Kind.FIRM, m.start(), m.end(), 0.8, reason, entity, null));
        }
        bareCore(text, words, hits, entity, name);
    }

    /// The core alone, where it is no word of the language.
    private void bareCore(Text text, Words.Cut words, Hits hits, String entity, Name name) {
        String core = name.core();
        boolean isWord = Words.plain(core).size() == 1;
        for (int at : text.places(core)) {
            boolean apart = words.startOf(at) == at;
            if (!isWord && apart) {
                hits.add(new Hit(Kind.FIRM, at, at + core.length(), 0.6, SHORT, entity, null));
            }
        }
    }
}
