package io.concord.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What people type, as a clause. Every text is a question: what does not fit is taken as words, and said.
///
/// Words are all wanted; `"…"` or `“…”` a phrase, `"…"~5` one with gaps; `-x` or `NOT x` excludes; `OR`, `|`, `或`
/// alternatives; `(…)`; `字段:值` with the names of [Facets], `年份:2024..2026`, `金额:>100000`; `*` and `?` within a word.
/// Full-width marks count as half-width ones.
final class Question {

    /// More is not read; nobody types it.
    private static final int LONGEST = 2000;

    /// Share of a word's bigrams that must be there when nothing had as many as are needed.
    static final double RELAXED = 0.34;

    /// The same when that was still too much: any of them.
    static final double ANY = 0.01;

    private static final int MOST_CLAUSES = 200;
    private static final int DEEPEST = 20;
    private static final String BETWEEN = "\\.\\.|~|至|\\s+TO\\s+";
    /// Not of days, which have them inside.
    private static final String HYPHEN = "(?<=^[0-9]{1,18})-(?=[0-9]{1,18}$)";
    private static final Set<String> RANGED = Set.of("year", "amount", "workers", "date", "decided");

    private final String text;
    private final Set<String> notices = new TreeSet<>();
    private int at;
    private int clauses;
    private int depth;

    private Question(String text) {
        this.text = text;
    }

    /// @param clause null where nothing is asked
    /// @param notices codes: `too-long`, `too-many-clauses`, `too-deep`, `quote-unclosed`, `bracket-unclosed`,
    /// `bracket-unopened`, `operator-without-word`, `pattern-too-short`, `range-unreadable`, `marks-alone`
    record Parsed(@Nullable Clause clause, List<String> notices) {

        /// Whether it is nothing but words: whoever names a field or excludes something means just that.
        boolean isWords() {
            return switch (clause) {
                case Clause.Words words -> true;
                case Clause.All(List<Clause> words) -> words.stream().allMatch(word -> word instanceof Clause.Words);
                case null, default -> false;
            };
        }

        /// Any of the words rather than all, where it is nothing but words.
        Parsed relaxed() {
            return clause instanceof Clause.All(List<Clause> words)
                            && words.stream().allMatch(word -> word instanceof Clause.Words)
                    ? new Parsed(new Clause.Any(words), notices)
                    : this;
        }
    }

    static Parsed parse(String asked) {
        // Control characters are blanks; lone surrogates say nothing.
        String clean = asked.replaceAll("[\\p{Cntrl}\\p{Cs}\\u200b-\\u200f\\ufeff]", " ")
                .strip();
        Question question = new Question(whole(marks(clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean)));
        if (clean.length() > LONGEST) {
            question.notices.add("too-long");
        }
        List<Clause> all = new ArrayList<>();
        while (question.at < question.text.length()) {
            Clause clause = question.any();
            if (clause != null) {
                all.add(clause);
            }
            if (question.peek() == ')') {
                question.notices.add("bracket-unopened");
                question.at++;
            }
        }
        return new Parsed(
                all.isEmpty() ? null : all.size() == 1 ? all.getFirst() : new Clause.All(all),
                List.copyOf(question.notices));
    }

    /// Chinese marks that stand for the operators.
    private static String marks(String text) {
        return text.replace('（', '(')
                .replace('）', ')')
                .replace('：', ':')
                .replace('“', '"')
                .replace('”', '"')
                .replace('＂', '"')
                .replace('「', '"')
                .replace('」', '"')
                .replace('　', ' ')
                .replace('＊', '*')
                .replace('？', '?')
                .replace('｜', '|')
                .replace('－', '-');
    }

    /// 劳动合同法 第 38 条 is one word.
    private static String whole(String text) {
        String number = "[0-9０-９〇零一二三四五六七八九十百千]";
        return text.replaceAll("第\\s+(?=" + number + ")", "第")
                .replaceAll("(?<=" + number + ")\\s+(?=条)", "")
                .replaceAll("(?<=[法例定》])\\s+(?=第" + number + "{1,9}条)", "");
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void blanks() {
        while (Character.isWhitespace(peek())) {
            at++;
        }
    }

    private boolean operator(String... names) {
        blanks();
        for (String name : names) {
            int end = at + name.length();
            boolean ends = end >= text.length() || Character.isWhitespace(text.charAt(end)) || text.charAt(end) == '(';
            if (text.regionMatches(true, at, name, 0, name.length())
                    && (ends || name.equals("|") || name.equals("||"))) {
                at = end;
                return true;
            }
        }
        return false;
    }

    private @Nullable Clause any() {
        List<Clause> alternatives = new ArrayList<>();
        while (true) {
            Clause next = all();
            if (next != null) {
                alternatives.add(next);
            }
            if (!operator("OR", "||", "|", "或")) {
                break;
            }
            if (next == null) {
                notices.add("operator-without-word");
            }
        }
        return alternatives.isEmpty()
                ? null
                : alternatives.size() == 1 ? alternatives.getFirst() : new Clause.Any(alternatives);
    }

    private @Nullable Clause all() {
        List<Clause> wanted = new ArrayList<>();
        while (true) {
            blanks();
            if (at >= text.length() || peek() == ')') {
                break;
            }
            int before = at;
            if (operator("OR", "||", "|", "或")) {
                at = before;
                break;
            }
            if (operator("AND", "&&", "与")) {
                continue;
            }
            Clause one = one();
            if (one != null) {
                if (clauses++ >= MOST_CLAUSES) {
                    notices.add("too-many-clauses");
                    at = text.length();
                    break;
                }
                wanted.add(one);
            }
        }
        return wanted.isEmpty() ? null : wanted.size() == 1 ? wanted.getFirst() : new Clause.All(wanted);
    }

    private @Nullable Clause one() {
        if (operator("NOT", "非")
                || peek() == '-' && at + 1 < text.length() && !Character.isWhitespace(text.charAt(at + 1))) {
            if (peek() == '-') {
                at++;
            }
            Clause not = depth > DEEPEST ? null : deeper(this::one);
            if (not == null) {
                notices.add("operator-without-word");
            }
            return not == null ? null : new Clause.Not(not);
        }
        return switch (peek()) {
            case '(' -> bracket();
            case '"' -> phrase();
            default -> word();
        };
    }

    private @Nullable Clause deeper(java.util.function.Supplier<@Nullable Clause> inner) {
        depth++;
        try {
            return inner.get();
        } finally {
            depth--;
        }
    }

    private @Nullable Clause bracket() {
        at++;
        if (depth >= DEEPEST) {
            notices.add("too-deep");
            return null;
        }
        Clause inner = deeper(this::any);
        if (peek() == ')') {
            at++;
        } else {
            notices.add("bracket-unclosed");
        }
        return inner;
    }

    private @Nullable Clause phrase() {
        int end = text.indexOf('"', at + 1);
        if (end < 0) {
            notices.add("quote-unclosed");
            end = text.length();
        }
        String inside = text.substring(at + 1, end).strip();
        at = Math.min(text.length(), end + 1);
        int slop = 0;
        if (peek() == '~') {
            int digits = at + 1;
            while (digits < text.length() && digits < at + 4 && Character.isDigit(text.charAt(digits))) {
                digits++;
            }
            slop = digits > at + 1 ? Integer.parseInt(Fold.of(text.substring(at + 1, digits))) : 0;
            at = digits;
        }
        return inside.isEmpty() ? null : new Clause.Phrase(inside, slop);
    }

    private @Nullable Clause word() {
        int start = at;
        while (at < text.length() && !Character.isWhitespace(peek()) && "()\"|".indexOf(peek()) < 0) {
            if (peek() == ':' && at > start) {
                String field = field(text.substring(start, at));
                if (!field.isEmpty()) {
                    at++;
                    return value(field);
                }
            }
            at++;
        }
        String word = text.substring(start, at);
        if (word.isEmpty()) {
            at++;
            return null;
        }
        return plain(word);
    }

    private @Nullable Clause plain(String word) {
        if (word.indexOf('*') >= 0 || word.indexOf('?') >= 0 && !word.endsWith("?")) {
            String literal = word.replaceAll("[*?]", "");
            if (literal.length() >= 2) {
                return new Clause.Pattern(word);
            }
            notices.add("pattern-too-short");
        }
        String bare = word.replaceAll("[*?]", " ").strip();
        if (Bigrams.of(bare).isEmpty()) {
            notices.add("marks-alone");
            return null;
        }
        return new Clause.Words(bare);
    }

    static String field(String name) {
        String folded = Fold.of(name).toLowerCase(Locale.ROOT);
        return Facets.NAMES.containsKey(folded)
                ? String.valueOf(Facets.NAMES.get(folded))
                : Facets.NAMES.containsValue(folded) ? folded : "";
    }

    private @Nullable Clause value(String field) {
        if (peek() == '"') {
            Clause phrase = phrase();
            return phrase == null ? null : new Clause.In(field, phrase);
        }
        if (peek() == '(') {
            Clause inner = bracket();
            return inner == null ? null : within(field, inner);
        }
        int start = at;
        int closed = peek() == '[' ? text.indexOf(']', at) : -1;
        if (closed > 0) {
            at = closed + 1;
        }
        while (at < text.length() && !Character.isWhitespace(peek()) && "()\"|".indexOf(peek()) < 0) {
            at++;
        }
        String value = text.substring(start, at);
        if (value.isEmpty()) {
            notices.add("operator-without-word");
            return null;
        }
        if (RANGED.contains(field)) {
            return range(field, value);
        }
        Clause plain = plain(value);
        return plain == null ? null : new Clause.In(field, plain);
    }

    private Clause within(String field, Clause clause) {
        return switch (clause) {
            case Clause.All all ->
                new Clause.All(all.clauses().stream().map(c -> within(field, c)).toList());
            case Clause.Any any ->
                new Clause.Any(any.clauses().stream().map(c -> within(field, c)).toList());
            case Clause.Not not -> new Clause.Not(within(field, not.clause()));
            case Clause.Words words
            when RANGED.contains(field) -> {
                Clause range = range(field, words.text());
                yield range == null ? words : range;
            }
            case Clause.In in -> in;
            case Clause.Range range -> range;
            default -> new Clause.In(field, clause);
        };
    }

    /// What is no range is words, and said.
    private @Nullable Clause range(String field, String value) {
        String v = value.replace('～', '~')
                .replace('〜', '~')
                .replace('＞', '>')
                .replace('＜', '<')
                .replaceAll("^\\[|]$", "")
                .strip();
        Clause.Range range =
                range(field, v, v.split(QuestionQueries.isDay(field) ? BETWEEN : BETWEEN + "|" + HYPHEN, 2));
        if (QuestionQueries.isRange(range)) {
            return range;
        }
        Clause.Range turned = new Clause.Range(field, range.high(), range.low(), range.below(), range.above());
        if (QuestionQueries.isRange(turned)) {
            return turned;
        }
        notices.add("range-unreadable");
        return plain(value);
    }

    private static Clause.Range range(String field, String value, String[] ends) {
        if (ends.length == 2) {
            return new Clause.Range(field, ends[0].strip(), ends[1].strip());
        }
        if (value.startsWith(">")) {
            boolean strict = !value.startsWith(">=");
            return new Clause.Range(field, value.substring(strict ? 1 : 2), "", strict, false);
        }
        if (value.startsWith("<")) {
            boolean strict = !value.startsWith("<=");
            return new Clause.Range(field, "", value.substring(strict ? 1 : 2), false, strict);
        }
        return new Clause.Range(field, value, value);
    }
}
