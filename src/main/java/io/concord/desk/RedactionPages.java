package io.concord.desk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.access.Audit;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.casebook.RedactionDesk;
import io.concord.casebook.RedactionDesk.Decision;
import io.concord.casebook.RedactionDesk.Draft;
import io.concord.casebook.RedactionDesk.Outcome;
import io.concord.problem.Reason;
import io.concord.redaction.Finding;
import io.concord.redaction.Kind;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 脱敏: suggestions in their context, accepted, changed or left out by one person, confirmed by another.
@Controller
@RequestMapping("/desk/redactions")
class RedactionPages {

    private static final int MOST = 100;

    private final RedactionDesk desk;
    private final Audit audit;

    RedactionPages(RedactionDesk desk, Audit audit) {
        this.desk = desk;
        this.audit = audit;
    }

    /// A stretch of the text: plain, or something found in it.
    record Piece(
            String text, @org.jspecify.annotations.Nullable Finding finding) {}

    @GetMapping
    String list(@CurrentPerson Person person, Model model) {
        model.addAttribute("list", desk.of(person.agency(), MOST));
        return "desk/redactions";
    }

    /// @param names 当事人, one a line
    @PostMapping
    String begin(
            @CurrentPerson Person person,
            @RequestParam String text,
            @RequestParam(defaultValue = "") String names,
            Model model) {
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        ArrayNode persons = known.putArray("persons");
        names.lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .forEach(name -> persons.addObject().put("name", name));
        return switch (desk.begin(person.agency(), FormReader.clean(text), known, "typical-case")) {
            case Outcome.Done done -> {
                audit.note(person, "redaction-begun", done.draft().id().toString(), "");
                yield "redirect:/desk/redactions/" + done.draft().id();
            }
            case Outcome.Refused refused -> {
                model.addAttribute("reasons", refused.reasons());
                model.addAttribute("typed", text);
                yield list(person, model);
            }
        };
    }

    @GetMapping("/{id}")
    String one(@CurrentPerson Person person, @PathVariable String id, Model model) {
        return show(person, find(person, id), List.of(), model);
    }

    private Draft find(Person person, String id) {
        return desk.find(person.agency(), Signing.id(id))
                .orElseThrow(() -> new NotHere("没有这份脱敏稿", "there is no such text"));
    }

    private String show(Person person, Draft draft, List<Reason> reasons, Model model) {
        String text = desk.original(person.agency(), draft.id()).orElse("");
        model.addAttribute("draft", draft);
        model.addAttribute("pieces", pieces(text, draft.findings()));
        model.addAttribute("reasons", reasons);
        model.addAttribute("chinese", Pages.chinese());
        return "desk/redaction";
    }

    private static List<Piece> pieces(String text, List<Finding> findings) {
        List<Piece> pieces = new ArrayList<>();
        int at = 0;
        for (Finding finding : findings.stream()
                .sorted(Comparator.comparingInt(Finding::start))
                .toList()) {
            if (finding.start() >= at) {
                pieces.add(new Piece(text.substring(at, finding.start()), null));
                pieces.add(new Piece(text.substring(finding.start(), finding.end()), finding));
                at = finding.end();
            }
        }
        pieces.add(new Piece(text.substring(at), null));
        return pieces;
    }

    /// Ticked suggestions with their masks, and what somebody adds: lines `原文=遮蔽`.
    @PostMapping("/{id}")
    String mask(
            @CurrentPerson Person person,
            @PathVariable String id,
            @RequestParam int revision,
            @RequestParam(defaultValue = "") String more,
            HttpServletRequest request,
            Model model) {
        Draft draft = find(person, id);
        String text = desk.original(person.agency(), draft.id()).orElse("");
        List<Decision> decisions = new ArrayList<>();
        List<Finding> findings = draft.findings();
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            if (request.getParameter("take-" + i) != null) {
                String mask = request.getParameter("mask-" + i);
                decisions.add(new Decision(
                        finding.start(), finding.end(), finding.kind(), mask == null ? finding.mask() : mask.strip()));
            }
        }
        more.lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> {
                    String what = parts[0].strip();
                    for (int at = what.isEmpty() ? -1 : text.indexOf(what);
                            at >= 0;
                            at = text.indexOf(what, at + what.length())) {
                        int from = at;
                        if (decisions.stream().noneMatch(d -> d.start() < from + what.length() && from < d.end())) {
                            decisions.add(new Decision(from, from + what.length(), Kind.QUASI, parts[1].strip()));
                        }
                    }
                });
        return switch (desk.mask(person.agency(), draft.id(), revision, decisions, person.name())) {
            case Outcome.Done done -> {
                audit.note(person, "redaction-masked", id, "");
                yield "redirect:/desk/redactions/" + id;
            }
            case Outcome.Refused refused -> show(person, find(person, id), refused.reasons(), model);
        };
    }

    @PostMapping("/{id}/confirm")
    String confirm(@CurrentPerson Person person, @PathVariable String id, Model model) {
        UUID known = Signing.id(id);
        return switch (desk.confirm(person.agency(), known, person.name())) {
            case Outcome.Done done -> {
                audit.note(person, "redaction-confirmed", id, "");
                yield "redirect:/desk/redactions/" + id;
            }
            case Outcome.Refused refused -> show(person, find(person, id), refused.reasons(), model);
        };
    }
}
