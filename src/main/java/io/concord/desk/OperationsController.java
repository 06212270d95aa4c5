package io.concord.desk;

import io.concord.access.Audit;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.agency.Agencies;
import io.concord.agency.AgencyKey;
import io.concord.delivery.DeliveryDesk;
import io.concord.edge.EdgeQueues;
import io.concord.flow.RouteFigures;
import io.concord.ledger.LogReader;
import io.concord.operations.Examination;
import io.concord.witness.Witnesses;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 运行: agencies and their keys, who may send what to whom, what waits and what was set aside, the log, the doctor.
@Controller
@RequestMapping("/desk/operations")
class OperationsController {

    private static final int MOST = 200;

    private final Agencies agencies;
    private final DeliveryDesk deliveries;
    private final EdgeQueues queues;
    private final LogReader log;
    private final Examination examination;
    private final RouteFigures routes;
    private final Audit audit;
    private final Witnesses witnesses;

    OperationsController(
            Agencies agencies,
            DataSource database,
            LogReader log,
            Examination examination,
            RouteFigures routes,
            Audit audit,
            Witnesses witnesses) {
        this.witnesses = witnesses;
        this.routes = routes;
        this.agencies = agencies;
        this.deliveries = new DeliveryDesk(database);
        this.queues = new EdgeQueues(database);
        this.log = log;
        this.examination = examination;
        this.audit = audit;
    }

    @GetMapping
    String page(@CurrentPerson Person person, @RequestParam(defaultValue = "") String done, Model model) {
        model.addAttribute("done", done);
        model.addAttribute(
                "keys",
                agencies.register().keys().stream()
                        .sorted(Comparator.comparing((AgencyKey key) -> key.revokedAt() != null)
                                .thenComparing(AgencyKey::validTo))
                        .toList());
        model.addAttribute("agreements", agencies.register().agreements());
        model.addAttribute("standings", deliveries.standings());
        model.addAttribute("aside", deliveries.preview(aside(null, null), MOST));
        model.addAttribute("queues", queues.standings());
        model.addAttribute("routes", routes.all());
        model.addAttribute("log", log.size());
        model.addAttribute("checkpoint", witnesses.checkpoint().or(log::latest).orElse(""));
        model.addAttribute("witnesses", witnesses.standings());
        model.addAttribute("quorum", witnesses.policy().quorum());
        return "desk/operations";
    }

    private static DeliveryDesk.Selection aside(@Nullable String recipient, @Nullable UUID message) {
        return new DeliveryDesk.Selection(recipient, message, null, null, true, false);
    }

    /// Offers what was set aside once more, to the same recipient.
    @PostMapping("/replay")
    String replay(@CurrentPerson Person person, @RequestParam String recipient, @RequestParam String message) {
        int n = deliveries.replay(aside(recipient, Signing.id(message)));
        audit.note(person, "replayed", message, recipient + " ×" + n);
        return "redirect:/desk/operations?done=replayed";
    }

    /// What the doctor finds; takes a while.
    @GetMapping("/doctor")
    String doctor(@CurrentPerson Person person, Model model) {
        model.addAttribute("findings", List.copyOf(examination.run()));
        return "desk/doctor";
    }
}
