package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import io.concord.casebook.Casebook;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.util.HtmlUtils;

/// What changed between two versions, line by line.
final class CaseDifference {

    /// Comparing characters takes the product of two lengths; longer lines are shown one after the other.
    private static final int LONGEST = 3000;

    /// So many unchanged lines stay beside a change.
    private static final int AROUND = 1;

    private CaseDifference() {}

    /// A version as lines: its title, sections and notes.
    static List<String> lines(Casebook.Version version) {
        List<String> lines = new ArrayList<>();
        lines.add(version.title());
        JsonNode body = version.body();
        if (body != null) {
            body.path("sections").forEach(s -> {
                lines.add("【" + s.path("name").asText() + "】");
                s.path("text").asText().lines().forEach(lines::add);
            });
            body.path("notes").forEach(n -> lines.add("※ " + n.asText()));
        }
        return lines;
    }

    static List<DiffRow> rows(List<String> old, List<String> now) {
        return DiffRowGenerator.create().build().generateDiffRows(old, now);
    }

    /// @param kind `same`, `changed` or `gap` for unchanged lines that are left out
    /// @param html escaped, with `ins` and `del` where it changed
    record Row(String kind, String html) {}

    /// For people: only what changed, with its neighbours.
    static List<Row> shown(List<String> old, List<String> now) {
        boolean inside = old.stream().allMatch(line -> line.length() <= LONGEST)
                && now.stream().allMatch(line -> line.length() <= LONGEST);
        List<DiffRow> rows = DiffRowGenerator.create()
                .showInlineDiffs(inside)
                .mergeOriginalRevised(inside)
                .inlineDiffByWord(false)
                .lineNormalizer(line -> line)
                .oldTag(begins -> begins ? "\u0001" : "\u0002")
                .newTag(begins -> begins ? "\u0003" : "\u0004")
                .build()
                .generateDiffRows(old, now);
        List<Row> shown = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            DiffRow row = rows.get(i);
            if (row.getTag() != DiffRow.Tag.EQUAL) {
                shown.add(new Row("changed", inside ? marked(row.getOldLine()) : whole(row)));
            } else if (near(rows, i)) {
                shown.add(new Row("same", marked(row.getOldLine())));
            } else if (shown.isEmpty() || !shown.getLast().kind().equals("gap")) {
                shown.add(new Row("gap", "⋯"));
            }
        }
        return shown;
    }

    private static boolean near(List<DiffRow> rows, int at) {
        for (int i = Math.max(0, at - AROUND); i <= Math.min(rows.size() - 1, at + AROUND); i++) {
            if (rows.get(i).getTag() != DiffRow.Tag.EQUAL) {
                return true;
            }
        }
        return false;
    }

    private static String whole(DiffRow row) {
        return (row.getOldLine().isEmpty() ? "" : marked("\u0001" + row.getOldLine() + "\u0002"))
                + (row.getNewLine().isEmpty() ? "" : marked("\u0003" + row.getNewLine() + "\u0004"));
    }

    private static String marked(String line) {
        return HtmlUtils.htmlEscape(line, "UTF-8")
                .replaceAll("\u0001|&#1;", "<del>")
                .replaceAll("\u0002|&#2;", "</del>")
                .replaceAll("\u0003|&#3;", "<ins>")
                .replaceAll("\u0004|&#4;", "</ins>");
    }
}
