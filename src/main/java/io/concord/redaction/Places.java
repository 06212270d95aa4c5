package io.concord.redaction;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where people live and work: addresses and places below the county, projects, apps and brands.
final class Places {

    private static final String NUMBER = "(?:附?[0-9A-Za-z一二三四五六七八九十\\-]{1,6}(?:号楼|号院|号|栋|幢|座|单元|室|楼|层|弄|组|社|排))";
    private static final String OPEN = "[“\"《「『'‘]";
    private static final String CLOSE = "[”\"》」』'’]";
    private static final char STOP = '\u0001';
    private static final Pattern HOME =
            Pattern.compile("(?:(?<!某)住|位于|住所地|地址|住址|户籍地)(?:为|:|在)?(?:[\\u4e00-\\u9fff]{2,10}[区县市])?$");
    private static final Reason ADDRESS = new Reason("县级以下地址", "an address below the county");

    private final Lexicon lexicon;
    private final Pattern address;
    private final Pattern crossing;
    private final Pattern bareRoad;
    private final Pattern smallPlace;
    private final Pattern project;
    private final Pattern quotedProject;
    private final Pattern app;
    private final Pattern brand;
    private final Pattern knownBrand;

    Places(Lexicon lexicon) {
        this.lexicon = lexicon;
        // Patterns of addresses look at the shape of a text, in which no Han character is a stop.
        String part = "[\\u4e00-\\u9fff]{1,6}?" + lexicon.any("roads", "compounds", "smallPlaces")
                + "(?:[东南西北中一二三四五六七八九十0-9]{1,3}段)?";
        String road = "[\\u4e00-\\u9fff]{1,6}?" + lexicon.any("roads");
        this.address = Pattern.compile("(?:" + part + "(?:\\s?" + part + "){0,3}\\s?(?:第?" + NUMBER
                + "){1,6}|(?<![0-9第])(?:[0-9]{1,4}(?:号楼|栋|幢)(?:[0-9一二三四]{1,3}单元)?[0-9]{1,4}(?:室|号)))");
        this.crossing = Pattern.compile(road + "[\u0001、]" + road + "(?:交叉口|路口|交汇处|交界处)");
        this.bareRoad = Pattern.compile("(" + part + "){1,3}(?![\\u4e00-\\u9fff])");
        this.smallPlace = Pattern.compile(lexicon.any("smallPlaces"));
        this.project = Pattern.compile("(?:" + lexicon.any("projectParts")
                + "|[一二三四五六七八九十0-9]期)(?:[一二三四五六七八九十0-9]{1,2}期)?(?:[A-Z0-9]{1,2}区|[0-9]{1,2}标段)?(?:装修|安装|施工|建设|改造)?"
                + lexicon.any("projectEnds"));
        this.quotedProject = Pattern.compile(OPEN + "([^”\"》」』'’“]{2,16})" + CLOSE
                + "(?:[一二三四五六七八九十0-9]{1,2}期)?(?:装修|安装|施工|建设|改造)?(" + lexicon.any("projectEnds") + ")");
        this.app = Pattern.compile(
                OPEN + "[^”\"》」』'’“]{1,14}" + CLOSE + "(?:手机|网约车|众包|直播|配送)?(" + lexicon.any("appEnds") + ")");
        this.brand = Pattern.compile(OPEN + "[^”\"》」』'’“]{1,14}" + CLOSE + "(" + lexicon.any("brandEnds") + ")");
        this.knownBrand = Pattern.compile(lexicon.any("brands") + "(?:众包|专送|优选|骑手版)?(" + lexicon.any("appEnds") + ")?");
    }

    void find(Text text, Words.Cut words, Hits hits) {
        addresses(text, words, hits);
        quoted(text, hits, app, Kind.APP, "带引号的平台或应用名", "a platform or app in quotation marks");
        quoted(text, hits, brand, Kind.BRAND, "带引号的品牌或店名", "a brand in quotation marks");
        brands(text, hits);
        projects(text, words, hits);
    }

    /// The text with a mark for every character that no street's name holds; 区 stays in 小区 and 社区.
    private String shape(Text text) {
        char[] shape = text.folded().toCharArray();
        for (int i = 0; i < shape.length; i++) {
            boolean compound = shape[i] == '区' && i > 0 && "小社".indexOf(shape[i - 1]) >= 0;
            if (!compound && lexicon.placeStops.indexOf(shape[i]) >= 0) {
                shape[i] = STOP;
            }
        }
        return new String(shape);
    }

    private void addresses(Text text, Words.Cut words, Hits hits) {
        String shape = shape(text);
        Matcher m = crossing.matcher(shape);
        while (m.find()) {
            addAddress(text, words, hits, m.start(), m.end(), 0.85);
        }
        m = address.matcher(shape);
        while (m.find()) {
            if (text.at(m.start() - 1) != '第' && !m.group().matches(".*第[0-9]+号$")) {
                addAddress(text, words, hits, m.start(), m.end(), 0.9);
            }
        }
        m = bareRoad.matcher(shape);
        Set<String> roads = new LinkedHashSet<>();
        while (m.find()) {
            boolean named = m.end() - m.start() > 2;
            if (named && HOME.matcher(text.before(m.start(), 16)).find()) {
                addAddress(text, words, hits, m.start(), m.end(), 0.6);
                roads.add(text.between(m.start(), m.end()));
            }
        }
        // A street that was somebody's address is one wherever it stands.
        roads.forEach(road ->
                text.places(road).forEach(at -> addAddress(text, words, hits, at, at + road.length(), 0.6)));
    }

    /// An address begins with a word; what a pattern took of the word before is given back.
    private void addAddress(Text text, Words.Cut words, Hits hits, int start, int end, double confidence) {
        int from = start;
        while (from < end - 3
                && words.startOf(from) < start
                && Text.isHan(text.at(from))
                && words.at(from).isWord()
                && words.at(from).end() < end) {
            from = words.at(from).end();
        }
        hits.add(Hit.masked(Kind.ADDRESS, from, end, confidence, ADDRESS, "某地"));
    }

    private static void quoted(Text text, Hits hits, Pattern pattern, Kind kind, String zh, String en) {
        Matcher m = pattern.matcher(text.folded());
        while (m.find()) {
            if (m.group().indexOf('某') < 0) {
                hits.add(Hit.masked(
                        kind,
                        m.start(),
                        m.end(),
                        0.85,
                        new Reason(zh, en),
                        "某" + text.original().substring(m.start(1), m.end(1))));
            }
        }
    }

    private void brands(Text text, Hits hits) {
        Matcher m = knownBrand.matcher(text.folded());
        while (m.find()) {
            hits.add(Hit.masked(
                    Kind.APP,
                    m.start(),
                    m.end(),
                    0.8,
                    new Reason("知名平台", "a well-known platform"),
                    "某" + (m.group(1) == null ? "平台" : m.group(1))));
        }
    }

    private void projects(Text text, Words.Cut words, Hits hits) {
        Matcher m = quotedProject.matcher(text.folded());
        while (m.find()) {
            if (m.group(1).indexOf('某') < 0) {
                hits.add(Hit.masked(
                        Kind.PROJECT,
                        m.start(),
                        m.end(),
                        0.9,
                        new Reason("带引号的项目名", "a project in quotation marks"),
                        mask(m.group(1), m.group(2))));
            }
        }
        m = project.matcher(text.folded());
        while (m.find()) {
            int start = nameStart(text, words, m.start(), 4);
            if (m.start() - start >= 2) {
                String end = lexicon.words("projectEnds").stream()
                        .filter(m.group()::endsWith)
                        .findFirst()
                        .orElse("");
                String name = text.between(start, m.end() - end.length());
                hits.add(Hit.masked(
                        Kind.PROJECT,
                        start,
                        m.end(),
                        0.75,
                        new Reason("项目名称", "the name of a project"),
                        mask(name, end)));
            }
        }
    }

    /// Whole words before a place, none of which is a stop, at most so many characters.
    private int nameStart(Text text, Words.Cut words, int end, int most) {
        int start = end;
        while (start > 0 && Text.isHan(text.at(start - 1))) {
            int word = words.startOf(start - 1);
            String last = text.between(word, start);
            boolean stop = last.length() == 1 && (lexicon.placeStops + lexicon.followers).contains(last)
                    || lexicon.has("firmStops", last)
                    || last.contains("某")
                    || last.matches(".*[省市区县镇乡]");
            if (stop || end - word > most) {
                break;
            }
            start = word;
        }
        return start;
    }

    private String mask(String name, String end) {
        String bare = name.replaceFirst("[一二三四五六七八九十0-9]{1,2}(?:期|标段)?$", "")
                .replaceFirst("(?:装修|安装|施工|建设|改造)$", "")
                .replaceFirst("[一二三四五六七八九十0-9]{1,2}期$", "");
        String type = lexicon.projectTypes().entrySet().stream()
                .filter(part -> bare.endsWith(part.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
        return "某" + type + end;
    }

    /// Towns and villages, also as part of an agency's name.
    void small(Text text, Words.Cut words, Hits hits) {
        Matcher m = smallPlace.matcher(text.folded());
        while (m.find()) {
            int start = nameStart(text, words, m.start(), 3);
            String whole = text.between(start, m.end());
            boolean generic = lexicon.words("notPlaces").stream().anyMatch(whole::endsWith)
                    || whole.matches("[一二三四五六七八九十两几多各].*")
                    || text.between(m.end() - 1, m.end() + 1).matches("乡镇|乡村|村民|村镇|镇街");
            int length = m.start() - start;
            if (length >= (m.group().equals("村") ? 2 : 1) && length <= 3 && whole.length() > 2 && !generic) {
                hits.add(Hit.masked(
                        Kind.PLACE,
                        start,
                        m.end(),
                        0.7,
                        new Reason("县级以下地名", "a place below the county"),
                        "某" + m.group()));
            }
        }
    }
}
