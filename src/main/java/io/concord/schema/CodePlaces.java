package io.concord.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Where a payload holds codes of lists that have changed over time, found once from its schema.
final class CodePlaces {

    private CodePlaces() {}

    /// One place.
    ///
    /// @param pointer with `*` for every element
    record Place(String pointer, String list) {

        /// The codes there, by pointer.
        Map<String, String> codes(JsonNode payload) {
            Map<String, String> codes = new TreeMap<>();
            walk(payload, pointer, "", codes);
            return codes;
        }

        private static void walk(JsonNode node, String rest, String at, Map<String, String> codes) {
            if (rest.isEmpty()) {
                if (node.isTextual()) {
                    codes.put(at, node.textValue());
                }
                return;
            }
            int end = rest.indexOf('/', 1) < 0 ? rest.length() : rest.indexOf('/', 1);
            String name = rest.substring(1, end);
            if (name.equals("*")) {
                for (int i = 0; i < node.size(); i++) {
                    walk(node.get(i), rest.substring(end), at + "/" + i, codes);
                }
            } else if (node.has(name)) {
                walk(node.get(name), rest.substring(end), at + "/" + name, codes);
            }
        }
    }

    /// @param schemas the schema at a path below `schemas/`
    static List<Place> of(String path, Function<String, JsonNode> schemas, Map<String, CodeList> lists) {
        List<Place> places = new ArrayList<>();
        walk(schemas.apply(path), path, "", schemas, lists, places);
        return List.copyOf(places);
    }

    private static void walk(
            JsonNode schema,
            String path,
            String at,
            Function<String, JsonNode> schemas,
            Map<String, CodeList> lists,
            List<Place> places) {
        if (schema.has("codeList")) {
            CodeList list = lists.get(schema.path("codeList").asText());
            if (list != null && list.items().stream().anyMatch(item -> item.validTo() != null)) {
                places.add(new Place(at, list.list()));
            }
        }
        if (schema.has("$ref")) {
            String ref = java.nio.file.Path.of(path)
                    .resolveSibling(schema.path("$ref").asText())
                    .normalize()
                    .toString()
                    .replace('\\', '/');
            walk(schemas.apply(ref), ref, at, schemas, lists, places);
        }
        schema.path("properties")
                .properties()
                .forEach(p -> walk(p.getValue(), path, at + "/" + p.getKey(), schemas, lists, places));
        if (schema.has("items")) {
            walk(schema.path("items"), path, at + "/*", schemas, lists, places);
        }
    }
}
