package io.concord.redaction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Measures the redactor on the labelled texts and writes `benchmarks/relevance/redaction.md`.
///
/// A span is found exactly when kind, start and end agree; it is covered when findings of whatever kind hide all of
/// its characters. A finding is wrong when it overlaps no span at all.
public final class RedactionEvaluation {

    private static final Path REPORT = Path.of("benchmarks/relevance/redaction.md");

    private RedactionEvaluation() {}

    /// Counts of one kind in one split.
    static final class Score {
        int spans;
        int exact;
        int overlapping;
        int findings;
        int right;
        int touching;

        String row(String name) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %d | %s | %s | %s | %s |%n",
                    name,
                    spans,
                    share(exact, spans),
                    share(overlapping, spans),
                    share(right, findings),
                    share(touching, findings));
        }

        private static String share(int part, int whole) {
            return whole == 0 ? "–" : String.format(Locale.ROOT, "%.3f", (double) part / whole);
        }
    }

    static Map<Kind, Score> scores(List<LabelledText> texts) {
        Map<Kind, Score> scores = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            scores.put(kind, new Score());
        }
        for (LabelledText text : texts) {
            List<Finding> found = text.found();
            for (LabelledText.Span span : text.spans()) {
                Score score = Objects.requireNonNull(scores.get(span.kind()));
                score.spans++;
                score.exact += found.stream().anyMatch(f -> same(f, span)) ? 1 : 0;
                score.overlapping += covered(span, found) ? 1 : 0;
            }
            for (Finding finding : found) {
                Score score = Objects.requireNonNull(scores.get(finding.kind()));
                score.findings++;
                score.right += text.spans().stream().anyMatch(span -> same(finding, span)) ? 1 : 0;
                score.touching += text.spans().stream().anyMatch(span -> overlap(finding, span)) ? 1 : 0;
            }
        }
        return scores;
    }

    static boolean same(Finding finding, LabelledText.Span span) {
        return finding.kind() == span.kind() && finding.start() == span.start() && finding.end() == span.end();
    }

    static boolean overlap(Finding finding, LabelledText.Span span) {
        return finding.start() < span.end() && span.start() < finding.end();
    }

    /// Whether no character of a span would be published.
    static boolean covered(LabelledText.Span span, List<Finding> found) {
        for (int i = span.start(); i < span.end(); i++) {
            int at = i;
            if (found.stream().noneMatch(f -> f.start() <= at && at < f.end())) {
                return false;
            }
        }
        return true;
    }

    private static Score sum(Iterable<Score> scores) {
        Score sum = new Score();
        for (Score score : scores) {
            sum.spans += score.spans;
            sum.exact += score.exact;
            sum.overlapping += score.overlapping;
            sum.findings += score.findings;
            sum.right += score.right;
            sum.touching += score.touching;
        }
        return sum;
    }

    private static String table(String split) {
        List<LabelledText> texts = LabelledText.of(split);
        StringBuilder table = new StringBuilder();
        Map<Kind, Score> scores = scores(texts);
        table.append("| kind | spans | recall, exact | recall, covered | precision, exact | precision, overlap |\n");
        table.append("|---|---|---|---|---|---|\n");
        scores.forEach((kind, score) -> table.append(score.spans + score.findings == 0 ? "" : score.row(kind.name())));
        table.append(sum(scores.values()).row("**all**"));
        long same = texts.stream()
                .filter(text -> Redactor.apply(text.text(), text.found()).text().equals(text.expected()))
                .count();
        table.append("\nMasked text exactly as expected: ")
                .append(same)
                .append(" of ")
                .append(texts.size());
        return table.append(".\n").toString();
    }

    /// Milliseconds for one text of 3000 characters, warm.
    private static double speed() {
        StringBuilder all = new StringBuilder();
        LabelledText.all().forEach(text -> all.append(text.text()).append('\n'));
        String text = all.substring(0, 3000);
        Profile profile = LabelledText.REDACTOR.profile("typical-case");
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long start = System.nanoTime();
            LabelledText.REDACTOR.find(text, Known.NOTHING, profile);
            times.add(System.nanoTime() - start);
        }
        return times.subList(100, 200).stream().sorted().toList().get(50) / 1e6;
    }

    private static void misses(String split) {
        for (LabelledText text : LabelledText.of(split)) {
            List<Finding> found = text.found();
            text.spans().stream()
                    .filter(span -> found.stream().noneMatch(f -> same(f, span)))
                    .forEach(span -> System.out.println(text.id() + " missed " + span));
            found.stream()
                    .filter(f -> text.spans().stream().noneMatch(span -> same(f, span)))
                    .forEach(f -> System.out.println(text.id() + " wrong " + f));
            String masked = Redactor.apply(text.text(), found).text();
            if (!masked.equals(text.expected())) {
                System.out.println(text.id() + " got  " + masked + "\n" + text.id() + " want " + text.expected());
            }
        }
    }

    /// `dev` as argument prints what is wrong there; without one the report is written.
    public static void main(String[] args) throws IOException {
        if (args.length > 0) {
            misses(args[0]);
            System.out.println(table(args[0]));
            System.out.printf(Locale.ROOT, "%.1f ms%n", speed());
            return;
        }
        Files.createDirectories(REPORT.getParent());
        Files.writeString(
                REPORT,
                Files.readString(REPORT).replaceFirst("(?s)\n## Development.*", "")
                        + "\n## Development texts\n\n" + table("dev") + "\n## Test texts\n\n" + table("test")
                        + String.format(
                                Locale.ROOT,
                                "%n## Speed%n%n%.1f ms for 3000 characters, warm, median of 100.%n",
                                speed()));
    }
}
