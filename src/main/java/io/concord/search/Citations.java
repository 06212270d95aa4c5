package io.concord.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Articles of law in a text, in any way of writing them, as `劳动合同法#30`: the law without 中华人民共和国 and years,
/// the number in digits, `#30-1` for 第三十条之一.
public final class Citations {

    /// A cited article and where it stands.
    ///
    /// @param article its number; empty where only the law is named
    public record Citation(String law, String article, int start, int end) {
        /// `劳动合同法#30`, or the law alone.
        public String key() {
            return article.isEmpty() ? law : law + "#" + article;
        }
    }

    private static final String NUMBER = "[0-9０-９〇零一二三四五六七八九十百千]{1,9}";
    private static final Pattern TITLE = Pattern.compile("《([^《》]{2,80})》");
    private static final Pattern ARTICLE =
            Pattern.compile("\\G\\s*(?:[、，,和及与]|以及)?\\s*第?\\s*(" + NUMBER + ")\\s*条(?:\\s*之\\s*(" + NUMBER
                    + "))?(?:[、，和及]?第?" + NUMBER + "款)*(?:[、，和及]?第?[（(]?" + NUMBER + "[）)]?项)*");
    private static final String DIGITS = "零一二三四五六七八九";

    /// Other names → law, the longest first.
    private final List<Map.Entry<String, String>> names;

    /// @param laws names of laws as they are cited without book marks
    /// @param short_ other names for them, for example 劳合法 → 劳动合同法
    public Citations(Collection<String> laws, Map<String, String> short_) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String law : laws) {
            String plain = lawOf(law);
            if (plain.length() >= 2) {
                all.put(Fold.of(plain), plain);
            }
        }
        short_.forEach((name, law) -> all.put(Fold.of(name), lawOf(law)));
        this.names = all.entrySet().stream()
                .sorted(Comparator.comparingInt(
                        (Map.Entry<String, String> e) -> -e.getKey().length()))
                .toList();
    }

    /// The name of a law as it is compared: without the country, the year of a version and book marks.
    public static String lawOf(String title) {
        return title.strip()
                .replaceAll("[《》〈〉]", "")
                .replaceFirst("^中华人民共和国", "")
                .replaceFirst("[（(](?:\\d{4}|\\d{4}-\\d{2}-\\d{2}|\\d{4}年?(?:修正|修订|第.次修正)?|修正|修订|试行)[）)]$", "")
                .replaceFirst("\\(\\d{4}-\\d{2}-\\d{2}\\)$", "");
    }

    /// Every citation in order.
    public List<Citation> find(String original) {
        String text = Fold.of(original);
        List<Citation> found = new ArrayList<>();
        Matcher title = TITLE.matcher(text);
        boolean[] taken = new boolean[text.length() + 1];
        while (title.find()) {
            String law = names.stream()
                    .filter(e -> e.getKey().equals(Fold.of(lawOf(title.group(1)))))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse(lawOf(title.group(1)));
            mark(taken, title.start(), title.end());
            articles(text, law, title.start(), title.end(), taken, found, true);
        }
        for (Map.Entry<String, String> name : names) {
            for (int i = text.indexOf(name.getKey()); i >= 0; i = text.indexOf(name.getKey(), i + 1)) {
                if (!taken[i]) {
                    int end = i + name.getKey().length();
                    mark(taken, i, end);
                    articles(text, name.getValue(), i, end, taken, found, false);
                }
            }
        }
        found.sort(Comparator.comparingInt(Citation::start));
        return found;
    }

    private static void articles(
            String text, String law, int start, int end, boolean[] taken, List<Citation> found, boolean titled) {
        Matcher article = ARTICLE.matcher(text);
        int from = end;
        boolean any = false;
        // 《…》（2012修正）第三十条
        Matcher version = Pattern.compile("\\G\\s*[（(][^（）()]{1,20}[）)]").matcher(text);
        if (titled && version.find(from)) {
            from = version.end();
        }
        while (from <= text.length() && article.find(from)) {
            String number = number(article.group(1)) + (article.group(2) == null ? "" : "-" + number(article.group(2)));
            found.add(new Citation(law, number, any ? article.start() : start, article.end()));
            mark(taken, article.start(), article.end());
            any = true;
            from = article.end();
        }
        if (!any) {
            found.add(new Citation(law, "", start, end));
        }
    }

    private static void mark(boolean[] taken, int start, int end) {
        for (int i = start; i < end; i++) {
            taken[i] = true;
        }
    }

    /// Keys of the articles cited, each once; laws alone are not among them.
    public List<String> articles(String text) {
        Set<String> keys = new LinkedHashSet<>();
        for (Citation c : find(text)) {
            if (!c.article().isEmpty()) {
                keys.add(c.key());
            }
        }
        return List.copyOf(keys);
    }

    /// 三百四十一 → 341.
    public static int number(String text) {
        String folded = Fold.of(text);
        if (folded.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Integer.parseInt(folded);
        }
        int sum = 0;
        int digit = 0;
        boolean unit = false;
        for (char c : folded.toCharArray()) {
            int value = c == '〇' ? 0 : DIGITS.indexOf(c);
            int factor = c == '十' ? 10 : c == '百' ? 100 : c == '千' ? 1000 : 0;
            if (factor > 0) {
                sum += (digit == 0 ? 1 : digit) * factor;
                digit = 0;
                unit = true;
            } else if (value >= 0) {
                // Also 一二三 for 123.
                digit = unit ? value : digit * 10 + value;
            }
        }
        return sum + digit;
    }

    /// `刑法#276-1` as 刑法第276条之一.
    public static String spoken(String key) {
        String[] parts = key.split("#", 2);
        if (parts.length < 2) {
            return key;
        }
        String[] number = parts[1].split("-", 2);
        return parts[0] + "第" + number[0] + "条"
                + (number.length > 1 && number[1].matches("[0-9]{1,3}")
                        ? "之" + written(Integer.parseInt(number[1]))
                        : "");
    }

    /// 341 → 三百四十一.
    public static String written(int number) {
        if (number >= 10_000 || number < 0) {
            return String.valueOf(number);
        }
        StringBuilder out = new StringBuilder();
        int[] units = {1000, 100, 10, 1};
        String[] names = {"千", "百", "十", ""};
        boolean gap = false;
        for (int i = 0; i < 4; i++) {
            int digit = number / units[i] % 10;
            if (digit == 0) {
                gap = !out.isEmpty();
            } else {
                if (gap) {
                    out.append('零');
                    gap = false;
                }
                if (!(digit == 1 && units[i] == 10 && out.isEmpty())) {
                    out.append(DIGITS.charAt(digit));
                }
                out.append(names[i]);
            }
        }
        return out.isEmpty() ? "零" : out.toString();
    }
}
