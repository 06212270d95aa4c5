package io.concord.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// XML, JSON and CSV in the charset of the agency's system.
final class TextForms {

    private static final XmlMapper XML = new XmlMapper();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CsvMapper CSV = new CsvMapper();

    private TextForms() {}

    static NativeForm of(Dialect.Form form) {
        Charset charset = form.charset() == null ? StandardCharsets.UTF_8 : Charset.forName(form.charset());
        return switch (form.kind()) {
            case XML -> new Xml(charset);
            case JSON -> new Json(charset);
            case CSV ->
                new Csv(
                        charset,
                        form.separator() == null ? ',' : form.separator().charAt(0));
            case TABLE, XLSX, PACKAGE -> throw new IllegalArgumentException(form.kind() + " is not text");
        };
    }

    /// Decodes strictly: a wrong charset must not turn names into question marks.
    private static String decode(byte[] bytes, Charset charset) {
        try {
            String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw NativeForm.unreadable("文件不是 " + charset + " 编码", "the file is not in " + charset);
        }
    }

    /// What a charset cannot write is replaced by `?`; GB18030 and UTF-8 can write everything.
    private static byte[] encode(String text, Charset charset) {
        return text.getBytes(charset);
    }

    private static NativeDocument document(JsonParser parser) throws IOException {
        LocatedTree tree = new LocatedTree(parser);
        if (tree.read("") instanceof ObjectNode object) {
            return new NativeDocument(object, tree.places());
        }
        throw NativeForm.unreadable("文件中没有字段", "the file has no fields");
    }

    record Xml(Charset charset) implements NativeForm {
        @Override
        public List<NativeDocument> read(List<Part> parts) {
            // The declaration names the bytes' charset; the parser gets characters.
            String text = decode(NativeForm.only(parts), charset);
            try (JsonParser parser = XML.getFactory().createParser(text)) {
                parser.nextToken();
                return List.of(document(parser));
            } catch (IOException e) {
                throw unreadable(e, "XML");
            }
        }

        @Override
        public List<Part> write(ObjectNode document, String root, String name) {
            try {
                String body = XML.writer()
                        .withRootName(root)
                        .withDefaultPrettyPrinter()
                        .writeValueAsString(legal(document.deepCopy()));
                String declaration = "<?xml version=\"1.0\" encoding=\"" + charset + "\"?>\n";
                return List.of(new Part(name + ".xml", encode(declaration + body + "\n", charset)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the native form could not be written", e);
            }
        }

        /// XML 1.0 has no way to write most control characters; one that a sender put into a text must not stop a
        /// delivery.
        private static JsonNode legal(JsonNode node) {
            if (node.isTextual()) {
                return TextNode.valueOf(node.textValue().replaceAll("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F]", "\uFFFD"));
            }
            if (node instanceof ObjectNode object) {
                object.properties().forEach(member -> member.setValue(legal(member.getValue())));
            } else if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    ((com.fasterxml.jackson.databind.node.ArrayNode) node).set(i, legal(node.get(i)));
                }
            }
            return node;
        }
    }

    record Json(Charset charset) implements NativeForm {
        @Override
        public List<NativeDocument> read(List<Part> parts) {
            try (JsonParser parser = JSON.getFactory().createParser(decode(NativeForm.only(parts), charset))) {
                List<NativeDocument> documents = new ArrayList<>();
                JsonToken first = parser.nextToken();
                if (first != JsonToken.START_ARRAY) {
                    documents.add(document(parser));
                } else {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        documents.add(document(parser));
                    }
                    if (parser.currentToken() != JsonToken.END_ARRAY) {
                        throw NativeForm.unreadable(
                                "列表中第 " + (documents.size() + 1) + " 项不是对象",
                                "item " + (documents.size() + 1) + " of the list is no object");
                    }
                }
                if (parser.nextToken() != null) {
                    throw NativeForm.unreadable("文件中有不止一个 JSON 文档", "there is more than one JSON document");
                }
                return documents;
            } catch (IOException e) {
                throw unreadable(e, "JSON");
            }
        }

        @Override
        public List<Part> write(ObjectNode document, String root, String name) {
            return List.of(new Part(name + ".json", encode(document.toPrettyString() + "\n", charset)));
        }
    }

    record Csv(Charset charset, char separator) implements NativeForm {
        @Override
        public List<NativeDocument> read(List<Part> parts) {
            CsvSchema schema = CsvSchema.emptySchema().withHeader().withColumnSeparator(separator);
            try (var rows = CSV.readerFor(Map.class)
                    .with(schema)
                    .<Map<String, String>>readValues(decode(NativeForm.only(parts), charset))) {
                List<NativeDocument> documents = new ArrayList<>();
                while (rows.hasNextValue()) {
                    int line = documents.size() + 2;
                    ObjectNode row = JSON.createObjectNode();
                    Map<String, String> places = new java.util.HashMap<>();
                    rows.nextValue().forEach((column, value) -> {
                        row.put(column.strip(), value);
                        places.put(column.strip(), "第 " + line + " 行");
                    });
                    documents.add(new NativeDocument(row, places));
                }
                return documents;
            } catch (IOException e) {
                throw unreadable(e, "CSV");
            }
        }

        @Override
        public List<Part> write(ObjectNode document, String root, String name) {
            CsvSchema.Builder columns =
                    CsvSchema.builder().setColumnSeparator(separator).setUseHeader(true);
            document.fieldNames().forEachRemaining(columns::addColumn);
            try {
                return List.of(new Part(
                        name + ".csv", encode(CSV.writer(columns.build()).writeValueAsString(document), charset)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("the native form could not be written", e);
            }
        }
    }

    private static MappingFault unreadable(IOException e, String form) {
        String where = e instanceof JsonProcessingException j && j.getLocation() != null
                ? "第 " + j.getLocation().getLineNr() + " 行第 " + j.getLocation().getColumnNr() + " 列"
                : "";
        return NativeForm.unreadable("不是有效的 " + form + " 文件：" + where, "not a valid " + form + " file: " + where);
    }
}
