package io.concord.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// Filters of the CloudEvents Subscriptions API §3.2.4: `exact`, `prefix` and `suffix` of attributes, `all`, `any` and
/// `not` of filters. Its optional dialect `sql` is not there: the library for it and the one for conditions need
/// different versions of ANTLR.
final class EventFilter {

    private static final int LONGEST = 4000;
    private static final int DEEPEST = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    private EventFilter() {}

    /// @param filters JSON array; an event passes that passes all of them
    /// @throws IllegalArgumentException when it is none, with what is wrong
    static Predicate<CloudEvent> of(String filters) {
        if (filters.length() > LONGEST) {
            throw new IllegalArgumentException("longer than " + LONGEST + " characters");
        }
        try {
            JsonNode all = JSON.readTree(filters);
            if (!all.isArray()) {
                throw new IllegalArgumentException("not an array");
            }
            return all(all, 0);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Predicate<CloudEvent> all(JsonNode filters, int depth) {
        return each(filters, depth).stream().reduce(event -> true, Predicate::and);
    }

    private static List<Predicate<CloudEvent>> each(JsonNode filters, int depth) {
        if (!filters.isArray() || depth > DEEPEST) {
            throw new IllegalArgumentException(
                    depth > DEEPEST ? "nested deeper than " + DEEPEST : "not an array: " + filters);
        }
        List<Predicate<CloudEvent>> each = new ArrayList<>();
        filters.forEach(filter -> each.add(one(filter, depth + 1)));
        return each;
    }

    private static Predicate<CloudEvent> one(JsonNode filter, int depth) {
        if (!filter.isObject() || filter.size() != 1) {
            throw new IllegalArgumentException("a filter is an object with one dialect: " + filter);
        }
        Map.Entry<String, JsonNode> dialect = filter.properties().iterator().next();
        JsonNode said = dialect.getValue();
        return switch (dialect.getKey()) {
            case "exact" -> attributes(said, String::equals);
            case "prefix" -> attributes(said, String::startsWith);
            case "suffix" -> attributes(said, String::endsWith);
            case "all" -> all(said, depth);
            case "any" -> each(said, depth).stream().reduce(event -> false, Predicate::or);
            case "not" -> one(said, depth + 1).negate();
            default ->
                throw new IllegalArgumentException(
                        "no dialect " + dialect.getKey() + "; there are exact, prefix, suffix, all, any, not");
        };
    }

    private static Predicate<CloudEvent> attributes(JsonNode said, BiPredicate<String, String> how) {
        if (!said.isObject() || said.isEmpty()) {
            throw new IllegalArgumentException("attributes with values are wanted: " + said);
        }
        return event -> said.properties().stream()
                .allMatch(each -> how.test(
                        attribute(event, each.getKey()), each.getValue().asText()));
    }

    private static String attribute(CloudEvent event, String name) {
        Object value = event.getAttributeNames().contains(name) ? event.getAttribute(name) : event.getExtension(name);
        return Objects.toString(value, "");
    }
}
