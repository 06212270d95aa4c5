package io.concord.redaction;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the matter says of its own parties. It is found for certain wherever it stands, in any spelling.
///
/// @param people how many the amounts are for; 0 where that is not known
/// @param facts for the rule of rare cases; null where it is not to be applied
public record Known(
        List<Person> persons,
        List<Firm> firms,
        List<Item> items,
        int people,
        @Nullable Facts facts) {

    public static final Known NOTHING = new Known(List.of(), List.of(), List.of(), 0, null);

    public Known {
        persons = List.copyOf(persons);
        firms = List.copyOf(firms);
        items = List.copyOf(items);
    }

    /// How a person takes part.
    public enum Role {
        PARTY,
        /// Acting for an agency.
        STAFF,
        /// A minor, or a victim of harassment: not even the surname is shown where the profile protects them.
        PROTECTED
    }

    /// @param aliases other names: former ones, nicknames, the name in the other script
    public record Person(String name, List<String> aliases, Role role) {
        public Person {
            aliases = List.copyOf(aliases);
            requireName(name);
            aliases.forEach(Known::requireName);
        }

        public static Person party(String name, String... aliases) {
            return new Person(name, List.of(aliases), Role.PARTY);
        }
    }

    public record Firm(String name, List<String> shortForms) {
        public Firm {
            shortForms = List.copyOf(shortForms);
            requireName(name);
            shortForms.forEach(Known::requireName);
        }
    }

    /// Anything else: a number, an address, a project.
    public record Item(Kind kind, String value) {
        public Item {
            requireName(value);
        }
    }

    private static void requireName(String value) {
        if (value.strip().length() < 2) {
            throw new IllegalArgumentException("too short to be looked for: '" + value + "'");
        }
    }
}
