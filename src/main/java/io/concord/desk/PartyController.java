package io.concord.desk;

import io.concord.access.Audit;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.envelope.AgencyCode;
import io.concord.matter.Matters;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 一窗查询: a party types its code and sees which agency has its affair and how far it is. The code travels in the body,
/// never in an address.
@Controller
class PartyController {

    private final QueryCodes codes;
    private final Matters matters;
    private final Signing signing;
    private final Audit audit;

    PartyController(QueryCodes codes, Matters matters, Signing signing, Audit audit) {
        this.codes = codes;
        this.matters = matters;
        this.signing = signing;
        this.audit = audit;
    }

    @GetMapping("/status")
    String ask() {
        return "desk/status";
    }

    @PostMapping("/status")
    String tell(@RequestParam String code, Model model) {
        QueryCodes.Opened opened = codes.open(code, signing.today()).orElse(null);
        if (opened == null) {
            model.addAttribute("wrong", true);
            return "desk/status";
        }
        Matters.Matter matter =
                matters.find(opened.matterId(), new AgencyCode(opened.agency())).orElse(null);
        model.addAttribute("opened", opened);
        model.addAttribute(
                "steps",
                matter == null
                        ? List.of()
                        : Timeline.of(matter, "").stream()
                                .filter(step -> !step.type().equals("receipt"))
                                .toList());
        return "desk/status";
    }

    /// A code for a party of a matter that the agency takes part in.
    @PostMapping("/desk/matters/{id}/code")
    String give(@CurrentPerson Person person, @PathVariable String id, @RequestParam String party, Model model) {
        if (!matters.takesPart(id, person.agency()) || party.isBlank()) {
            throw new NotHere("没有本单位参与的事项，或未写明当事人", "no matter of yours, or no party was named");
        }
        audit.note(person, "query-code", id, party.strip());
        model.addAttribute("code", codes.give(person, id, party.strip(), signing.today()));
        model.addAttribute("party", party.strip());
        model.addAttribute("matterId", id);
        return "desk/code";
    }
}
