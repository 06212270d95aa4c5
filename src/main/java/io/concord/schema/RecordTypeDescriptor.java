package io.concord.schema;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One record type as its `type.yaml` says: what the generic engine needs to know beside the schema.
///
/// @param rt number in the field's list, for example `RT-03`
/// @param type name on the wire, also the folder's
/// @param version semantic version; senders may use any with the same major and minor
/// @param group A letters, B disputes, C risk, D registers, E exchange control, F registry
/// @param name by language, `zh` and `en`
/// @param validFrom first document date that may use it
/// @param validTo last such date; null while in force
/// @param senders kinds of agency that may send it; `*` is any
/// @param recipients kinds of agency that may receive it
/// @param externalParty whether a party outside the network may be a recipient
/// @param maxBytes size limit of the canonical envelope
/// @param requiredHeader header fields that this type asks for beyond the envelope schema
/// @param acknowledge `signed` when a mailbox item ends by a signed receipt, `cursor` when by the next fetch
/// @param logKind kind of its log entries
/// @param listFields JSON pointers shown in lists
/// @param facts what the matter keeps of a record for later checks, by name; JSON pointers, `*` for every
/// element
/// @param about pointer to the record that this one is about: what conditions call `target`
/// @param needs records that must exist already
/// @param effects what accepting it does to itself and to other records
/// @param clocks terms that run for it
/// @param followedBy records that may come next, and when
/// @param rules what else must be true of it
public record RecordTypeDescriptor(
        String rt,
        String type,
        String version,
        String group,
        Map<String, String> name,
        LocalDate validFrom,
        @Nullable LocalDate validTo,
        List<String> senders,
        List<String> recipients,
        boolean externalParty,
        int maxBytes,
        List<String> requiredHeader,
        Map<String, Object> reply,
        String stateMachine,
        List<String> visibility,
        String numberClass,
        String acknowledge,
        String logKind,
        List<String> listFields,
        Map<String, String> facts,
        @Nullable String about,
        List<Need> needs,
        List<Effect> effects,
        List<ClockRule> clocks,
        List<Follow> followedBy,
        List<ExchangeRule> rules) {

    public RecordTypeDescriptor {
        facts = facts == null ? Map.of() : Map.copyOf(facts);
        needs = needs == null ? List.of() : List.copyOf(needs);
        effects = effects == null ? List.of() : List.copyOf(effects);
        clocks = clocks == null ? List.of() : List.copyOf(clocks);
        followedBy = followedBy == null ? List.of() : List.copyOf(followedBy);
        rules = rules == null ? List.of() : List.copyOf(rules);
    }

    /// A reference to an earlier record that its sender has to do with.
    ///
    /// @param at pointer to the record's id
    /// @param types that it may be of; empty for any
    public record Need(String at, List<String> types) {
        public Need {
            types = types == null ? List.of() : List.copyOf(types);
        }
    }

    /// What accepting a record does.
    ///
    /// @param target pointer to the id of the record that it acts on, or `self`
    /// @param when condition; always where missing
    /// @param events steps of the target's procedure, taken in order; one that starts with `/` is a pointer to
    /// the
    /// step
    /// @param flag set on the target
    /// @param meets rules whose clocks end by it without a step
    /// @param on pointer to the day on which it happened; the document date where missing
    /// @param item pointer to the number of the term or item that it concerns
    /// @param lenient whether a step that is not legal is passed over instead of refused
    public record Effect(
            String target,
            @Nullable String when,
            List<String> events,
            @Nullable String flag,
            List<String> meets,
            @Nullable String on,
            @Nullable String item,
            boolean lenient) {
        public Effect {
            events = events == null ? List.of() : List.copyOf(events);
            meets = meets == null ? List.of() : List.copyOf(meets);
        }
    }

    /// A term that runs for a record.
    ///
    /// @param rule of `schemas/rules/deadlines.yaml`; null where `due` says the day itself
    /// @param kind `duty` (someone must act), `option` (someone may act until then) or `limit` (what is barred
    /// later)
    /// @param from event that starts it, or `accept`
    /// @param on pointer to its first day; the day of the event where missing
    /// @param due pointer to the last days, `*` for every element
    /// @param item pointer to the numbers that go with `due`
    /// @param count pointer to a length below the rule's, where the rule allows that
    /// @param when condition; always where missing
    /// @param obligor `recipient` (or the party outside the network), `agency` (recipients within it only),
    /// `sender`
    /// @param until events that end it
    public record ClockRule(
            @Nullable String rule,
            @Nullable String kind,
            String from,
            @Nullable String on,
            @Nullable String due,
            @Nullable String item,
            @Nullable String count,
            @Nullable String when,
            String obligor,
            List<String> until) {
        public ClockRule {
            kind = kind == null ? "duty" : kind;
            until = until == null ? List.of() : List.copyOf(until);
        }
    }

    /// A record that may come next.
    ///
    /// @param by `sender` or `recipient`
    /// @param when condition on the record, called `target`; always where missing
    public record Follow(String type, String by, @Nullable String when, String zh, String en) {}

    /// A rule of the exchange (`domain.md` §9).
    ///
    /// @param id for example `R-08`; its problem code is `rule-r-08`
    /// @param level `refuse`, or `warn` for what is entered with a remark
    /// @param at pointer to the place that is wrong
    /// @param check condition that must hold; null where `named` says which class checks it
    /// @param needsMatter whether it looks at other records, and so is checked when the record takes its place
    public record ExchangeRule(
            String id,
            @Nullable String level,
            String at,
            @Nullable String check,
            @Nullable String named,
            boolean needsMatter,
            String zh,
            String en) {

        public String code() {
            return "rule-" + id.toLowerCase(java.util.Locale.ROOT);
        }

        public boolean warns() {
            return "warn".equals(level);
        }
    }

    /// `major.minor`, the name of its folder.
    public String line() {
        return version.substring(0, version.lastIndexOf('.'));
    }

    public boolean maySend(String agencyKind) {
        return senders.contains("*") || senders.contains(agencyKind);
    }

    public boolean mayReceive(String agencyKind) {
        return recipients.contains("*") || recipients.contains(agencyKind);
    }
}
