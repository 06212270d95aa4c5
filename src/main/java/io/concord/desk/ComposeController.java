package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.access.Audit;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.document.Printing;
import io.concord.envelope.CanonicalJson;
import io.concord.intake.Intake;
import io.concord.intake.Verdict;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 拟稿、送审、签发: a form for any record type, made from its schema. Works without scripts; with them, what is typed is
/// kept as it is typed.
@Controller
@RequestMapping("/desk")
class ComposeController {

    /// Belongs to the desk itself: receipts are signed with one click, statements come from the hub.
    private static final List<String> NOT_COMPOSED = List.of("receipt", "silence-statement", "urging");

    private final Catalogue catalogue;
    private final Forms forms;
    private final Drafts drafts;
    private final Signing signing;
    private final Prefill prefill;
    private final Intake intake;
    private final Printing printing;
    private final Pages words;
    private final Audit audit;

    ComposeController(
            Catalogue catalogue,
            Forms forms,
            Drafts drafts,
            Signing signing,
            Prefill prefill,
            Intake intake,
            Printing printing,
            Pages words,
            Audit audit) {
        this.catalogue = catalogue;
        this.forms = forms;
        this.drafts = drafts;
        this.signing = signing;
        this.prefill = prefill;
        this.intake = intake;
        this.printing = printing;
        this.words = words;
        this.audit = audit;
    }

    /// What the person's agency may write, by group.
    @GetMapping("/compose")
    String choose(@CurrentPerson Person person, @RequestParam(defaultValue = "") String q, Model model) {
        Map<String, List<RecordTypeDescriptor>> groups = new TreeMap<>();
        catalogue.types().stream()
                .filter(type -> type.maySend(person.agency().kind()) && !NOT_COMPOSED.contains(type.type()))
                .filter(type -> q.isBlank()
                        || type.name().toString().contains(q.strip())
                        || type.type().contains(q.strip()))
                .sorted(Comparator.comparing(RecordTypeDescriptor::rt))
                .forEach(type -> groups.computeIfAbsent(type.group(), g -> new ArrayList<>())
                        .add(type));
        model.addAttribute("groups", groups);
        model.addAttribute("q", q);
        model.addAttribute("signs", signing.can(person.agency()));
        return "desk/compose";
    }

    /// Begins a draft, from scratch or as the next word on a record.
    @PostMapping("/compose")
    String begin(
            @CurrentPerson Person person,
            @RequestParam String type,
            @RequestParam(defaultValue = "") String about,
            @RequestParam(defaultValue = "") String step,
            @RequestParam(defaultValue = "") String matter) {
        RecordTypeDescriptor descriptor = words.descriptor(type);
        if (!descriptor.maySend(person.agency().kind())) {
            throw new NotHere("本单位不能发送" + descriptor.name().get("zh"), "your agency does not send this");
        }
        ObjectNode envelope = prefill.next(person, descriptor, signing.header(person, descriptor), about, step, matter);
        return "redirect:/desk/drafts/" + drafts.begin(person, type, envelope).id();
    }

    @GetMapping("/drafts/{id}")
    String draft(@CurrentPerson Person person, @PathVariable String id, Model model) {
        Drafts.Draft draft = find(person, id);
        if (draft.state() == Drafts.State.SENT) {
            return "redirect:/desk/records/" + draft.id();
        }
        return show(person, draft, draft.envelope(), List.of(), "", "", model);
    }

    /// Everything that the buttons of the form do.
    @PostMapping("/drafts/{id}")
    String change(
            @CurrentPerson Person person,
            @PathVariable String id,
            @RequestParam int revision,
            @RequestParam("do") String action,
            @RequestParam(defaultValue = "") String note,
            HttpServletRequest request,
            Model model) {
        Drafts.Draft draft = find(person, id);
        if (draft.state() == Drafts.State.SENT) {
            // The button was pressed twice, or the browser went back: it is one record.
            return "redirect:/desk/records/" + draft.id();
        }
        if (!draft.isOpen()) {
            throw new NotHere("草稿已作废", "the draft was given up");
        }
        Typed typed = read(draft, request);
        ObjectNode envelope = typed.envelope();
        if (action.startsWith("remove:")) {
            remove(envelope, action.substring(7));
        }
        boolean why = action.equals("return") && note.isBlank();
        // Before it goes on its way, whoever pasted sees which columns were left out.
        boolean looks = !typed.unread().isEmpty() && (action.equals("send") || action.equals("ask"));
        String does = why || looks ? "save" : action;
        Drafts.State next = switch (does) {
            case "ask" -> Drafts.State.AWAITING;
            case "return" -> Drafts.State.EDITING;
            case "drop" -> Drafts.State.DROPPED;
            default -> draft.state();
        };
        boolean asks = does.equals("ask");
        List<Reason> faults = asks || does.equals("check") ? examine(person, draft, envelope) : List.of();
        boolean kept = drafts.keep(
                draft.id(),
                revision,
                envelope,
                asks && !faults.isEmpty() ? draft.state() : next,
                does.equals("return") ? note.strip() : "");
        model.addAttribute("unread", typed.unread());
        if (!kept) {
            // Somebody else, or another window, was faster: what was typed here is shown, and counts when sent again.
            return show(person, find(person, id), envelope, List.of(), "", "stale", model);
        }
        Drafts.Draft now = find(person, id);
        return switch (does) {
            case "send" -> send(person, now, envelope, model);
            case "attachments" -> "redirect:/desk/drafts/" + now.id() + "/attachments";
            case "drop", "return" -> done(person, now, does);
            case "ask" ->
                faults.isEmpty() ? done(person, now, does) : show(person, now, envelope, faults, "", "", model);
            case "check" -> show(person, now, envelope, faults, "", faults.isEmpty() ? "right" : "", model);
            default ->
                show(
                        person,
                        now,
                        envelope,
                        List.of(),
                        does.startsWith("add:") ? does.substring(4) : "",
                        why ? "why" : "kept",
                        model);
        };
    }

    private String done(Person person, Drafts.Draft draft, String action) {
        audit.note(person, action, draft.id().toString(), draft.recordType());
        return "redirect:/desk?done=" + action;
    }

    private String send(Person person, Drafts.Draft draft, ObjectNode envelope, Model model) {
        return switch (signing.issue(person, draft, envelope)) {
            case Verdict.Accepted accepted -> "redirect:/desk/records/" + draft.id() + "?done=sent";
            case Verdict.Refused refused -> show(person, draft, envelope, refused.reasons(), "", "refused", model);
        };
    }

    /// Issues those drafts that are ticked, as they were when the list was shown; what is refused stays, with the
    /// reason
    /// beside it.
    ///
    /// @param ticked `id:revision` of each
    @PostMapping("/drafts")
    String issue(@CurrentPerson Person person, @RequestParam(name = "id", required = false) List<String> ticked) {
        if (ticked == null || ticked.isEmpty()) {
            return "redirect:/desk?tray=drafts&done=untick";
        }
        boolean all = true;
        for (String one : ticked) {
            String[] parts = one.split(":", 2);
            Drafts.Draft draft = drafts.find(person, Signing.id(parts[0])).orElse(null);
            if (draft == null
                    || !draft.isOpen()
                    || !one.equals(draft.id() + ":" + draft.revision())
                    || !Signing.mayIssue(person, words.descriptor(draft.recordType()))) {
                all = false;
            } else if (signing.issue(person, draft, draft.envelope()) instanceof Verdict.Refused refused) {
                String why = refused.reasons().getFirst().detail(Pages.chinese());
                drafts.keep(draft.id(), draft.revision(), draft.envelope(), draft.state(), why);
                all = false;
            }
        }
        return "redirect:/desk?tray=drafts&done=" + (all ? "issued" : "partly-issued");
    }

    /// Keeps what is being typed, and says what still stands against it; a script sends it every few seconds.
    @PostMapping("/drafts/{id}/keep")
    String keep(
            @CurrentPerson Person person,
            @PathVariable String id,
            @RequestParam int revision,
            HttpServletRequest request,
            Model model) {
        Drafts.Draft draft = find(person, id);
        ObjectNode envelope = read(draft, request).envelope();
        boolean kept = draft.isOpen() && drafts.keep(draft.id(), revision, envelope, draft.state(), draft.note());
        model.addAttribute("kept", kept);
        // The form's own revision field is replaced with it.
        model.addAttribute("revision", kept ? revision + 1 : revision);
        List<Reason> reasons = examine(person, draft, envelope);
        model.addAttribute(
                "told",
                reasons.isEmpty()
                        ? List.of()
                        : FormFaults.of(reasons, form(person, draft, envelope, Map.of()), Pages.chinese())
                                .told());
        return "desk/live";
    }

    /// How the document will look, as far as it is written.
    @GetMapping("/drafts/{id}/print")
    ResponseEntity<String> print(@CurrentPerson Person person, @PathVariable String id) {
        Drafts.Draft draft = find(person, id);
        String html = printing.attempt(draft.envelope()).orElse("");
        String nothing = Pages.chinese()
                ? "<p>内容不全，或该类型没有打印格式。</p>"
                : "<p>Not complete yet, or the type has no printed form.</p>";
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(html.isEmpty() ? nothing : html);
    }

    private List<Reason> examine(Person person, Drafts.Draft draft, ObjectNode envelope) {
        ObjectNode whole = envelope.deepCopy();
        whole.put("messageId", draft.id().toString());
        if (!whole.has("recordId")) {
            whole.put(
                    "recordId",
                    "%s-%s-%d-999999"
                            .formatted(
                                    person.agencyCode(),
                                    words.descriptor(draft.recordType()).rt().replace("-", ""),
                                    signing.today().getYear()));
        }
        if (!whole.has("matterId")) {
            whole.put(
                    "matterId",
                    "MT-%s-%d-999999"
                            .formatted(person.agency().region(), signing.today().getYear()));
        }
        if (Signing.needsApproval(words.descriptor(draft.recordType()))) {
            // The number comes with the signature, except the first of a series; who signs is not known yet.
            if (!whole.has("docNo") && signing.numbers(person.agency(), words.descriptor(draft.recordType()))) {
                whole.put("docNo", "拟〔" + signing.today().getYear() + "〕1号");
            }
            return intake.examine(CanonicalJson.write(whole), person.agency()).stream()
                    .filter(reason -> !reason.pointer().startsWith("/approval"))
                    .map(reason -> ofNumber(reason, whole))
                    .toList();
        }
        return intake.examine(CanonicalJson.write(whole), person.agency());
    }

    /// Why a number is asked for that comes by itself at other times.
    private Reason ofNumber(Reason reason, JsonNode envelope) {
        return reason.pointer().equals("/docNo") && !envelope.has("docNo")
                ? new Reason(
                        reason.code(),
                        "/docNo",
                        "本单位还没有这类文书的文号，第一份请自己填写，如“江东工监意〔" + signing.today().getYear() + "〕1号”；以后自动接续",
                        "your agency has no number of this class yet: type the first one, such as 江东工监意〔"
                                + signing.today().getYear() + "〕1号; later ones follow by themselves")
                : reason;
    }

    private Drafts.Draft find(Person person, String id) {
        return drafts.find(person, Signing.id(id)).orElseThrow(() -> new NotHere("没有这份草稿", "there is no such draft"));
    }

    /// @param unread columns of pasted rows that nothing was made of
    private record Typed(ObjectNode envelope, List<String> unread) {}

    /// What the form holds, over what the desk has set itself.
    private Typed read(Drafts.Draft draft, HttpServletRequest request) {
        RecordTypeDescriptor type = words.descriptor(draft.recordType());
        FormReader reader = new FormReader(request.getParameterMap());
        ObjectNode envelope = draft.envelope().deepCopy();
        ObjectNode typed = reader.object(forms.envelope(), "");
        for (String name : forms.envelope().names()) {
            if (!Forms.OURS.contains(name)) {
                envelope.remove(name);
                if (typed.has(name)) {
                    envelope.set(name, typed.get(name));
                }
            }
        }
        if (!envelope.has("dataTags")) {
            envelope.putArray("dataTags");
        }
        if (!envelope.has("reply")) {
            envelope.putObject("reply").put("required", false);
        }
        envelope.set("payload", reader.object(forms.payload(type), "/payload"));
        return new Typed(envelope, reader.unread());
    }

    private static void remove(ObjectNode envelope, String pointer) {
        int cut = pointer.lastIndexOf('/');
        if (cut > 0
                && envelope.at(pointer.substring(0, cut)) instanceof ArrayNode list
                && pointer.substring(cut + 1).matches("[0-9]{1,4}")) {
            list.remove(Integer.parseInt(pointer.substring(cut + 1)));
        }
    }

    private Forms.Asked asked(
            Person person, RecordTypeDescriptor type, String extra, Map<String, List<String>> faults) {
        Set<String> needed = new HashSet<>(type.requiredHeader());
        if (signing.numbers(person.agency(), type)) {
            needed.remove("docNo");
        }
        return new Forms.Asked(Pages.chinese(), extra, needed, faults);
    }

    private List<Field> form(Person person, Drafts.Draft draft, JsonNode envelope, Map<String, List<String>> faults) {
        RecordTypeDescriptor type = words.descriptor(draft.recordType());
        Forms.Asked asked = asked(person, type, "", faults);
        List<Field> fields = new ArrayList<>(forms.payload(type, envelope, asked));
        fields.addAll(forms.header(envelope, asked));
        return fields;
    }

    private String show(
            Person person,
            Drafts.Draft draft,
            JsonNode envelope,
            List<Reason> reasons,
            String extra,
            String said,
            Model model) {
        RecordTypeDescriptor type = words.descriptor(draft.recordType());
        List<Reason> explained =
                reasons.stream().map(reason -> ofNumber(reason, envelope)).toList();
        FormFaults faults = explained.isEmpty()
                ? new FormFaults(List.of())
                : FormFaults.of(explained, form(person, draft, envelope, Map.of()), Pages.chinese());
        Forms.Asked asked = asked(person, type, extra, faults.byPointer());
        model.addAttribute("title", type.name().get(Pages.chinese() ? "zh" : "en"));
        model.addAttribute("draft", draft);
        model.addAttribute("type", type);
        model.addAttribute("payload", forms.payload(type, envelope, asked));
        model.addAttribute("header", forms.header(envelope, asked));
        model.addAttribute("told", faults.told());
        model.addAttribute("said", said);
        model.addAttribute("issues", Signing.mayIssue(person, type));
        model.addAttribute("needsApproval", Signing.needsApproval(type));
        model.addAttribute("signs", signing.can(person.agency()));
        return "desk/draft";
    }
}
