package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.access.Audit;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.access.Role;
import io.concord.casebook.Casebook;
import io.concord.delivery.Mailboxes;
import io.concord.document.Pdf;
import io.concord.document.Printing;
import io.concord.envelope.CanonicalJson;
import io.concord.intake.Verdict;
import io.concord.ledger.StoredRecord;
import io.concord.matter.Entry;
import io.concord.matter.Matters;
import io.concord.problem.Reason;
import io.concord.schema.RecordTypeDescriptor;
import io.concord.witness.Witnesses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 收件箱、发件箱、一条记录、一个事项: what is due, what can be done next, and the proof at hand.
@Controller
@RequestMapping("/desk")
class DeskController {

    private static final int MOST_CASES = 10;

    private final Trays trays;
    private final Drafts drafts;
    private final Matters matters;
    private final Mailboxes mailboxes;
    private final Forms forms;
    private final Pages words;
    private final Signing signing;
    private final Printing printing;
    private final Masking masking;
    private final Pdf pdf;
    private final Visible visible;
    private final Audit audit;
    private final Casebook casebook;
    private final Witnesses witnesses;

    DeskController(
            Trays trays,
            Drafts drafts,
            Matters matters,
            Mailboxes mailboxes,
            Forms forms,
            Pages words,
            Signing signing,
            Printing printing,
            Masking masking,
            Pdf pdf,
            Visible visible,
            Audit audit,
            Casebook casebook,
            Witnesses witnesses) {
        this.witnesses = witnesses;
        this.casebook = casebook;
        this.trays = trays;
        this.drafts = drafts;
        this.matters = matters;
        this.mailboxes = mailboxes;
        this.forms = forms;
        this.words = words;
        this.signing = signing;
        this.printing = printing;
        this.masking = masking;
        this.pdf = pdf;
        this.visible = visible;
        this.audit = audit;
    }

    /// @param tray `unsigned`, `in`, `out`, `due`, `awaited` or `drafts`
    @GetMapping
    String home(
            @CurrentPerson Person person,
            @RequestParam(defaultValue = "unsigned") String tray,
            @RequestParam(name = "before", defaultValue = "") String earlier,
            @RequestParam(name = "page", defaultValue = "") String which,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        model.addAttribute("done", done);
        model.addAttribute("today", signing.today());
        if (!person.reads()) {
            return person.is(Role.ADMIN)
                    ? "redirect:/desk/operations"
                    : person.is(Role.AUDITOR) ? "redirect:/desk/audit" : "desk/home";
        }
        model.addAttribute("tray", tray);
        model.addAttribute("counts", trays.counts(person, signing.today()));
        List<Drafts.Draft> open = drafts.open(person);
        model.addAttribute("draftCount", open.size());
        switch (tray) {
            case "drafts" -> model.addAttribute("drafts", open);
            case "due", "awaited" -> {
                int page = Pages.page(which);
                int from = page * Trays.PAGE;
                List<Matters.Due> terms = matters.due(
                        person.agency(), tray.equals("due") ? "obligor" : "owner", null, Trays.PAGE + 1, from);
                model.addAttribute("terms", terms.subList(0, Math.min(Trays.PAGE, terms.size())));
                model.addAttribute(
                        "ids",
                        trays.messageIds(terms.stream()
                                .map(term -> term.clock().terms().recordId())
                                .distinct()
                                .toList()));
                model.addAttribute("page", page);
                model.addAttribute("more", terms.size() > Trays.PAGE);
            }
            default -> {
                long before = Pages.number(earlier, Long.MAX_VALUE);
                List<Trays.Line> lines = tray.equals("out")
                        ? trays.sent(person, before)
                        : trays.received(person, tray.equals("unsigned"), before);
                model.addAttribute("lines", lines);
                model.addAttribute(
                        "next", lines.size() == Trays.PAGE ? lines.getLast().leafIndex() : null);
            }
        }
        return "desk/home";
    }

    @GetMapping("/records/{id}")
    String record(
            @CurrentPerson Person person,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        return show(person, visible.record(person, id), done, List.of(), model);
    }

    private String show(Person person, StoredRecord record, String done, List<Reason> reasons, Model model) {
        JsonNode envelope = CanonicalJson.parse(record.body());
        RecordTypeDescriptor type = words.descriptor(record.recordType());
        boolean unmasked = masking.isReasoned(person, record.messageId());
        Forms.Asked asked = new Forms.Asked(Pages.chinese());
        model.addAttribute("title", envelope.path("title").asText());
        model.addAttribute("record", record);
        model.addAttribute("envelope", envelope);
        model.addAttribute("type", type);
        List<Field> payload = forms.payload(type, envelope, asked);
        model.addAttribute("payload", masking.of(payload, person, unmasked));
        List<Field> header = forms.header(envelope, asked);
        model.addAttribute("header", masking.of(header, person, unmasked));
        model.addAttribute("masked", !unmasked && (masking.hides(payload, person) || masking.hides(header, person)));
        model.addAttribute("cases", casebook.citing(record.recordId(), signing.today(), MOST_CASES));
        model.addAttribute("printed", printing.attempt(envelope).isPresent());
        model.addAttribute("pdf", pdf.isReady());
        model.addAttribute("seen", witnesses.seen(record.leafIndex()));
        model.addAttribute("deliveries", mailboxes.states(record.messageId()));
        model.addAttribute("done", done);
        model.addAttribute("reasons", reasons);
        model.addAttribute("chinese", Pages.chinese());
        model.addAttribute("today", signing.today());
        model.addAttribute("signs", signing.can(person.agency()));
        Matters.Matter matter = matters.find(record.matterId(), person.agency()).orElse(null);
        model.addAttribute("matter", matter);
        model.addAttribute(
                "entry",
                matter == null
                        ? null
                        : matter.entries().stream()
                                .filter(e -> e.head().messageId().equals(record.messageId()))
                                .findFirst()
                                .orElse(null));
        model.addAttribute("steps", matter == null ? List.of() : Timeline.of(matter, record.recordId()));
        model.addAttribute("next", matter == null ? List.of() : next(person, matter, record.recordId()));
        model.addAttribute(
                "unsigned",
                !record.recordType().equals("receipt")
                        && mailboxes.states(record.messageId()).stream()
                                .anyMatch(state ->
                                        state.recipient().equals(person.agencyCode()) && state.receivedAt() == null));
        return "desk/record";
    }

    /// What can be done next on one record, each once.
    private List<Matters.Next> next(Person person, Matters.Matter matter, String recordId) {
        return matters.next(matter, person.agency(), signing.today()).stream()
                .filter(next -> next.target().equals(recordId) && !next.type().startsWith("receipt"))
                .distinct()
                .toList();
    }

    /// 签收, for one record or for those that are ticked.
    @PostMapping("/receipts")
    String sign(@CurrentPerson Person person, @RequestParam(name = "id", required = false) List<String> ids) {
        if (ids == null || ids.isEmpty()) {
            return "redirect:/desk?done=none";
        }
        int signed = 0;
        for (String id : ids) {
            StoredRecord record = visible.record(person, id);
            if (mailboxes.isRecipient(person.agency(), record.messageId())
                    && isUnsigned(person, record.messageId())
                    && signing.receipt(person, record, record.sender(), record.matterId(), "")
                            instanceof Verdict.Accepted) {
                signed++;
            }
        }
        String done = signed == ids.size() ? "signed" : "partly";
        return ids.size() == 1
                ? "redirect:/desk/records/" + ids.getFirst() + "?done=" + done
                : "redirect:/desk?done=" + done;
    }

    private boolean isUnsigned(Person person, UUID messageId) {
        return mailboxes.states(messageId).stream()
                .anyMatch(state -> state.recipient().equals(person.agencyCode()) && state.receivedAt() == null);
    }

    /// 签收并认可办结: signs for final feedback and closes what it answers.
    @PostMapping("/records/{id}/conclude")
    String conclude(@CurrentPerson Person person, @PathVariable String id, Model model) {
        StoredRecord record = visible.record(person, id);
        String about =
                CanonicalJson.parse(record.body()).at("/payload/forRecordId").asText();
        return switch (signing.receipt(person, record, record.sender(), record.matterId(), about)) {
            case Verdict.Accepted accepted -> "redirect:/desk/records/" + id + "?done=concluded";
            case Verdict.Refused refused -> show(person, record, "", refused.reasons(), model);
        };
    }

    /// Shows identity numbers and telephones of a record, for a reason that the audit trail keeps.
    @PostMapping("/records/{id}/unmask")
    String unmask(@CurrentPerson Person person, @PathVariable String id, @RequestParam String reason) {
        StoredRecord record = visible.record(person, id);
        if (!masking.isReason(reason)) {
            return "redirect:/desk/records/" + id + "?done=reason";
        }
        audit.note(person, "unmasked", record.recordId(), reason.strip());
        masking.reasoned(person, record.messageId(), reason.strip());
        return "redirect:/desk/records/" + id + "#content";
    }

    @GetMapping("/matters")
    String matterList(
            @CurrentPerson Person person, @RequestParam(name = "page", defaultValue = "") String which, Model model) {
        int page = Pages.page(which);
        List<Matters.Summary> list = matters.of(person.agency(), Trays.PAGE + 1, page * Trays.PAGE);
        model.addAttribute("matters", list.subList(0, Math.min(Trays.PAGE, list.size())));
        model.addAttribute("page", page);
        model.addAttribute("more", list.size() > Trays.PAGE);
        return "desk/matters";
    }

    @GetMapping("/matters/{id}")
    String matter(@CurrentPerson Person person, @PathVariable String id, Model model) {
        Matters.Matter matter = visible.matter(person, id);
        if (!person.reads()) {
            audit.note(person, "matter", id, "");
        }
        model.addAttribute("matter", matter);
        model.addAttribute(
                "receipts",
                matter.entries().stream()
                        .filter(entry -> entry.head().type().equals("receipt"))
                        .count());
        model.addAttribute("pdf", pdf.isReady());
        // What a receipt does, the record that it is for shows.
        model.addAttribute(
                "steps",
                Timeline.of(matter, "").stream()
                        .filter(step -> !step.type().equals("receipt"))
                        .toList());
        model.addAttribute("picture", Picture.of(matter, words));
        model.addAttribute("today", signing.today());
        model.addAttribute("chinese", Pages.chinese());
        Map<Entry.Head, List<Matters.Next>> next = new LinkedHashMap<>();
        for (Entry entry : person.reads() ? matter.entries() : List.<Entry>of()) {
            List<Matters.Next> its = next(person, matter, entry.head().recordId());
            if (!its.isEmpty()) {
                next.put(entry.head(), its);
            }
        }
        model.addAttribute("next", next);
        return "desk/matter";
    }
}
