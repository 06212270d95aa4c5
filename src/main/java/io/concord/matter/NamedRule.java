package io.concord.matter;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.deadline.Deadline;
import io.concord.deadline.DeadlineRule;
import io.concord.schema.Rules;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Rules that a condition in a descriptor cannot say; descriptors call them by name.
enum NamedRule {

    /// a document number stands for one record of its agency, for ever, even after a withdrawal.
    NUMBER_UNUSED {
        @Override
        boolean holds(RuleCase c) {
            String docNo = c.envelope().tree().path("docNo").asText();
            return docNo.isEmpty()
                    || c.history()
                            .numbered(
                                    c.envelope().sender().value(),
                                    docNo,
                                    c.envelope().recordId())
                            .isEmpty();
        }
    },

    /// an application came within the term that runs from the day the agreement took effect (D-35, D-37).
    WITHIN_OPTION {
        @Override
        boolean holds(RuleCase c) {
            String rule =
                    c.envelope().recordType().value().equals("judicial-confirmation-application") ? "D-37" : "D-35";
            String text = c.target() == null
                    ? c.payload().path("agreementEffectiveDate").asText()
                    : c.target().head().facts().path("effectiveDate").asText();
            return text.isEmpty() || notAfterTerm(c, rule, LocalDate.parse(text), day(c, "appliedAt"));
        }
    },

    /// the amounts reach the province's line for the crime of refusing to pay (法释〔2013〕3号第三条).
    CRIMINAL_THRESHOLD {
        @Override
        boolean holds(RuleCase c) {
            if (c.payload().has("thresholdException")) {
                return true;
            }
            JsonNode line = rule(
                    c, "criminal-threshold", c.payload().path("provinceCode").asText());
            JsonNode p = c.payload();
            boolean one =
                    p.path("longestMonthsOwed").asInt() >= line.path("months").asInt()
                            && p.path("largestSingleFen").asLong()
                                    >= line.path("singleFen").asLong();
            boolean many = p.path("affectedCount").asInt()
                            >= line.path("workers").asInt()
                    && p.path("totalFen").asLong() >= line.path("totalFen").asLong();
            return one || many;
        }
    },

    /// the consent that a transfer rests on exists, is not revoked and covers every recipient.
    CONSENT_COVERS {
        @Override
        boolean holds(RuleCase c) {
            JsonNode basis = c.envelope().tree().path("sharingBasis");
            if (!basis.path("basis").asText().equals("CONSENT")) {
                return true;
            }
            Optional<Entry.Head> consent =
                    c.history().find(basis.path("consentId").asText());
            if (consent.isEmpty() || !consent.get().type().equals("consent")) {
                return false;
            }
            JsonNode facts = consent.get().facts();
            String revoked = facts.path("revokedAt").asText();
            String validTo = facts.path("validTo").asText();
            boolean standing = (revoked.isEmpty() || c.docDate().isBefore(LocalDate.parse(revoked.substring(0, 10))))
                    && (validTo.isEmpty() || !c.docDate().isAfter(LocalDate.parse(validTo)));
            List<String> covered = texts(facts.path("recipients"));
            return standing
                    && c.envelope().recipients().stream()
                            .allMatch(recipient ->
                                    covered.contains(recipient.agency().value()));
        }
    },

    /// whoever is assigned is in the register, and active on that day.
    MEDIATOR_ACTIVE {
        @Override
        boolean holds(RuleCase c) {
            String id = c.payload().path("mediatorId").asText();
            if (id.isEmpty()) {
                return true;
            }
            Optional<Entry.Head> entry = c.history().latest("mediator-roster-entry", "mediatorId", id);
            return entry.isPresent()
                    && entry.get().facts().path("status").asText().equals("ACTIVE")
                    && within(entry.get().facts(), c.docDate());
        }
    },

    /// a union's supervisors that are registered hold certificates that are still valid.
    SUPERVISORS_VALID {
        @Override
        boolean holds(RuleCase c) {
            return Stream.of(texts(c.payload().path("supervisors")))
                    .flatMap(List::stream)
                    .allMatch(id -> c.history()
                            .latest("supervisor-register", "supervisors", id)
                            .map(head -> certified(head.facts(), id, c.docDate()))
                            .orElse(true));
        }

        private boolean certified(JsonNode facts, String id, LocalDate day) {
            JsonNode ids = facts.path("supervisors");
            JsonNode ends = facts.path("validTo");
            for (int i = 0; i < ids.size(); i++) {
                if (ids.get(i).asText().equals(id) && i < ends.size()) {
                    return !day.isAfter(LocalDate.parse(ends.get(i).asText()));
                }
            }
            return true;
        }
    },

    /// a listing ends three years on, and is removed early no sooner than six months after rectification
    /// (D-57).
    CREDIT_TERM {
        @Override
        boolean holds(RuleCase c) {
            JsonNode p = c.payload();
            return switch (p.path("event").asText()) {
                case "ADD" -> {
                    LocalDate from = day(c, "from");
                    yield term(c, "D-57", from).filter(day(c, "to")::equals).isPresent();
                }
                case "EARLY_REMOVE" ->
                    term(c, "D-57a", day(c, "rectifiedAt"))
                            .filter(earliest -> !c.docDate().isBefore(earliest))
                            .isPresent();
                default -> true;
            };
        }
    },

    /// no letter of the same kind went to the same addressee on the same violation lately, or it is
    /// named.
    NO_DUPLICATE_LETTER {
        @Override
        boolean holds(RuleCase c) {
            return duplicate(c).isEmpty();
        }

        @Override
        String more(RuleCase c) {
            return duplicate(c)
                    .map(head -> (head.docNo().isEmpty() ? head.recordId() : head.docNo()) + " " + head.docDate())
                    .orElse("");
        }

        private Optional<Entry.Head> duplicate(RuleCase c) {
            JsonNode rule = rule(c, "duplicate-letter", c.region());
            List<String> violations = c.catalogue()
                    .find(c.envelope().recordType(), c.envelope().schemaVersion())
                    .map(type -> texts(
                            Pointers.facts(c.envelope().tree(), type.facts()).path("violations")))
                    .orElse(List.of());
            List<String> named = texts(c.envelope().tree().path("relations"), "recordId");
            String uscc = c.payload().at("/employer/uscc").asText();
            if (uscc.isEmpty()) {
                return Optional.empty();
            }
            LocalDate since = c.docDate().minusDays(rule.path("days").asInt());
            return c
                    .history()
                    .letters(
                            c.envelope().recordType().value(),
                            uscc,
                            c.envelope().matterId(),
                            since)
                    .stream()
                    .filter(head -> !named.contains(head.recordId())
                            && texts(head.facts().path("violations")).stream().anyMatch(violations::contains))
                    .findFirst();
        }
    },

    /// R-26q: a nominated case is selected by a ballot that enough agencies took part in and more than half of the
    /// voices carry.
    BALLOT_CARRIED {
        @Override
        boolean holds(RuleCase c) {
            return !selects(c) || tally(c).passed();
        }

        @Override
        String more(RuleCase c) {
            Ballots.Tally tally = tally(c);
            // How they voted stays unsaid.
            return tally.cast() + "/" + tally.of();
        }

        private boolean selects(RuleCase c) {
            Entry.Head about = c.about();
            return c.payload().path("step").asText().equals("selected")
                    && about != null
                    && about.type().equals("case-nomination");
        }

        private Ballots.Tally tally(RuleCase c) {
            Entry.Head nomination = Objects.requireNonNull(c.about());
            JsonNode rule = rule(c, "selection", nomination.region());
            List<Ballots.Voice> voices =
                    c.history().all("selection-ballot", "nomination", nomination.recordId()).stream()
                            .map(head -> new Ballots.Voice(
                                    head.sender(),
                                    head.facts().path("vote").asText(),
                                    head.facts().path("recused").asBoolean(),
                                    null))
                            .toList();
            return Ballots.count(
                    voices,
                    Ballots.judges(c.history().agencies(nomination.sender().substring(0, 6)), rule),
                    Set.copyOf(texts(nomination.facts().path("agencies"))),
                    rule);
        }
    },

    /// R-26t: a case number stays with the agency that first published under it.
    CASE_ID_OWN {
        @Override
        boolean holds(RuleCase c) {
            return c.history()
                    .latest(
                            "case-publication",
                            "caseId",
                            c.payload().path("caseId").asText())
                    .map(head -> head.sender().equals(c.envelope().sender().value()))
                    .orElse(true);
        }
    },

    /// the template's version is in force on the document date.
    TEMPLATE_IN_FORCE {
        @Override
        boolean holds(RuleCase c) {
            JsonNode template = c.envelope().tree().path("template");
            if (template.isMissingNode()) {
                return true;
            }
            String id = template.path("templateId").asText();
            return c.catalogue().rules().all().stream()
                    .filter(rule -> rule.id().equals("template")
                            && rule.values().path("template").asText().equals(id))
                    .anyMatch(rule -> rule.values()
                                    .path("version")
                                    .asText()
                                    .equals(template.path("version").asText())
                            && rule.inForce(c.docDate()));
        }
    };

    abstract boolean holds(RuleCase c);

    /// What else to tell whoever is refused; empty where nothing.
    String more(RuleCase c) {
        return "";
    }

    /// @param name as descriptors write it, for example `credit-term`
    static NamedRule of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    private static LocalDate day(RuleCase c, String field) {
        return LocalDate.parse(c.payload().path(field).asText());
    }

    private static boolean notAfterTerm(RuleCase c, String rule, LocalDate anchor, LocalDate day) {
        return term(c, rule, anchor).map(due -> !day.isAfter(due)).orElse(true);
    }

    /// The last day of a term; empty where no rule or no calendar says it.
    private static Optional<LocalDate> term(RuleCase c, String rule, LocalDate anchor) {
        return c.deadlines()
                .find(rule, c.region(), anchor)
                .map((DeadlineRule row) -> c.deadlines().count(row, anchor))
                .flatMap(deadline -> deadline instanceof Deadline.Computed computed
                        ? Optional.of(computed.due())
                        : Optional.empty());
    }

    private static boolean within(JsonNode facts, LocalDate day) {
        String from = facts.path("from").asText();
        String to = facts.path("to").asText();
        return (from.isEmpty() || !day.isBefore(LocalDate.parse(from)))
                && (to.isEmpty() || !day.isAfter(LocalDate.parse(to)));
    }

    /// The row of a threshold for a region, the most specific first.
    private static JsonNode rule(RuleCase c, String id, String region) {
        Rules.Rule row = c.catalogue().rules().get(id, region, c.docDate());
        return row.values();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.valueStream().map(node -> node.path(field).asText()).toList();
    }
}
