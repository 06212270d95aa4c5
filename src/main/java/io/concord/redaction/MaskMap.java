package io.concord.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.envelope.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// Which mask stands for what in one text.
///
/// Holds every original, so it is as secret as the text was: whoever stores it encrypts it first.
///
/// @param entries each once, in the order of the text
public record MaskMap(List<Entry> entries) {

    public static final MaskMap EMPTY = new MaskMap(List.of());

    public MaskMap {
        entries = List.copyOf(new LinkedHashSet<>(entries));
    }

    public record Entry(Kind kind, String original, String mask) {}

    /// Canonical JSON: `{"entries":[{"kind":…,"mask":…,"original":…}],"version":1}`.
    public byte[] toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("version", 1);
        ArrayNode list = root.putArray("entries");
        entries.forEach(entry -> list.addObject()
                .put("kind", entry.kind().name())
                .put("original", entry.original())
                .put("mask", entry.mask()));
        return CanonicalJson.write(root);
    }

    /// @throws IllegalArgumentException when the bytes are not those of [#toJson]
    public static MaskMap parse(byte[] json) {
        JsonNode root = CanonicalJson.parse(json);
        if (root.path("version").asInt() != 1 || !root.path("entries").isArray()) {
            throw new IllegalArgumentException("not a mask map of version 1");
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : root.path("entries")) {
            entries.add(new Entry(
                    Kind.valueOf(entry.path("kind").asText()),
                    entry.path("original").asText(),
                    entry.path("mask").asText()));
        }
        return new MaskMap(entries);
    }

    /// Both maps as one, for texts of one matter.
    public MaskMap plus(MaskMap other) {
        List<Entry> both = new ArrayList<>(entries);
        both.addAll(other.entries);
        return new MaskMap(both);
    }

    /// Never shows an original: maps end up in logs sooner or later.
    @Override
    public String toString() {
        return "MaskMap of " + entries.size();
    }
}
