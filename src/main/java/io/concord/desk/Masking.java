package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.access.Person;
import io.concord.access.Role;
import io.concord.schema.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/// Hides identity numbers, telephones, accounts and who asked not to be named until somebody whose role allows it gives
/// a reason to see them
/// `schemas/rules/masking.yaml` says which, how, and who.
@Component
class Masking {

    private final Catalogue catalogue;
    private final Signing signing;

    Masking(Catalogue catalogue, Signing signing) {
        this.catalogue = catalogue;
        this.signing = signing;
    }

    /// @param begin characters that stay at the beginning
    /// @param where only beside a field of this name that says yes; empty for everywhere
    private record Hidden(Set<String> names, int begin, int end, Set<Role> roles, String where) {

        /// @param beside fields of the same group
        boolean covers(Field field, List<Field> beside) {
            return !field.value().isEmpty()
                    && names.contains(name(field))
                    && (where.isEmpty()
                            || beside.stream()
                                    .anyMatch(one -> name(one).equals(where)
                                            && one.value().equals("true")));
        }

        private static String name(Field field) {
            return field.pointer().substring(field.pointer().lastIndexOf('/') + 1);
        }

        /// Parts of a record with something that it covers.
        List<ObjectNode> in(JsonNode record) {
            return names.stream()
                    .flatMap(name -> record.findParents(name).stream()
                            .filter(parent -> parent.path(name).isTextual()
                                    && !parent.path(name).asText().isEmpty()))
                    .map(ObjectNode.class::cast)
                    .filter(parent -> where.isEmpty() || parent.path(where).asBoolean())
                    .toList();
        }

        boolean mayBeSeenBy(Person person) {
            return roles.stream().anyMatch(person::is);
        }

        String masked(String value) {
            int hidden = value.length() - begin - end;
            return hidden < 3
                    ? "***"
                    : value.substring(0, begin) + "*".repeat(hidden) + value.substring(value.length() - end);
        }
    }

    private JsonNode rule() {
        return catalogue.rules().get("masking", signing.today()).values();
    }

    private List<Hidden> hidden() {
        List<Hidden> hidden = new ArrayList<>();
        for (JsonNode field : rule().path("fields")) {
            hidden.add(new Hidden(
                    texts(field.path("names")),
                    field.at("/show/0").asInt(),
                    field.at("/show/1").asInt(),
                    texts(field.path("roles")).stream().map(Role::valueOf).collect(Collectors.toSet()),
                    field.path("where").asText()));
        }
        return hidden;
    }

    private List<Hidden> hiddenFrom(Person person, boolean reasoned) {
        return hidden().stream()
                .filter(h -> !(reasoned && h.mayBeSeenBy(person)))
                .toList();
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    /// Whether this person has given a reason for a record since signing in.
    boolean isReasoned(Person person, UUID messageId) {
        return session().getAttribute(key(person, messageId), RequestAttributes.SCOPE_SESSION) != null;
    }

    /// Keeps that a reason was given; the trail has it too.
    void reasoned(Person person, UUID messageId, String reason) {
        session().setAttribute(key(person, messageId), reason, RequestAttributes.SCOPE_SESSION);
    }

    private static RequestAttributes session() {
        return RequestContextHolder.currentRequestAttributes();
    }

    /// The person is part of it: who signs in next in the same browser has given none.
    private static String key(Person person, UUID messageId) {
        return "unmasked:" + person.username() + ":" + messageId;
    }

    /// Whether a record has something that the person's role does not let them see, or only for a reason.
    ///
    /// @param reasoned whether a reason was given
    boolean withholds(JsonNode record, Person person, boolean reasoned) {
        return hiddenFrom(person, reasoned).stream()
                .anyMatch(hidden -> !hidden.in(record).isEmpty());
    }

    /// A part of a record without what is hidden from a person.
    JsonNode without(JsonNode part, Person person, boolean reasoned) {
        JsonNode copy = part.deepCopy();
        for (Hidden hidden : hiddenFrom(person, reasoned)) {
            hidden.in(copy).forEach(parent -> parent.remove(hidden.names()));
        }
        return copy;
    }

    /// Whether a reason says enough.
    boolean isReason(String reason) {
        return reason.strip().length() >= rule().path("reason").asInt();
    }

    /// Whether a reason would show this person more.
    boolean hides(List<Field> fields, Person person) {
        return hides(fields, person, hidden());
    }

    private static boolean hides(List<Field> fields, Person person, List<Hidden> hidden) {
        return fields.stream()
                .anyMatch(field -> hidden.stream().anyMatch(h -> h.covers(field, fields) && h.mayBeSeenBy(person))
                        || hides(field.children(), person, hidden));
    }

    /// @param reasoned whether a reason was given
    List<Field> of(List<Field> fields, Person person, boolean reasoned) {
        List<Hidden> hidden = hiddenFrom(person, reasoned);
        return fields.stream().map(field -> masked(field, fields, hidden)).toList();
    }

    private static Field masked(Field field, List<Field> beside, List<Hidden> hidden) {
        return new Field(
                field.pointer(),
                field.kind(),
                field.label(),
                field.hint(),
                field.required(),
                hidden.stream()
                        .filter(h -> h.covers(field, beside))
                        .findFirst()
                        .map(h -> h.masked(field.value()))
                        .orElse(field.value()),
                field.values(),
                field.options(),
                field.children().stream()
                        .map(child -> masked(child, field.children(), hidden))
                        .toList(),
                field.blank(),
                field.longest(),
                field.faults(),
                field.pick());
    }
}
