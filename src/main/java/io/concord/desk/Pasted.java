package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rows that somebody pastes from a spreadsheet: which column is which, by its heading or by what stands in it. Common
/// names of columns are in `schemas/forms/columns.yaml`.
final class Pasted {

    private static final Pattern DAY = Pattern.compile("(?<y>[0-9]{4})[-/.年](?<m>[0-9]{1,2})[-/.月](?<d>[0-9]{1,2})日?");

    private static final Pattern CITIZEN_NUMBER = Pattern.compile("[0-9]{17}[0-9Xx]");

    /// What a column without a heading holds, by the content of all its cells.
    private static final Map<String, Pattern> KINDS = Map.of(
            "NAME", Pattern.compile("\\p{IsHan}{2,4}|\\p{IsHan}+·[\\p{IsHan}·]+"),
            "CITIZEN_NUMBER", CITIZEN_NUMBER,
            "PHONE", Pattern.compile("1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}"),
            "AMOUNT", Pattern.compile("[¥￥]?[0-9]{1,3}([,，][0-9]{3})*([.][0-9]{1,2})?元?|[0-9]{1,9}([.][0-9]{1,2})?元?"));

    private final List<Column> columns;
    private final JsonNode known;

    /// @param row of the list that is pasted into
    Pasted(Shape row) {
        this.columns = columns(row);
        this.known = row.schemas().list("columns");
    }

    /// @param pointer within a row
    record Column(String pointer, Shape shape) {

        String field() {
            return pointer.substring(pointer.lastIndexOf('/') + 1);
        }

        boolean isCalled(String heading) {
            return !heading.isEmpty()
                    && (heading.equalsIgnoreCase(plain(shape.title(true)))
                            || heading.equalsIgnoreCase(plain(shape.title(false))));
        }
    }

    /// @param rows cells by pointer within a row
    /// @param unread headings of columns, or their numbers, that nothing was made of
    record Table(List<Map<String, String>> rows, List<String> unread) {}

    /// All that a row can hold, in the order of the form; groups by their parts.
    private static List<Column> columns(Shape row) {
        List<Column> columns = new ArrayList<>();
        collect(row, "", columns);
        return columns;
    }

    private static void collect(Shape shape, String at, List<Column> columns) {
        if (shape.isObject()) {
            shape.names().forEach(name -> collect(shape.property(name), at + "/" + name, columns));
        } else if (!shape.isArray()) {
            columns.add(new Column(at, shape));
        }
    }

    Table read(String text) {
        List<String[]> lines = text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> line.split("\t", -1))
                .map(cells -> Arrays.stream(cells).map(String::strip).toArray(String[]::new))
                .toList();
        if (lines.isEmpty()) {
            return new Table(List.of(), List.of());
        }
        List<Optional<Column>> chosen = named(lines.getFirst());
        boolean heading = isHeading(lines.getFirst(), chosen);
        List<String[]> rest = heading ? lines.subList(1, lines.size()) : lines;
        if (!heading) {
            chosen = guessed(rest);
        }
        List<String> unread = new ArrayList<>();
        for (int i = 0; i < chosen.size(); i++) {
            int at = i;
            if (chosen.get(i).isEmpty() && rest.stream().anyMatch(line -> at < line.length && !line[at].isEmpty())) {
                unread.add(heading && !lines.getFirst()[i].isEmpty() ? lines.getFirst()[i] : "#" + (i + 1));
            }
        }
        List<Optional<Column>> order = chosen;
        return new Table(rest.stream().map(line -> row(line, order)).toList(), unread);
    }

    /// A first line is a heading where it names most columns, or some and looks like no data.
    private static boolean isHeading(String[] first, List<Optional<Column>> named) {
        long count = named.stream().filter(Optional::isPresent).count();
        return count > 0 && (count * 2 >= first.length || Arrays.stream(first).noneMatch(c -> c.matches(".*[0-9].*")));
    }

    private List<Optional<Column>> named(String[] heading) {
        Set<String> taken = new HashSet<>();
        return Arrays.stream(heading)
                .map(Pasted::plain)
                .map(cell -> columns.stream()
                        .filter(column -> column.isCalled(cell) && !taken.contains(column.pointer()))
                        .findFirst()
                        .or(() -> called(cell, taken)))
                .peek(found -> found.ifPresent(column -> taken.add(column.pointer())))
                .toList();
    }

    private Optional<Column> called(String heading, Set<String> taken) {
        for (JsonNode row : known) {
            for (JsonNode name : row.path("names")) {
                if (name.asText().equalsIgnoreCase(heading)) {
                    return first(row, taken);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Column> first(JsonNode known, Set<String> taken) {
        for (JsonNode field : known.path("fields")) {
            for (Column column : columns) {
                if (column.field().equals(field.asText()) && !taken.contains(column.pointer())) {
                    return Optional.of(column);
                }
            }
        }
        return Optional.empty();
    }

    /// By what stands in the columns; in the order of the form where that says nothing.
    private List<Optional<Column>> guessed(List<String[]> lines) {
        Set<String> taken = new HashSet<>();
        int width = lines.stream().mapToInt(line -> line.length).max().orElse(0);
        List<Optional<Column>> guessed = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int at = i;
            List<String> cells = lines.stream()
                    .filter(line -> at < line.length && !line[at].isEmpty())
                    .map(line -> line[at])
                    .toList();
            Optional<Column> found = cells.isEmpty() ? Optional.empty() : guess(cells, taken);
            found.ifPresent(column -> taken.add(column.pointer()));
            guessed.add(found);
        }
        if (taken.isEmpty()) {
            for (int i = 0; i < width; i++) {
                guessed.set(i, i < columns.size() ? Optional.of(columns.get(i)) : Optional.empty());
            }
        }
        return guessed;
    }

    private Optional<Column> guess(List<String> cells, Set<String> taken) {
        for (JsonNode row : known) {
            Pattern kind = KINDS.get(row.path("kind").asText());
            if (kind != null
                    && cells.stream().allMatch(cell -> kind.matcher(cell).matches())) {
                Optional<Column> found = first(row, taken);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Map<String, String> row(String[] line, List<Optional<Column>> order) {
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < Math.min(line.length, order.size()); i++) {
            String cell = line[i];
            order.get(i).ifPresent(column -> cells.put(column.pointer(), value(column, cell)));
        }
        // A number of eighteen characters is a citizen's, unless the row says otherwise.
        for (Column column : columns) {
            if (column.field().equals("idType")
                    && CITIZEN_NUMBER
                            .matcher(cells.getOrDefault(column.pointer().replaceFirst("idType$", "idNo"), ""))
                            .matches()) {
                cells.merge(column.pointer(), "CITIZEN", (there, citizen) -> there.isEmpty() ? citizen : there);
            }
        }
        return cells;
    }

    /// A cell as a form would have it: the code for a name, a day as 2025-03-01.
    private static String value(Column column, String cell) {
        return switch (column.shape().kind()) {
            case ONE_OF, CODE ->
                column.shape().codes(true).entrySet().stream()
                        .filter(code -> code.getValue().equals(cell))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse(cell);
            case MONEY -> cell.replaceFirst("^[¥￥]", "");
            case DATE -> {
                Matcher day = DAY.matcher(cell);
                yield day.matches()
                        ? "%s-%02d-%02d"
                                .formatted(
                                        day.group("y"),
                                        Integer.parseInt(day.group("m")),
                                        Integer.parseInt(day.group("d")))
                        : cell;
            }
            case YES_NO -> cell.equals("是") ? "true" : cell.equals("否") ? "false" : cell;
            default -> column.field().equals("idNo") ? cell.replace('x', 'X') : cell;
        };
    }

    private static String plain(String title) {
        return title.replaceAll("[（(].*?[）)]", "").strip();
    }
}
