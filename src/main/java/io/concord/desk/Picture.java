package io.concord.desk;

import io.concord.matter.Entry;
import io.concord.matter.Matters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A matter drawn: a column for each agency, a line down for each record from its sender to those that it went to.
final class Picture {

    private static final int COLUMN = 160;
    private static final int ROW = 34;
    private static final int TOP = 54;

    private Picture() {}

    record Column(String name, int x) {}

    /// @param label what is written at it; once for each record
    record Arrow(int y, int from, int to, boolean main, String label) {}

    record Drawing(int width, int height, List<Column> columns, List<Arrow> arrows) {}

    static Drawing of(Matters.Matter matter, Pages words) {
        Map<String, Column> columns = new LinkedHashMap<>();
        List<Arrow> arrows = new ArrayList<>();
        int row = 0;
        for (Entry entry : matter.entries()) {
            Entry.Head head = entry.head();
            if (head.type().equals("receipt")) {
                continue;
            }
            int y = TOP + row * ROW;
            Column from = column(columns, head.sender(), words);
            List<String> others = new ArrayList<>(head.mains());
            others.addAll(head.copies());
            others.addAll(head.external());
            for (String other : others) {
                Column to = column(columns, other, words);
                arrows.add(new Arrow(
                        y,
                        from.x(),
                        to.x(),
                        !head.copies().contains(other),
                        other.equals(others.getFirst()) ? head.docDate() + " " + words.type(head.type()) : ""));
            }
            row++;
        }
        return new Drawing(
                Math.max(1, columns.size()) * COLUMN,
                TOP + Math.max(1, row) * ROW,
                List.copyOf(columns.values()),
                arrows);
    }

    private static Column column(Map<String, Column> columns, String code, Pages words) {
        return columns.computeIfAbsent(code, c -> new Column(words.agency(c), columns.size() * COLUMN + COLUMN / 2));
    }
}
