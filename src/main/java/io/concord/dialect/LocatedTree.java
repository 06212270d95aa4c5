package io.concord.dialect;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Builds a tree from any of Jackson's parsers and keeps where each value stood.
///
/// A name that occurs again makes a list, as repeated elements of XML do.
final class LocatedTree {

    private final JsonParser parser;
    private final Map<String, String> places = new HashMap<>();

    LocatedTree(JsonParser parser) {
        this.parser = parser;
    }

    Map<String, String> places() {
        return places;
    }

    /// Reads the value at which the parser stands.
    JsonNode read(String path) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(path);
        }
        if (token == JsonToken.START_ARRAY) {
            return array(path);
        }
        places.put(path, place(parser.currentTokenLocation()));
        return switch (token) {
            case VALUE_STRING -> JsonNodeFactory.instance.textNode(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(token == JsonToken.VALUE_TRUE);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> JsonNodeFactory.instance.numberNode(parser.getDecimalValue());
            case null, default -> NullNode.getInstance();
        };
    }

    private JsonNode object(String path) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        String prefix = path.isEmpty() ? "" : path + "/";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            JsonNode before = object.get(name);
            if (before == null) {
                object.set(name, read(prefix + name));
            } else {
                ArrayNode list = before instanceof ArrayNode array ? array : listOf(before, prefix + name);
                list.add(read(prefix + name + "[" + (list.size() + 1) + "]"));
                object.set(name, list);
            }
        }
        return object;
    }

    /// The first of several had no number when it was read.
    private ArrayNode listOf(JsonNode first, String path) {
        Map<String, String> numbered = new HashMap<>();
        places.forEach((key, place) -> {
            if (key.equals(path) || key.startsWith(path + "/")) {
                numbered.put(path + "[1]" + key.substring(path.length()), place);
            }
        });
        places.putAll(numbered);
        return JsonNodeFactory.instance.arrayNode().add(first);
    }

    private JsonNode array(String path) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(read(path + "[" + (array.size() + 1) + "]"));
        }
        return array;
    }

    private static String place(JsonLocation at) {
        return "第 " + at.getLineNr() + " 行第 " + at.getColumnNr() + " 列";
    }
}
