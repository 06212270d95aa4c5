package io.concord.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// One native document as a tree, with where each value stood in what was read.
///
/// @param content objects, lists and texts under their native names
/// @param places by path (`RYQD/RY[2]/XM`), in the words of the form: line and column, or sheet and cell
public record NativeDocument(ObjectNode content, Map<String, String> places) {

    public NativeDocument {
        places = Map.copyOf(places);
    }

    /// The value at a path, missing where there is none.
    public JsonNode get(String path) {
        return get(content, path);
    }

    static JsonNode get(JsonNode from, String path) {
        JsonNode node = from;
        for (String name : path.split("/")) {
            node = node.path(name);
        }
        return node;
    }

    /// The text at a path; empty where there is none.
    public String text(String path) {
        JsonNode node = get(path);
        return node.isValueNode() && !node.isNull() ? node.asText().strip() : "";
    }

    /// Names a field for people: its path, and where it stood.
    String placeOf(String path) {
        // The only one of a list has no number where it was read.
        String place = places.getOrDefault(path, places.get(path.replace("[1]", "")));
        return place == null ? path : path + "（" + place + "）";
    }
}
