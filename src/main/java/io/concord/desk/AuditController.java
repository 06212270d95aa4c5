package io.concord.desk;

import io.concord.access.Audit;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 审计: what the agency's people did and looked at, and whether the trail is whole.
@Controller
class AuditController {

    private static final int PAGE = 50;

    private final Audit audit;

    AuditController(Audit audit) {
        this.audit = audit;
    }

    @GetMapping("/desk/audit")
    String page(
            @CurrentPerson Person person,
            @RequestParam(name = "before", defaultValue = "") String earlier,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "false") boolean check,
            Model model) {
        List<Audit.Line> lines =
                audit.newest(person.agencyCode(), Pages.number(earlier, Long.MAX_VALUE), q.strip(), PAGE);
        model.addAttribute("lines", lines);
        model.addAttribute("q", q.strip());
        model.addAttribute("anchor", audit.anchored().orElse(null));
        // Reads every line there is: only when asked to.
        model.addAttribute("check", check);
        model.addAttribute("broken", check ? audit.broken().orElse(null) : null);
        model.addAttribute("next", lines.size() == PAGE ? lines.getLast().id() : null);
        return "desk/audit";
    }
}
