package io.concord.redaction;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the matter's own parties in any spelling.
final class Parties {

    private static final Reason PARTY = new Reason("本事项当事人", "a party of the matter");

    private Parties() {}

    private record Sought(Kind kind, String value, Pattern pattern, String entity) {}

    /// @return names of the persons among them, to which other forms may lead
    static Set<String> find(Text text, Known known, Identifiers identifiers, Hits hits) {
        List<Sought> all = sought(known);
        Set<String> names = new LinkedHashSet<>();
        for (Sought one : all) {
            Matcher m = one.pattern().matcher(text.folded());
            while (m.find()) {
                String mask = one.entity().isEmpty() ? identifiers.mask(one.kind(), one.value()) : null;
                hits.add(new Hit(
                        one.kind(),
                        m.start(),
                        m.end(),
                        1,
                        PARTY,
                        one.entity().isEmpty() ? null : one.entity(),
                        mask == null && one.kind() != Kind.FIRM ? "" : mask));
            }
        }
        known.persons().forEach(person -> names.add(Words.fold(person.name())));
        return names;
    }

    /// Everything to look for, the longest first.
    private static List<Sought> sought(Known known) {
        List<Sought> all = new ArrayList<>();
        known.persons().forEach(person -> {
            Kind kind = person.role() == Known.Role.STAFF ? Kind.STAFF : Kind.PERSON;
            String entity = Words.fold(person.name());
            all.add(sought(kind, person.name(), entity));
            person.aliases().forEach(alias -> all.add(sought(kind, alias, entity)));
        });
        known.firms().forEach(firm -> {
            String entity = Words.fold(firm.name());
            all.add(sought(Kind.FIRM, firm.name(), entity));
            firm.shortForms().forEach(form -> all.add(sought(Kind.FIRM, form, entity)));
        });
        known.items().forEach(item -> all.add(sought(item.kind(), item.value(), "")));
        all.sort(Comparator.comparingInt((Sought one) -> one.value().length()).reversed());
        return all;
    }

    private static Sought sought(Kind kind, String value, String entity) {
        return new Sought(kind, value, Text.variants(value), entity);
    }

    /// Every value of a matter, for the scan of a masked text.
    static List<Pattern> patterns(Known known) {
        return sought(known).stream().map(Sought::pattern).toList();
    }
}
