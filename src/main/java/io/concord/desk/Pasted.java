package io.concord.desk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Columns of rows that somebody pastes from a spreadsheet.
final class Pasted {

    private Pasted() {}

    /// @param pointer within a row
    record Column(String pointer, String zh, String en) {}

    /// All that a row can hold, in the order of the form; groups by their parts.
    static List<Column> columns(Shape row) {
        List<Column> columns = new ArrayList<>();
        collect(row, "", columns);
        return columns;
    }

    private static void collect(Shape shape, String at, List<Column> columns) {
        if (shape.isObject()) {
            shape.names().forEach(name -> collect(shape.property(name), at + "/" + name, columns));
        } else if (!shape.isArray()) {
            columns.add(new Column(at, plain(shape.title(true)), plain(shape.title(false))));
        }
    }

    /// Pointers of the columns that a first line names, empty for a cell that names none; an empty list where it names
    /// too few to be a heading.
    static List<String> chosen(List<Column> columns, String[] heading) {
        List<String> chosen = Arrays.stream(heading)
                .map(cell -> columns.stream()
                        .filter(c -> plain(cell).equalsIgnoreCase(c.zh())
                                || plain(cell).equalsIgnoreCase(c.en()))
                        .map(Column::pointer)
                        .findFirst()
                        .orElse(""))
                .toList();
        long named = chosen.stream().filter(pointer -> !pointer.isEmpty()).count();
        return named > 0 && named * 2 >= heading.length ? chosen : List.of();
    }

    private static String plain(String title) {
        return title.replaceAll("[（(].*?[）)]", "").strip();
    }
}
