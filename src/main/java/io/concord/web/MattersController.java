package io.concord.web;

import io.concord.deadline.Clock;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.ChinaTime;
import io.concord.evidence.LogEntry;
import io.concord.matter.Entry;
import io.concord.matter.MatterLinks;
import io.concord.matter.MatterNumbers;
import io.concord.matter.Matters;
import io.concord.matter.Transition;
import io.concord.problem.Reason;
import java.security.Principal;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Matters, their timelines, what may come next, and what is due, for the agency that asks.
@RestController
@RequestMapping("/api/v1")
class MattersController {

    private static final int MOST = 500;

    private final Matters matters;
    private final MatterLinks links;
    private final MatterNumbers numbers;
    private final InstantSource clock;

    MattersController(Matters matters, MatterLinks links, MatterNumbers numbers, InstantSource clock) {
        this.matters = matters;
        this.links = links;
        this.numbers = numbers;
        this.clock = clock;
    }

    @GetMapping("/matters")
    List<Map<String, Object>> list(
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(defaultValue = "0") int offset,
            @Nullable Principal caller) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Matters.Summary matter : matters.of(agency(caller), Math.clamp(limit, 1, MOST), Math.max(offset, 0))) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("matterId", matter.matterId());
            one.put("title", matter.title());
            one.put("records", matter.records());
            one.put("open", matter.open());
            one.put("opened", matter.opened().toString());
            one.put("last", matter.last().toString());
            one.put("flags", matter.flags());
            list.add(one);
        }
        return list;
    }

    /// @param caseNumber of the agency's own system
    record NewMatter(@Nullable String caseNumber) {}

    /// Numbers a matter for a case of the caller's own system; the same for the same case.
    @PostMapping("/matters")
    Map<String, String> number(@RequestBody NewMatter request, Principal caller) {
        String caseNumber = request.caseNumber();
        if (caseNumber == null || caseNumber.isBlank() || caseNumber.length() > 200) {
            throw new Refusal(
                    "parameter-invalid", "caseNumber 应为 1 至 200 个字符", "caseNumber should have 1 to 200 characters");
        }
        return Map.of("matterId", numbers.of(new AgencyCode(caller.getName()), caseNumber.strip()));
    }

    @GetMapping("/matters/{matterId}")
    Map<String, Object> matter(@PathVariable String matterId, @Nullable Principal caller) {
        AgencyCode agency = caller == null ? null : new AgencyCode(caller.getName());
        Matters.Matter matter = find(matterId, agency);
        LocalDate today = today();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("matterId", matter.matterId());
        answer.put("flags", matter.flags());
        answer.put(
                "records",
                matter.entries().stream().map(entry -> entry(entry, today)).toList());
        answer.put("hiddenRecords", matter.hidden());
        answer.put(
                "timeline",
                matter.transitions().stream().map(MattersController::transition).toList());
        answer.put("options", options(matter, today));
        answer.put("links", matter.links());
        if (matter.mergedInto() != null) {
            answer.put("mergedInto", matter.mergedInto());
        }
        if (agency != null) {
            answer.put("next", matters.next(matter, agency, today));
        }
        return answer;
    }

    /// @param on day on which the next record would be dated; today where missing
    @GetMapping("/matters/{matterId}/next")
    List<Matters.Next> next(
            @PathVariable String matterId,
            @RequestParam(required = false) @Nullable String on,
            @Nullable Principal caller) {
        AgencyCode agency = agency(caller);
        return matters.next(find(matterId, agency), agency, on == null ? today() : day("on", on));
    }

    @GetMapping("/due")
    List<Map<String, Object>> due(
            @RequestParam(defaultValue = "obligor") String role,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(defaultValue = "100") int limit,
            @Nullable Principal caller) {
        if (!List.of("obligor", "owner").contains(role)) {
            throw new Refusal("parameter-invalid", "role 应为 obligor 或 owner", "role should be obligor or owner");
        }
        LocalDate last = until == null ? null : day("until", until);
        List<Map<String, Object>> list = new ArrayList<>();
        for (Matters.Due due : matters.due(agency(caller), role, last, Math.clamp(limit, 1, MOST), 0)) {
            Map<String, Object> one = clock(due.clock(), today());
            one.put("title", due.title());
            one.put("docNo", due.docNo());
            list.add(one);
        }
        return list;
    }

    /// @param into matter that this one is put into
    /// @param otherId matter that some records go on as
    /// @param records ids of those records
    record Change(
            @Nullable String into,
            @Nullable String otherId,
            @Nullable List<String> records,
            @Nullable String reason) {}

    /// Puts a matter into another; only the agency that opened it may.
    @PostMapping("/matters/{matterId}/merge")
    Map<String, Object> merge(@PathVariable String matterId, @RequestBody Change change, @Nullable Principal caller) {
        AgencyCode agency = owner(matterId, caller);
        String into = matterId(change.into(), matterId);
        if (!matters.takesPart(into, agency)) {
            throw new Refusal("matter-not-found", "没有本单位参与的事项 " + into, "no matter " + into + " that you take part in");
        }
        return Map.of("leafIndex", links.merge(matterId, into, agency, reason(change)));
    }

    /// Says that some records of a matter go on as another.
    @PostMapping("/matters/{matterId}/split")
    Map<String, Object> split(@PathVariable String matterId, @RequestBody Change change, @Nullable Principal caller) {
        AgencyCode agency = owner(matterId, caller);
        List<String> records = change.records();
        List<String> known = find(matterId, agency).entries().stream()
                .map(entry -> entry.head().recordId())
                .toList();
        if (records == null || records.isEmpty() || !known.containsAll(records)) {
            throw new Refusal(
                    "parameter-invalid", "records 应为该事项中的业务记录号", "records should be ids of records of this matter");
        }
        String other = matterId(change.otherId(), matterId);
        return Map.of("leafIndex", links.split(matterId, other, records, agency, reason(change)));
    }

    private AgencyCode owner(String matterId, @Nullable Principal caller) {
        AgencyCode agency = agency(caller);
        find(matterId, agency);
        if (!matters.isOwner(matterId, agency)) {
            throw new Refusal("not-matter-owner", "事项由其他单位发起", "another agency opened this matter");
        }
        return agency;
    }

    private static String matterId(@Nullable String other, String own) {
        if (other == null || other.equals(own) || !other.matches("MT-[1-9][0-9]{5}-[0-9]{4}-[0-9]{6}")) {
            throw new Refusal(
                    "parameter-invalid", "须给出另一事项主线号 MT-行政区划-年-六位", "give another matter, MT-region-year-six digits");
        }
        return other;
    }

    private static String reason(Change change) {
        String reason = change.reason();
        if (reason == null || reason.isBlank() || reason.length() > 500) {
            throw new Refusal("parameter-invalid", "须写明理由（不超过500字）", "give a reason of at most 500 characters");
        }
        return reason;
    }

    private Matters.Matter find(String matterId, @Nullable AgencyCode agency) {
        return matters.find(matterId, agency)
                .orElseThrow(() -> new Refusal(
                        "matter-not-found", "没有本单位可见的事项 " + matterId, "no matter " + matterId + " that you may see"));
    }

    private static AgencyCode agency(@Nullable Principal caller) {
        if (caller == null) {
            throw new Refusal("unauthenticated", "须以单位身份访问", "say which agency you are");
        }
        return new AgencyCode(caller.getName());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE);
    }

    private static LocalDate day(String name, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new Refusal("parameter-invalid", name + " 应为存在的日期 YYYY-MM-DD", name + " should be a day, YYYY-MM-DD");
        }
    }

    private static Map<String, Object> entry(Entry entry, LocalDate today) {
        Entry.Head head = entry.head();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("messageId", head.messageId());
        one.put("recordId", head.recordId());
        one.put("recordVersion", head.recordVersion());
        one.put("recordType", head.type());
        one.put("docNo", head.docNo());
        one.put("title", head.title());
        one.put("sender", head.sender());
        one.put("recipients", head.mains());
        one.put("copies", head.copies());
        one.put("externalParties", head.external());
        one.put(
                "relations",
                head.facts().path("relations").isArray() ? head.facts().path("relations") : List.of());
        one.put("docDate", head.docDate().toString());
        one.put("acceptedAt", LogEntry.written(head.acceptedAt()));
        one.put("leafIndex", head.leafIndex());
        one.put("state", entry.state());
        List<String> flags = new ArrayList<>(entry.flags());
        if (entry.clocks().stream().anyMatch(clock -> clock.isOverdue(today))) {
            flags.add("OVERDUE");
        }
        one.put("flags", flags);
        one.put(
                "remarks",
                entry.remarks().stream().map(MattersController::remark).toList());
        one.put(
                "clocks",
                entry.clocks().stream().map(clock -> clock(clock, today)).toList());
        return one;
    }

    static Map<String, String> remark(Reason remark) {
        return Map.of("rule", remark.code(), "pointer", remark.pointer(), "zh", remark.zh(), "en", remark.en());
    }

    private static Map<String, Object> clock(Clock clock, LocalDate today) {
        Clock.Terms terms = clock.terms();
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("recordId", terms.recordId());
        one.put("matterId", terms.matterId());
        one.put("rule", terms.rule());
        one.put("ruleRegion", terms.region());
        one.put("kind", terms.kind().name());
        one.put("item", terms.item());
        one.put("obligors", terms.obligors());
        one.put("owner", terms.owner());
        one.put("anchor", ChinaTime.written(terms.anchor().toInstant()));
        one.put("count", terms.count() + clock.extendedBy());
        one.put("rawEnd", text(clock.rawEnd()));
        one.put("due", text(clock.due()));
        OffsetDateTime exact = clock.exact();
        if (exact != null) {
            one.put("dueAt", ChinaTime.written(exact.toInstant()));
        }
        one.put("calendarVersion", clock.calendarVersion());
        one.put("state", clock.state().name());
        one.put("metOn", text(clock.metOn()));
        one.put("overdue", clock.isOverdue(today));
        return one;
    }

    private static String text(@Nullable LocalDate day) {
        return day == null ? "" : day.toString();
    }

    /// The open options of a matter with their last days.
    private static List<Map<String, Object>> options(Matters.Matter matter, LocalDate today) {
        return matter.entries().stream()
                .flatMap(entry -> entry.clocks().stream())
                .filter(clock -> clock.terms().kind() == Clock.Kind.OPTION)
                .map(clock -> clock(clock, today))
                .toList();
    }

    private static Map<String, Object> transition(Transition t) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("recordId", t.recordId());
        one.put("recordVersion", t.recordVersion());
        one.put("event", t.event());
        one.put("from", t.from());
        one.put("to", t.to());
        one.put("actor", t.actor());
        one.put("on", t.on().toString());
        one.put("at", LogEntry.written(t.at()));
        one.put("why", t.why());
        one.put("reason", t.reason());
        one.put("leafIndex", t.leafIndex());
        return one;
    }
}
