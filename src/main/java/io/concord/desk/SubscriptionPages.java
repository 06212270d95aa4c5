package io.concord.desk;

import io.concord.access.Audit;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.agency.Agencies;
import io.concord.agency.Agency;
import io.concord.delivery.Subscription;
import io.concord.delivery.Subscriptions;
import io.concord.ledger.LogReader;
import io.concord.problem.Reason;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// 事件订阅: who is told of what, how far each has come and what went wrong; made, paused and ended for anybody.
@Controller
@RequestMapping("/desk/operations/subscriptions")
class SubscriptionPages {

    private static final String PAGE = "redirect:/desk/operations/subscriptions?done=";

    private final Subscriptions subscriptions;
    private final Agencies agencies;
    private final LogReader log;
    private final Audit audit;

    SubscriptionPages(Subscriptions subscriptions, Agencies agencies, LogReader log, Audit audit) {
        this.subscriptions = subscriptions;
        this.agencies = agencies;
        this.log = log;
        this.audit = audit;
    }

    @GetMapping
    String page(@RequestParam(defaultValue = "") String done, Model model) {
        model.addAttribute("done", done);
        model.addAttribute("reasons", List.of());
        model.addAttribute("wish", new Subscriptions.Wish("", List.of(), "[]", "HTTP", "", null));
        return show(model);
    }

    private String show(Model model) {
        model.addAttribute("all", subscriptions.all());
        model.addAttribute("kinds", subscriptions.kinds());
        model.addAttribute("size", log.size());
        model.addAttribute(
                "agencies",
                agencies.register().agencies().stream()
                        .map(Agency::code)
                        .sorted(Comparator.comparing(code -> code.value()))
                        .toList());
        return "desk/subscriptions";
    }

    /// @param owner empty for the whole hub
    /// @param begin `first`: with the first entry of the log
    @PostMapping
    String make(
            @CurrentPerson Person person,
            @RequestParam String owner,
            @RequestParam(defaultValue = "") List<String> types,
            @RequestParam(defaultValue = "") String filters,
            @RequestParam String protocol,
            @RequestParam String sink,
            @RequestParam(defaultValue = "") String begin,
            Model model) {
        Subscriptions.Wish wish = new Subscriptions.Wish(
                owner.isEmpty() ? null : owner,
                types,
                filters.isBlank() ? "[]" : filters.strip(),
                protocol,
                sink.strip(),
                begin.equals("first") ? 0L : null);
        List<Reason> reasons = subscriptions.check(wish);
        if (!reasons.isEmpty()) {
            model.addAttribute("done", "");
            model.addAttribute("reasons", reasons);
            model.addAttribute("wish", wish);
            return show(model);
        }
        Subscription made = subscriptions.make(wish, person.username());
        audit.note(person, "subscribed", made.id().toString(), owner + " " + made.address());
        return PAGE + "made";
    }

    @PostMapping("/{id}/pause")
    String pause(@CurrentPerson Person person, @PathVariable String id) {
        return change(person, id, "paused", subscriptions::pause);
    }

    @PostMapping("/{id}/resume")
    String resume(@CurrentPerson Person person, @PathVariable String id) {
        return change(person, id, "resumed", subscriptions::resume);
    }

    @PostMapping("/{id}/end")
    String end(@CurrentPerson Person person, @PathVariable String id) {
        return change(person, id, "ended", subscriptions::end);
    }

    private String change(Person person, String id, String what, Consumer<UUID> how) {
        Subscription one = subscriptions
                .find(Signing.id(id))
                .orElseThrow(() -> new NotHere("没有这个订阅", "there is no such subscription"));
        how.accept(one.id());
        audit.note(person, "subscription-" + what, id, one.owner() + " " + one.address());
        return PAGE + what;
    }
}
