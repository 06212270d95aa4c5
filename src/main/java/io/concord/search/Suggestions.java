package io.concord.search;

import com.ibm.icu.text.Transliterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a beginning may become: titles, keywords, causes and articles of open cases, also by pinyin and its initials.
/// Never words of a text.
final class Suggestions {

    /// Newest first; a larger casebook suggests the titles of its newer part.
    static final int MOST_TITLES = 20_000;

    static final int MOST_VALUES = 5000;

    private record Entry(String key, SearchEngine.Suggestion suggestion) {}

    private final Entry[] entries;
    /// Pinyin of a whole suggestion → its text.
    private final Map<String, String> spoken = new HashMap<>();

    private Suggestions(Map<String, SearchEngine.Suggestion> all) {
        List<Entry> keys = new ArrayList<>();
        for (SearchEngine.Suggestion s : all.values()) {
            String folded = Fold.of(s.text());
            List<String> syllables = Pinyin.of(s.text());
            String full = String.join("", syllables);
            StringBuilder initials = new StringBuilder();
            syllables.forEach(syllable -> initials.append(syllable.charAt(0)));
            for (String key : new LinkedHashSet<>(List.of(folded, full, initials.toString()))) {
                if (!key.isEmpty()) {
                    keys.add(new Entry(key, s));
                }
            }
            spoken.merge(full, s.text(), (a, b) -> a.length() <= b.length() ? a : b);
        }
        keys.sort(Comparator.comparing(Entry::key));
        this.entries = keys.toArray(Entry[]::new);
    }

    /// @param keywords of a case
    record Titled(String title, List<String> keywords) {}

    /// @param values how many cases have each value, of causes and articles
    /// @param titled at most [#MOST_TITLES]
    static Suggestions of(Map<String, Map<String, Long>> values, Iterable<Titled> titled) {
        Map<String, SearchEngine.Suggestion> all = new LinkedHashMap<>();
        for (String dimension : List.of(Facets.CAUSE, Facets.ARTICLE)) {
            values.getOrDefault(dimension, Map.of()).forEach((value, n) -> {
                String text = dimension.equals(Facets.ARTICLE) ? article(value) : value;
                all.put(text, new SearchEngine.Suggestion(text, dimension, n));
            });
        }
        Map<String, Long> keywords = new HashMap<>();
        for (Titled one : titled) {
            all.putIfAbsent(one.title(), new SearchEngine.Suggestion(one.title(), "title", 1));
            one.keywords().forEach(keyword -> keywords.merge(keyword, 1L, Long::sum));
        }
        keywords.forEach((keyword, n) -> all.put(keyword, new SearchEngine.Suggestion(keyword, "keyword", n)));
        return new Suggestions(all);
    }

    private static String article(String key) {
        String[] parts = key.split("#");
        String[] number = parts[1].split("-");
        return parts[0] + "第" + Citations.written(Integer.parseInt(number[0])) + "条"
                + (number.length > 1 ? "之" + Citations.written(Integer.parseInt(number[1])) : "");
    }

    /// The most frequent first; titles last.
    List<SearchEngine.Suggestion> starting(String typed, int size) {
        String prefix = Fold.of(typed).strip().replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
        if (prefix.isEmpty()) {
            return List.of();
        }
        int at = Arrays.binarySearch(
                entries, new Entry(prefix, new SearchEngine.Suggestion("", "", 0)), Comparator.comparing(Entry::key));
        at = at < 0 ? -at - 1 : at;
        while (at > 0 && entries[at - 1].key().startsWith(prefix)) {
            at--;
        }
        List<SearchEngine.Suggestion> found = new ArrayList<>();
        for (int i = at; i < entries.length && i < at + 5000 && entries[i].key().startsWith(prefix); i++) {
            found.add(entries[i].suggestion());
        }
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(
                                (SearchEngine.Suggestion s) -> s.kind().equals("title"))
                        .thenComparingLong(s -> -s.cases())
                        .thenComparing(SearchEngine.Suggestion::text))
                .limit(size)
                .toList();
    }

    /// What sounds the same and exists: 劳动和同 → 劳动合同; null where nothing does.
    @Nullable
    String meant(String asked) {
        String folded = Fold.of(asked.strip());
        String same = spoken.get(String.join("", Pinyin.of(folded)));
        return same == null || Fold.of(same).equals(folded) ? null : same;
    }

    /// Readings of Han characters without tones; letters and digits as they are.
    static final class Pinyin {

        private static final Transliterator HAN =
                Transliterator.getInstance("Han-Latin; NFD; [:Nonspacing Mark:] Remove; NFC");
        private static final String[] READINGS = readings();

        private Pinyin() {}

        private static String[] readings() {
            StringBuilder all = new StringBuilder();
            for (char c = '\u4e00'; c <= '\u9fa5'; c++) {
                all.append(c).append('\n');
            }
            return HAN.transliterate(all.toString()).split("\n");
        }

        static List<String> of(String text) {
            List<String> syllables = new ArrayList<>();
            for (char c : Fold.of(text).toCharArray()) {
                if (c >= '\u4e00' && c <= '\u9fa5') {
                    String reading = READINGS[c - '\u4e00'].strip().toLowerCase(Locale.ROOT);
                    syllables.add(reading.isEmpty() ? String.valueOf(c) : reading);
                } else if (Character.isLetterOrDigit(c)) {
                    syllables.add(String.valueOf(c));
                }
            }
            return syllables;
        }
    }
}
