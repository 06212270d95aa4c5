package io.concord.matter;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.deadline.Clock;
import io.concord.deadline.Clocks;
import io.concord.deadline.DeadlineRule;
import io.concord.deadline.Deadlines;
import io.concord.deadline.Suspension;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.Envelope;
import io.concord.envelope.RecordType;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import io.concord.schema.Condition;
import io.concord.schema.RecordTypeDescriptor;
import io.concord.schema.RecordTypeDescriptor.ClockRule;
import io.concord.schema.RecordTypeDescriptor.Effect;
import io.concord.schema.RecordTypeDescriptor.ExchangeRule;
import io.concord.schema.RecordTypeDescriptor.Need;
import io.concord.schema.StateMachine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one more record does to its matter: whether it may come at all, which steps it takes, which terms it
/// starts and
/// ends. Everything it knows of record types is in their descriptors.
final class MatterFold {

    private static final Logger LOG = LoggerFactory.getLogger(MatterFold.class);

    private final Catalogue catalogue;
    private final Deadlines deadlines;
    private final Clocks clocks;
    /// Record types that can take a step, by event, for the alternatives of a refusal.
    private final Map<String, Set<String>> takers = new HashMap<>();

    /// Record types that name the step themselves.
    private final Set<String> anyStep = new LinkedHashSet<>();
    /// Steps that have a record type of the exchange's own, a receipt or a withdrawal; no other may take them.
    private final Set<String> reserved = new LinkedHashSet<>(Set.of("superseded"));

    MatterFold(Catalogue catalogue, Deadlines deadlines) {
        this.catalogue = catalogue;
        this.deadlines = deadlines;
        this.clocks = new Clocks(deadlines);
        for (RecordTypeDescriptor type : catalogue.types()) {
            // A name that no class has stops the start.
            type.rules().stream()
                    .map(ExchangeRule::named)
                    .filter(Objects::nonNull)
                    .forEach(NamedRule::of);
            for (Effect effect : type.effects()) {
                for (String event : effect.events()) {
                    if (event.startsWith("/")) {
                        anyStep.add(type.type());
                    } else if (!effect.target().equals("self")) {
                        takers.computeIfAbsent(event, e -> new LinkedHashSet<>())
                                .add(type.type());
                        if (type.group().equals("E") && type.effects().stream().noneMatch(MatterFold::namesStep)) {
                            reserved.add(event);
                        }
                    }
                }
            }
        }
    }

    private static boolean namesStep(Effect effect) {
        return effect.events().stream().anyMatch(event -> event.startsWith("/"));
    }

    /// One record with its place.
    record Incoming(Envelope envelope, RecordTypeDescriptor type, long leafIndex, Instant acceptedAt) {}

    /// Adds a record to the world.
    ///
    /// @param judge whether to refuse what is not right; a rebuild replays what was accepted and refuses
    /// nothing
    /// @return reasons against it; the world is unchanged unless empty
    List<Reason> apply(World world, Incoming in, History history, boolean judge) {
        return new Application(world, in, history, judge).run();
    }

    /// Whether its rule gives more time once more.
    boolean isExtensible(Clock clock) {
        return clocks.row(clock.terms())
                .map(DeadlineRule::extension)
                .filter(allowed -> clock.extensions() < allowed.times())
                .isPresent();
    }

    /// Which record types may be the next word on a record, for someone with these roles.
    List<String> alternatives(Entry entry, String agency) {
        StateMachine machine = machine(entry);
        Set<String> result = new LinkedHashSet<>();
        for (String event : machine.legal(entry.state(), entry.roles(agency))) {
            takers.getOrDefault(event, Set.of()).forEach(result::add);
            if (!reserved.contains(event)) {
                anyStep.forEach(type -> result.add(type + ":" + event));
            }
        }
        return List.copyOf(result);
    }

    private StateMachine machine(Entry entry) {
        return catalogue.machine(type(entry));
    }

    RecordTypeDescriptor type(Entry entry) {
        return catalogue
                .find(new RecordType(entry.head().type()), entry.head().line() + ".0")
                .orElseThrow(() -> new IllegalStateException(
                        "no record type " + entry.head().type()));
    }

    /// What conditions see of a record as its matter knows it.
    static Map<String, Object> view(@Nullable Entry entry, LocalDate day) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("exists", entry != null);
        view.put("type", entry == null ? "" : entry.head().type());
        view.put("state", entry == null ? "" : entry.state());
        view.put("flags", entry == null ? List.of() : List.copyOf(entry.flags()));
        view.put("sender", entry == null ? "" : entry.head().sender());
        view.put("docDate", entry == null ? "" : entry.head().docDate().toString());
        view.put("overdue", entry != null && entry.isOverdue(day));
        view.put(
                "facts", entry == null ? Map.of() : Condition.value(entry.head().facts()));
        return view;
    }

    private final class Application {
        private final World world;
        private final Incoming in;
        private final Envelope envelope;
        private final RecordTypeDescriptor type;
        private final History history;
        private final boolean judge;
        private final LocalDate docDate;
        private final String sender;
        private final List<Reason> reasons = new ArrayList<>();
        private final List<Reason> remarks = new ArrayList<>();
        private @Nullable Map<String, Object> variables;
        private int seq;

        Application(World world, Incoming in, History history, boolean judge) {
            this.world = world;
            this.in = in;
            this.envelope = in.envelope();
            this.type = in.type();
            this.history = history;
            this.judge = judge;
            this.docDate = LocalDate.parse(envelope.tree().path("docDate").asText());
            this.sender = envelope.sender().value();
        }

        /// One step to take, once everything is found right.
        private record Step(Entry entry, StateMachine.Transition transition, String why, LocalDate on, String item) {}

        List<Reason> run() {
            Entry before = earlierVersion();
            type.needs().forEach(this::need);
            if (reasons.isEmpty()) {
                // A rebuild makes the remarks again, but refuses nothing.
                type.rules().stream()
                        .filter(rule -> rule.warns() || judge && rule.needsMatter())
                        .forEach(this::rule);
            }
            List<Effect> effects = type.effects().stream()
                    .filter(effect -> !effect.target().equals("self") && holds(effect.when()))
                    .toList();
            List<Step> steps = reasons.isEmpty() ? steps(effects) : List.of();
            List<Runnable> others = reasons.isEmpty() ? terms() : List.of();
            if (!reasons.isEmpty()) {
                return reasons;
            }
            Entry own = entry();
            if (before != null) {
                fire(new Step(before, superseding(before), "stated", docDate, ""));
            }
            steps.forEach(this::fire);
            others.forEach(Runnable::run);
            effects.forEach(this::mark);
            world.add(own);
            born(own);
            for (Effect effect : type.effects()) {
                if (effect.target().equals("self") && holds(effect.when())) {
                    own(own, effect);
                }
            }
            compareDue(own);
            return List.of();
        }

        /// R-10: what the sender says of the last day is compared with what the rule gives; the rule counts.
        private void compareDue(Entry own) {
            String said = Pointers.text(envelope.tree(), "/reply/dueAt");
            String rule = Pointers.text(envelope.tree(), "/reply/ruleId").split("@")[0];
            for (Clock clock : own.clocks()) {
                LocalDate due = clock.due();
                if (said.length() >= 10
                        && clock.terms().rule().equals(rule)
                        && due != null
                        && !said.startsWith(due.toString())) {
                    own.remarks()
                            .add(new Reason(
                                    "due-differs",
                                    "/reply/dueAt",
                                    "按规则应为 " + due + "（工作日历 " + clock.calendarVersion() + "）",
                                    "by the rule it is " + due + " (calendar " + clock.calendarVersion() + ")"));
                }
            }
        }

        private @Nullable Entry earlierVersion() {
            if (envelope.recordVersion() == 1) {
                return null;
            }
            Entry before = world.find(envelope.recordId());
            if (judge
                    && (before == null
                            || before.head().recordVersion() != envelope.recordVersion() - 1
                            || !before.head().type().equals(type.type())
                            || !before.head().matterId().equals(envelope.matterId()))) {
                reasons.add(new Reason(
                        "version-not-next",
                        "/recordVersion",
                        "没有同一事项、同一类型的第 " + (envelope.recordVersion() - 1) + " 版",
                        "there is no version " + (envelope.recordVersion() - 1) + " of it in this matter"));
                return null;
            }
            if (judge
                    && before != null
                    && machine(before).find(before.state(), "superseded").isEmpty()) {
                reasons.add(notLegal(before, before.state(), "superseded", true, "/recordVersion"));
            }
            return before;
        }

        private StateMachine.Transition superseding(Entry before) {
            StateMachine.@Nullable Transition legal =
                    machine(before).find(before.state(), "superseded").orElse(null);
            return legal != null
                    ? legal
                    : new StateMachine.Transition("superseded", List.of(), before.state(), List.of("sender"));
        }

        private void need(Need need) {
            for (JsonNode id : Pointers.all(envelope.tree(), need.at())) {
                Entry entry = world.find(id.asText());
                boolean right = entry != null
                        && (need.types().isEmpty()
                                || need.types().contains(entry.head().type()))
                        && !entry.roles(sender).isEmpty();
                if (judge && !right) {
                    reasons.add(new Reason(
                            "reference-unknown",
                            need.at().replace("*", "0"),
                            "没有与本单位有关的" + names(need.types(), "zh") + " " + id.asText(),
                            "your agency has no " + names(need.types(), "en") + " " + id.asText()));
                }
            }
        }

        private String names(List<String> types, String language) {
            if (types.isEmpty()) {
                return language.equals("zh") ? "记录" : "record";
            }
            return String.join(
                    language.equals("zh") ? "、" : ", ",
                    types.stream().map(t -> typeName(t, language)).toList());
        }

        private void rule(ExchangeRule rule) {
            boolean right;
            String more = "";
            try {
                if (rule.named() != null) {
                    RuleCase c = new RuleCase(
                            envelope,
                            docDate,
                            target(),
                            world.matter(envelope.matterId()),
                            catalogue,
                            deadlines,
                            history);
                    NamedRule named = NamedRule.of(rule.named());
                    right = named.holds(c);
                    more = right ? "" : named.more(c);
                } else {
                    right = Objects.requireNonNull(catalogue.condition(rule.check()))
                            .holds(variables());
                }
            } catch (IllegalStateException e) {
                // Nothing is guessed: what cannot be checked is not let in, and the operator learns why.
                LOG.error("rule {} of {} cannot be checked", rule.id(), type.type(), e);
                right = false;
            }
            if (!right) {
                String tail = more.isEmpty() ? "" : "：" + more;
                Reason reason =
                        new Reason(rule.code(), rule.at(), rule.zh() + tail, rule.en() + tail.replace("：", ": "));
                (rule.warns() ? remarks : reasons).add(reason);
            }
        }

        private @Nullable Entry target() {
            String about = type.about();
            return about == null ? null : world.find(Pointers.text(envelope.tree(), about));
        }

        /// Whether an effect or a term applies. What cannot be said does not apply, and the operator learns
        /// why:
        /// a record that a descriptor did not foresee must not come back for ever.
        private boolean holds(@Nullable String when) {
            try {
                Condition condition = catalogue.condition(when);
                return condition == null || condition.holds(variables());
            } catch (IllegalStateException e) {
                LOG.error("a condition of {} cannot be said of {}", type.type(), envelope.recordId(), e);
                return false;
            }
        }

        private Map<String, Object> variables() {
            Map<String, Object> known = variables;
            if (known == null) {
                Object record = Condition.value(envelope.tree());
                known = Map.of(
                        "record", record,
                        "payload", Objects.requireNonNull(((Map<?, ?>) record).get("payload")),
                        "target", view(target(), docDate),
                        "matter", matter());
                variables = known;
            }
            return known;
        }

        private Map<String, Object> matter() {
            List<Map<String, Object>> records = world.matter(envelope.matterId()).stream()
                    .map(entry -> view(entry, docDate))
                    .toList();
            return Map.of("records", records);
        }

        /// The steps that the effects take, each with those that it implies; reasons are added for what is not
        /// legal.
        private List<Step> steps(List<Effect> effects) {
            List<Step> steps = new ArrayList<>();
            Map<Entry, String> states = new HashMap<>();
            for (Effect effect : effects) {
                Entry target = world.target(envelope.tree(), effect.target());
                if (target == null) {
                    continue;
                }
                LocalDate on = Pointers.day(envelope.tree(), effect.on(), docDate);
                for (String named : effect.events()) {
                    String event = named.startsWith("/") ? Pointers.text(envelope.tree(), named) : named;
                    String state = states.getOrDefault(target, target.state());
                    List<StateMachine.Transition> path = machine(target).path(state, event);
                    boolean may =
                            !path.isEmpty() && path.getLast().by().stream().anyMatch(roles(target)::contains);
                    if (may) {
                        for (StateMachine.Transition t : path) {
                            steps.add(new Step(
                                    target,
                                    t,
                                    t == path.getLast() ? "stated" : "implied",
                                    on,
                                    Pointers.text(envelope.tree(), effect.item())));
                        }
                        states.put(target, path.getLast().to());
                    } else if (judge && !effect.lenient()) {
                        reasons.add(notLegal(target, state, event, path.isEmpty(), effect.target()));
                    }
                }
            }
            return steps;
        }

        private Set<String> roles(Entry target) {
            Set<String> roles = target.roles(sender);
            if (envelope.sender().kind().equals("EXCHANGE_HUB")) {
                roles.add("hub");
            }
            return roles;
        }

        private Reason notLegal(Entry target, String state, String event, boolean noWay, String at) {
            StateMachine.State named = machine(target).states().get(state);
            List<String> possible = alternatives(target, sender);
            String zhState = named == null ? state : named.zh();
            String enState = named == null ? state : named.en();
            String who = noWay ? "" : "，且本单位不是可以走这一步的一方";
            return new Reason(
                    "next-not-legal",
                    at,
                    target.head().recordId() + " 处于“" + zhState + "”，不能“" + stepName(event, "zh") + "”" + who
                            + (possible.isEmpty() ? "" : "；可以：" + String.join("、", possible)),
                    target.head().recordId() + " is " + enState + "; " + stepName(event, "en") + " is not possible"
                            + (noWay ? "" : " for your agency")
                            + (possible.isEmpty() ? "" : "; possible: " + String.join(", ", possible)),
                    possible);
        }

        private void fire(Step step) {
            Entry entry = step.entry;
            String from = entry.state();
            entry.move(step.transition.to());
            world.add(new Transition(
                    in.leafIndex(),
                    seq++,
                    entry.head().recordId(),
                    entry.head().recordVersion(),
                    step.transition.event(),
                    from,
                    step.transition.to(),
                    sender,
                    step.on,
                    in.acceptedAt(),
                    step.why,
                    envelope.recordId()));
            boolean over = machine(entry).isFinal(entry.state());
            for (Clock clock : entry.clocks()) {
                boolean itsItem = clock.terms().item().isEmpty()
                        || step.item.isEmpty()
                        || clock.terms().item().equals(step.item);
                if (clock.isOpen() && itsItem && clock.terms().until().contains(step.transition.event())) {
                    clock.meet(step.on);
                } else if (clock.isOpen() && over) {
                    clock.cancel();
                }
            }
            if (!over) {
                start(entry, step.transition.event(), step.on, entry.head().facts());
            }
        }

        /// Starts the clocks of a record that begin with an event.
        private void start(Entry entry, String event, LocalDate on, JsonNode source) {
            RecordTypeDescriptor its = type(entry);
            for (List<ClockRule> rules :
                    List.of(its.clocks(), catalogue.machine(its).clocks())) {
                for (ClockRule rule : rules) {
                    boolean nobody = rule.obligor().equals("agency")
                            && entry.head().mains().isEmpty();
                    if (!nobody
                            && rule.from().equals(event)
                            && (event.equals("accept") ? holds(rule.when()) : holdsLater(rule.when(), entry))) {
                        start(entry, rule, Pointers.day(source, rule.on(), on), source);
                    }
                }
            }
        }

        private boolean holdsLater(@Nullable String when, Entry entry) {
            Condition condition = catalogue.condition(when);
            if (condition == null) {
                return true;
            }
            Map<String, Object> known = new HashMap<>(variables());
            known.put("target", view(entry, docDate));
            try {
                return condition.holds(known);
            } catch (IllegalStateException e) {
                LOG.error(
                        "a term of {} cannot be said of {}",
                        entry.head().type(),
                        entry.head().recordId(),
                        e);
                return false;
            }
        }

        private void start(Entry entry, ClockRule rule, LocalDate anchor, JsonNode source) {
            Clock.Kind kind =
                    Clock.Kind.valueOf(Objects.requireNonNull(rule.kind()).toUpperCase(Locale.ROOT));
            String ruleId = rule.rule();
            if (ruleId == null) {
                List<JsonNode> days = Pointers.all(source, Objects.requireNonNull(rule.due()));
                List<JsonNode> items = rule.item() == null ? List.of() : Pointers.all(source, rule.item());
                for (int i = 0; i < days.size(); i++) {
                    String item = i < items.size() ? items.get(i).asText() : "";
                    entry.clocks()
                            .add(clocks.startUntil(
                                    terms(entry, rule, null, kind, item, anchor, 0),
                                    LocalDate.parse(days.get(i).asText().substring(0, 10))));
                }
                return;
            }
            String wanted = named(entry, ruleId);
            DeadlineRule row = deadlines
                    .find(wanted, entry.head().region(), anchor)
                    .orElseGet(() -> deadlines
                            .find(ruleId, entry.head().region(), anchor)
                            .orElse(null));
            if (row == null) {
                LOG.warn("no row of {} for {} on {}", ruleId, entry.head().region(), anchor);
                return;
            }
            Optional<Clock> same = entry.clocks().stream()
                    .filter(clock -> clock.terms().rule().equals(row.id())
                            && clock.terms().anchor().isEqual(moment(anchor)))
                    .findFirst();
            if (same.isPresent()) {
                same.get().reopen();
                return;
            }
            int count = rule.count() == null
                    ? 0
                    : Pointers.text(source, rule.count()).isEmpty()
                            ? 0
                            : source.at(rule.count()).asInt();
            entry.clocks()
                    .add(clocks.start(terms(
                            entry,
                            rule,
                            row,
                            kind,
                            "",
                            anchor,
                            count > 0 && count < row.count() && row.mayBeShortened() ? count : row.count())));
        }

        /// The row that the record names in its reply block, where it is of the same rule.
        private String named(Entry entry, String rule) {
            String named = entry.head().facts().path("replyRule").asText();
            return named.startsWith(rule + "@") ? named : rule;
        }

        private Clock.Terms terms(
                Entry entry,
                ClockRule rule,
                @Nullable DeadlineRule row,
                Clock.Kind kind,
                String item,
                LocalDate anchor,
                int count) {
            Entry.Head head = entry.head();
            List<String> recipients = new ArrayList<>(head.mains());
            if (!rule.obligor().equals("agency")) {
                head.external().forEach(name -> recipients.add("external:" + name));
            }
            return new Clock.Terms(
                    head.recordId(),
                    head.recordVersion(),
                    head.matterId(),
                    head.type(),
                    row == null ? "" : row.id(),
                    row == null ? "" : row.region(),
                    row == null ? anchor : row.validFrom(),
                    kind,
                    item,
                    rule.obligor().equals("sender") ? List.of(head.sender()) : recipients,
                    rule.obligor().equals("sender") && !head.mains().isEmpty()
                            ? head.mains().getFirst()
                            : head.sender(),
                    moment(anchor),
                    count,
                    rule.until());
        }

        /// Terms in hours start at the moment that the record was sent, all others with the day.
        private OffsetDateTime moment(LocalDate day) {
            String sentAt = envelope.tree().path("sentAt").asText();
            return sentAt.startsWith(day.toString())
                    ? OffsetDateTime.parse(sentAt)
                    : day.atStartOfDay(ChinaTime.ZONE).toOffsetDateTime();
        }

        /// What extensions and suspensions do to the terms of their target.
        private List<Runnable> terms() {
            Entry target = target();
            if (target == null
                    || !type.type().equals("extension") && !type.type().equals("suspension")) {
                return List.of();
            }
            List<Clock> open = target.clocks().stream()
                    .filter(clock -> clock.isOpen()
                            && (!envelope.payload().has("ruleId")
                                    || clock.terms()
                                            .rule()
                                            .equals(envelope.payload()
                                                    .path("ruleId")
                                                    .asText())))
                    .toList();
            return type.type().equals("extension") ? extension(target, open) : suspension(open);
        }

        private List<Runnable> extension(Entry target, List<Clock> open) {
            int more = envelope.payload().path("days").asInt();
            if (open.isEmpty() && judge) {
                reasons.add(new Reason(
                        "clock-not-running",
                        "/payload/ruleId",
                        target.head().recordId() + " 没有正在计算的该期限",
                        "no such term of " + target.head().recordId() + " is running"));
            }
            for (Clock clock : open) {
                DeadlineRule.Extension allowed =
                        clocks.row(clock.terms()).map(DeadlineRule::extension).orElse(null);
                boolean consent = allowed != null && allowed.by().equals("CONSENT");
                if (judge
                        && (allowed == null
                                || clock.extensions() >= allowed.times()
                                || clock.extendedBy() + more > allowed.count())) {
                    reasons.add(new Reason(
                            "extension-over-cap",
                            "/payload/days",
                            allowed == null ? "该期限不得延长" : "最多延长 " + allowed.count() + "，共 " + allowed.times() + " 次",
                            allowed == null
                                    ? "this term may not be extended"
                                    : "at most " + allowed.count() + " more, " + allowed.times() + " time(s)"));
                } else if (judge
                        && consent
                        && envelope.payload().path("consents").size() < 2) {
                    reasons.add(new Reason(
                            "extension-needs-consent",
                            "/payload/consents",
                            "须双方同意（至少两方）",
                            "both sides must consent (two at least)"));
                } else if (judge && !consent && !envelope.payload().has("approver")) {
                    reasons.add(new Reason(
                            "extension-needs-approval", "/payload/approver", "须有批准人", "an approver is needed"));
                }
            }
            return open.stream()
                    .<Runnable>map(clock -> () -> clocks.extend(clock, more))
                    .toList();
        }

        private List<Runnable> suspension(List<Clock> open) {
            LocalDate from = Pointers.day(envelope.tree(), "/payload/from", docDate);
            LocalDate to = Pointers.day(envelope.tree(), "/payload/to", from);
            if (judge && to.isBefore(from)) {
                reasons.add(new Reason("period-reversed", "/payload/to", "止日早于起日", "ends before it begins"));
            }
            return open.stream()
                    .<Runnable>map(clock -> () -> clocks.suspend(clock, new Suspension(from, to)))
                    .toList();
        }

        /// Flags, and clocks that end without a step.
        private void mark(Effect effect) {
            Entry target = world.target(envelope.tree(), effect.target());
            Entry named = world.target(envelope.tree(), effect.target().split(" > ")[0]);
            if (target == null || named == null || roles(named).isEmpty()) {
                return;
            }
            if (effect.flag() != null) {
                target.flag(effect.flag());
            }
            LocalDate on = Pointers.day(envelope.tree(), effect.on(), docDate);
            for (Clock clock : target.clocks()) {
                if (clock.isOpen() && effect.meets().contains(clock.terms().rule())) {
                    clock.meet(on);
                }
            }
        }

        private Entry entry() {
            JsonNode tree = envelope.tree();
            List<String> mains = new ArrayList<>();
            List<String> copies = new ArrayList<>();
            envelope.recipients()
                    .forEach(r -> (r.role() == Envelope.Role.MAIN ? mains : copies)
                            .add(r.agency().value()));
            List<String> external = new ArrayList<>();
            for (JsonNode recipient : tree.path("recipients")) {
                if (recipient.has("externalParty")
                        && recipient.path("role").asText().equals("MAIN")) {
                    external.add(recipient.at("/externalParty/name").asText());
                }
            }
            com.fasterxml.jackson.databind.node.ObjectNode facts = Pointers.facts(tree, type.facts());
            if (tree.at("/reply/ruleId").isTextual()) {
                facts.put("replyRule", tree.at("/reply/ruleId").asText());
            }
            if (tree.has("relations")) {
                facts.set("relations", tree.path("relations"));
            }
            Entry entry = new Entry(
                    new Entry.Head(
                            in.leafIndex(),
                            envelope.messageId(),
                            envelope.recordId(),
                            envelope.recordVersion(),
                            envelope.matterId(),
                            type.type(),
                            type.line(),
                            sender,
                            List.copyOf(mains),
                            List.copyOf(copies),
                            List.copyOf(external),
                            tree.path("regionCode").asText(),
                            docDate,
                            in.acceptedAt(),
                            tree.path("title").asText(),
                            tree.path("docNo").asText(),
                            tree.at("/reply/required").asBoolean(),
                            facts),
                    catalogue.machine(type).initial(),
                    true);
            entry.remarks().addAll(remarks);
            // R-33: collective by the sender's word or by the number of workers.
            if (facts.path("collective").asBoolean()
                    || facts.path("affectedCount").asInt() >= threshold("collective", "workers", entry)) {
                entry.flag("COLLECTIVE");
            }
            long late = docDate.until(LocalDate.ofInstant(in.acceptedAt(), ChinaTime.ZONE), ChronoUnit.DAYS);
            if (late > threshold("late-entry", "days", entry)) {
                entry.flag("LATE_ENTRY");
            }
            return entry;
        }

        private int threshold(String rule, String field, Entry entry) {
            return catalogue
                    .rules()
                    .get(rule, entry.head().region(), docDate)
                    .values()
                    .path(field)
                    .asInt();
        }

        /// The states that a record has passed when it is accepted.
        private void born(Entry own) {
            String from = "";
            for (String state : catalogue.machine(type).born()) {
                world.add(new Transition(
                        in.leafIndex(),
                        seq++,
                        envelope.recordId(),
                        envelope.recordVersion(),
                        "accepted-by-hub",
                        from,
                        state,
                        sender,
                        docDate,
                        in.acceptedAt(),
                        "born",
                        approval(state)));
                from = state;
            }
            start(own, "accept", docDate, envelope.tree());
        }

        /// Who approved, where the record says so.
        private String approval(String state) {
            for (JsonNode step : envelope.tree().path("approval")) {
                String name = step.path("step").asText();
                if (state.equals("SIGNED") && name.equals("签发") || state.equals("DRAFT") && name.equals("拟稿")) {
                    return step.path("step").asText() + " "
                            + step.path("person").asText();
                }
            }
            return "";
        }

        private void own(Entry own, Effect effect) {
            if (effect.flag() != null) {
                own.flag(effect.flag());
            }
            LocalDate on = Pointers.day(envelope.tree(), effect.on(), docDate);
            for (String event : effect.events()) {
                for (StateMachine.Transition t : machine(own).path(own.state(), event)) {
                    fire(new Step(own, t, "stated", on, ""));
                }
            }
        }

        private String typeName(String name, String language) {
            return catalogue
                    .latest(name)
                    .map(t -> t.name().getOrDefault(language, name))
                    .orElse(name);
        }

        private String stepName(String event, String language) {
            return Optional.ofNullable(catalogue.codeLists().get("procedure-step"))
                    .flatMap(list -> list.find(event))
                    .map(item -> language.equals("zh") ? item.zh() : item.en())
                    .orElse(event);
        }
    }
}
