package io.concord.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;
import io.concord.platform.ConcordSettings;
import io.concord.platform.ProductFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/// All dialects of `routes/edge`, with their mappings compiled.
@Component
public class Dialects {

    private final Map<String, Dialect> dialects = new HashMap<>();
    private final Map<String, Expression> mappings = new HashMap<>();
    private final ObjectMapper mapper = new ObjectMapper();
    private final XmlMapper xml = new XmlMapper();

    @Autowired
    Dialects(ConcordSettings settings) {
        this(ProductFiles.read(settings.home(), "routes"));
    }

    /// @param files text by path below `routes/`
    /// @throws IllegalArgumentException naming the file that is broken
    public Dialects(Map<String, String> files) {
        ObjectMapper yaml = new YAMLMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        files.forEach((path, text) -> {
            String name = path.substring(path.lastIndexOf('/') + 1);
            try {
                if (name.endsWith(".dialect.yaml")) {
                    Dialect dialect = yaml.readValue(text, Dialect.class);
                    dialects.put(dialect.dialect(), dialect);
                } else if (name.endsWith(".jslt")) {
                    mappings.put(
                            name,
                            new Parser(new StringReader(text))
                                    .withSource(name)
                                    .withFunctions(MappingFunctions.all())
                                    .compile());
                }
            } catch (JsonProcessingException | JsltException e) {
                throw new IllegalArgumentException("routes/" + path + ": " + e.getMessage(), e);
            }
        });
    }

    /// @throws IllegalArgumentException when there is no such dialect
    public Dialect get(String name) {
        Dialect dialect = dialects.get(name);
        if (dialect == null) {
            throw new IllegalArgumentException("no dialect " + name + " in routes/edge");
        }
        return dialect;
    }

    /// Native row → the canonical content of a record: everything but its identifiers and times.
    ///
    /// @param row by field name
    /// @param lists further rows that belong to it, by name
    /// @throws MappingFault when a value cannot be mapped
    public ObjectNode toCanonical(Dialect dialect, Map<String, Object> row, Map<String, Object> lists) {
        String kind = dialect.kind().isEmpty() ? "" : String.valueOf(row.get(dialect.kind()));
        Dialect.Outgoing outgoing = dialect.outgoing().get(kind);
        if (outgoing == null) {
            throw new MappingFault(dialect.kind(), "没有此类文书：" + kind, "no such kind of document: " + kind);
        }
        ObjectNode input = mapper.createObjectNode();
        input.set("row", textual(row));
        lists.forEach((name, rows) -> input.set(name, textualRows(rows)));
        input.put("agency", dialect.agency());
        input.put("officer", dialect.officer());
        return (ObjectNode) apply(outgoing.mapping(), input);
    }

    /// Canonical record → the agency's XML document; empty bytes where the dialect has no form for the type.
    public byte[] toNativeXml(Dialect dialect, String recordType, JsonNode envelope) {
        Dialect.Incoming incoming = dialect.incoming().get(recordType);
        if (incoming == null) {
            return new byte[0];
        }
        try {
            String body = xml.writer()
                    .withRootName(incoming.root())
                    .withDefaultPrettyPrinter()
                    .writeValueAsString(legal(apply(incoming.mapping(), envelope)));
            String declaration = "<?xml version=\"1.0\" encoding=\"" + incoming.charset() + "\"?>\n";
            return (declaration + body + "\n").getBytes(Charset.forName(incoming.charset()));
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
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, legal(array.get(i)));
            }
        }
        return node;
    }

    /// Reads a native XML document.
    public JsonNode readXml(byte[] document) {
        try {
            return xml.readTree(document);
        } catch (IOException e) {
            throw new MappingFault("XML", "不是 XML 文件", "not an XML document");
        }
    }

    /// Applies a mapping to any document.
    public JsonNode apply(String mapping, JsonNode input) {
        Expression expression = mappings.get(mapping);
        if (expression == null) {
            throw new IllegalArgumentException("no mapping " + mapping + " in routes/edge");
        }
        try {
            return expression.apply(input);
        } catch (JsltException e) {
            if (e.getCause() instanceof MappingFault fault) {
                throw fault;
            }
            throw new MappingFault(mapping, "映射出错：" + e.getMessage(), "the mapping failed: " + e.getMessage());
        }
    }

    /// Native values as text, however the driver gives them: old tables keep numbers and dates in either form.
    private ObjectNode textual(Map<?, ?> row) {
        ObjectNode out = mapper.createObjectNode();
        row.forEach((name, value) -> out.put(String.valueOf(name), value == null ? null : value.toString()));
        return out;
    }

    private JsonNode textualRows(Object rows) {
        var out = mapper.createArrayNode();
        if (rows instanceof Iterable<?> many) {
            for (Object row : many) {
                if (row instanceof Map<?, ?> map) {
                    out.add(textual(map));
                }
            }
        }
        return out;
    }
}
