package io.concord.casebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.search.CaseDocument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The public form of an item: `{keywords[], sections[{name, text}], tags{facet: []}, numbers{}, aliases[], credit,
/// licence, decisionDate, notes[]}`.
final class CaseBody {

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    CaseBody() {
        json.putArray("keywords");
        json.putArray("sections");
        json.putObject("tags");
        json.putObject("numbers");
        json.putArray("aliases");
    }

    ObjectNode json() {
        return json;
    }

    CaseBody keyword(String keyword) {
        if (!keyword.isBlank()) {
            ((ArrayNode) json.path("keywords")).add(keyword.strip());
        }
        return this;
    }

    CaseBody section(String name, String text) {
        if (!text.isBlank()) {
            ((ArrayNode) json.path("sections"))
                    .addObject()
                    .put("name", name.strip())
                    .put("text", text.strip());
        }
        return this;
    }

    CaseBody tag(String facet, String value) {
        if (!value.isBlank()) {
            ((ObjectNode) json.path("tags")).withArray(facet).add(value.strip());
        }
        return this;
    }

    CaseBody number(String name, long value) {
        ((ObjectNode) json.path("numbers")).put(name, value);
        return this;
    }

    CaseBody alias(String alias) {
        if (!alias.isBlank()) {
            ((ArrayNode) json.path("aliases")).add(alias.strip());
        }
        return this;
    }

    CaseBody say(String field, String text) {
        if (!text.isBlank()) {
            json.put(field, text.strip());
        }
        return this;
    }

    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /// Official numbers of an item.
    static List<String> aliases(Item item) {
        ObjectNode body = item.body();
        return body == null ? List.of() : texts(body.path("aliases"));
    }

    /// All its text.
    static String text(JsonNode body) {
        StringBuilder text = new StringBuilder();
        body.path("sections").forEach(s -> text.append(s.path("text").asText()).append('\n'));
        return text.toString();
    }

    /// What search keeps of it.
    ///
    /// @param cited how often other items cite it
    static CaseDocument document(Item item, long cited) {
        ObjectNode body = item.body();
        if (body == null) {
            throw new IllegalArgumentException(item.humanId() + " is not to be seen");
        }
        List<CaseDocument.Section> sections = new ArrayList<>();
        body.path("sections")
                .forEach(s -> sections.add(new CaseDocument.Section(
                        s.path("name").asText(), s.path("text").asText())));
        Map<String, List<String>> tags = new LinkedHashMap<>();
        body.path("tags").properties().forEach(tag -> tags.put(tag.getKey(), texts(tag.getValue())));
        Map<String, Long> numbers = new LinkedHashMap<>();
        body.path("numbers")
                .properties()
                .forEach(n -> numbers.put(n.getKey(), n.getValue().asLong()));
        numbers.put("cited", cited);
        LocalDate decided = item.decidedOn();
        if (decided != null) {
            numbers.put("decided", decided.toEpochDay());
        }
        List<String> aliases = texts(body.path("aliases"));
        aliases.add(item.id().toString());
        @Nullable LocalDate date = item.publishedOn();
        return new CaseDocument(
                item.humanId(),
                item.sourceId(),
                aliases,
                item.kind(),
                item.title(),
                texts(body.path("keywords")),
                sections,
                tags,
                date,
                numbers,
                item.open(),
                item.embargo());
    }
}
