package io.concord.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.poi.ooxml.POIXMLException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JRuntimeException;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.util.RecordFormatException;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/// Spreadsheets: a header row, then a document a row. A list is a sheet of its own, tied to its document by the key
/// column.
///
/// @param key name of the column that identifies a document
record Workbook(String key) implements NativeForm {

    private static final String MAIN = "登记表";
    /// More rows than people fill in by hand.
    private static final int MOST_ROWS = 10_000;

    /// Of the file format itself.
    private static final int MOST_CHARACTERS = 32_767;

    private static final String CUT = "……（超出单元格容量，全文见原记录）";

    static {
        // Of the unpacked parts of a workbook, in bytes.
        ZipSecureFile.setMaxEntrySize(64L << 20);
    }

    @Override
    public List<NativeDocument> read(List<Part> parts) {
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(NativeForm.only(parts)))) {
            List<Line> main = lines(book.getSheetAt(0));
            Map<String, List<Line>> lists = new LinkedHashMap<>();
            for (int i = 1; i < book.getNumberOfSheets(); i++) {
                lists.put(book.getSheetName(i), lines(book.getSheetAt(i)));
            }
            return main.stream().map(line -> document(line, lists)).toList();
        } catch (IOException
                | POIXMLException
                | OpenXML4JRuntimeException
                | RecordFormatException
                | IllegalArgumentException
                | IllegalStateException e) {
            throw NativeForm.unreadable("不是有效的 XLSX 文件", "not a valid XLSX file");
        }
    }

    private record Line(ObjectNode values, Map<String, String> places) {}

    private NativeDocument document(Line line, Map<String, List<Line>> lists) {
        ObjectNode content = line.values.deepCopy();
        Map<String, String> places = new HashMap<>(line.places);
        String own = content.path(key).asText();
        lists.forEach((name, rows) -> {
            var list = JsonNodeFactory.instance.arrayNode();
            for (Line row : rows) {
                if (row.values.path(key).asText().equals(own)) {
                    list.add(row.values);
                    row.places.forEach((column, place) -> places.put(name + "[" + list.size() + "]/" + column, place));
                }
            }
            if (!list.isEmpty()) {
                content.set(name, list);
            }
        });
        return new NativeDocument(content, places);
    }

    private static List<Line> lines(Sheet sheet) {
        DataFormatter shown = new DataFormatter();
        List<String> columns = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        if (sheet.getLastRowNum() > MOST_ROWS) {
            throw NativeForm.unreadable("超过 " + MOST_ROWS + " 行", "more than " + MOST_ROWS + " rows");
        }
        for (Row row : sheet) {
            if (columns.isEmpty()) {
                for (Cell cell : row) {
                    while (columns.size() < cell.getColumnIndex()) {
                        columns.add("");
                    }
                    columns.add(shown.formatCellValue(cell).strip());
                }
                continue;
            }
            ObjectNode values = JsonNodeFactory.instance.objectNode();
            Map<String, String> places = new HashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                String text = shown.formatCellValue(row.getCell(i)).strip();
                if (!columns.get(i).isEmpty() && !text.isEmpty()) {
                    values.put(columns.get(i), text);
                }
                places.put(
                        columns.get(i),
                        "表「" + sheet.getSheetName() + "」"
                                + new CellReference(row.getRowNum(), i).formatAsString(false));
            }
            if (!values.isEmpty()) {
                lines.add(new Line(values, places));
            }
        }
        return lines;
    }

    @Override
    public List<Part> write(ObjectNode document, String root, String name) {
        try (XSSFWorkbook book = new XSSFWorkbook();
                ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ObjectNode main = JsonNodeFactory.instance.objectNode();
            document.properties().forEach(field -> {
                if (!field.getValue().isArray()) {
                    main.set(field.getKey(), field.getValue());
                }
            });
            fill(book.createSheet(MAIN), List.of(main));
            document.properties().forEach(field -> {
                if (field.getValue().isArray() && !field.getValue().isEmpty()) {
                    List<JsonNode> rows = new ArrayList<>();
                    for (JsonNode element : field.getValue()) {
                        ObjectNode row = JsonNodeFactory.instance.objectNode();
                        row.set(key, document.path(key));
                        row.setAll((ObjectNode) element);
                        rows.add(row);
                    }
                    fill(book.createSheet(field.getKey()), rows);
                }
            });
            book.write(out);
            return List.of(new Part(name + ".xlsx", out.toByteArray()));
        } catch (IOException e) {
            throw new IllegalStateException("the workbook could not be written", e);
        }
    }

    private static void fill(Sheet sheet, List<? extends JsonNode> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        Row header = sheet.createRow(0);
        int at = 0;
        for (String column : columns) {
            header.createCell(at++).setCellValue(column);
        }
        for (int i = 0; i < rows.size(); i++) {
            Row row = sheet.createRow(i + 1);
            int column = 0;
            for (String name : columns) {
                JsonNode value = rows.get(i).path(name);
                // Text, whatever it looks like: an id number must not become 5.2E17, and a formula must not run.
                row.createCell(column++)
                        .setCellValue(value.isMissingNode() || value.isNull() ? "" : cell(value.asText()));
            }
        }
    }

    /// A cell holds so much and no more; a reader is told where the rest is.
    private static String cell(String text) {
        return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - CUT.length()) + CUT;
    }
}
