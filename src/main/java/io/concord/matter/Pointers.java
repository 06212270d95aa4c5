package io.concord.matter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON pointers of descriptors, where `*` stands for every element.
final class Pointers {

    private Pointers() {}

    /// All values at a pointer.
    static List<JsonNode> all(JsonNode from, String pointer) {
        int star = pointer.indexOf("/*");
        if (star < 0) {
            JsonNode value = from.at(pointer);
            return value.isMissingNode() ? List.of() : List.of(value);
        }
        List<JsonNode> values = new ArrayList<>();
        for (JsonNode element : from.at(pointer.substring(0, star))) {
            values.addAll(all(element, pointer.substring(star + 2)));
        }
        return values;
    }

    /// The text at a pointer, empty where there is none.
    static String text(JsonNode from, @Nullable String pointer) {
        return pointer == null ? "" : from.at(pointer).asText();
    }

    /// The day at a pointer, or another where there is none. A moment counts for its day.
    static LocalDate day(JsonNode from, @Nullable String pointer, LocalDate otherwise) {
        String text = text(from, pointer);
        return text.length() < 10 ? otherwise : LocalDate.parse(text.substring(0, 10));
    }

    /// What a type keeps of a record: a list where the pointer has a `*`, otherwise the value itself.
    static ObjectNode facts(JsonNode envelope, Map<String, String> pointers) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        pointers.forEach((name, pointer) -> {
            List<JsonNode> values = all(envelope, pointer);
            if (pointer.contains("/*")) {
                ArrayNode list = facts.putArray(name);
                values.forEach(list::add);
            } else if (!values.isEmpty()) {
                facts.set(name, values.getFirst());
            }
        });
        return facts;
    }
}
