package io.concord.desk;

import io.concord.access.Callers;
import io.concord.access.LocalVisitor;
import io.concord.access.People;
import io.concord.access.Person;
import io.concord.access.Providers;
import io.concord.platform.ConcordSettings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/// 登录.
@Controller
class SignInController {

    private static final Set<String> SAID =
            Set.of("failed", "locked", "disabled", "no-agency", "signed-out", "expired");

    private final People people;
    private final Providers providers;
    private final ConcordSettings settings;

    SignInController(People people, Providers providers, ConcordSettings settings) {
        this.people = people;
        this.providers = providers;
        this.settings = settings;
    }

    @GetMapping("/sign-in")
    String page(HttpServletRequest request, Model model) {
        boolean demo = settings.demo().enabled() && LocalVisitor.is(request);
        List<Person> accounts = demo ? people.demo() : List.of();
        model.addAttribute("accounts", accounts);
        model.addAttribute("password", demo ? People.DEMO_PASSWORD : "");
        model.addAttribute("providers", providers.names());
        model.addAttribute(
                "certificate",
                Callers.certificate(request)
                        .map(shown -> shown.getSubjectX500Principal().getName())
                        .orElse(""));
        model.addAttribute(
                "said",
                SAID.stream()
                        .filter(code -> request.getParameter(code) != null)
                        .findFirst()
                        .orElse(""));
        return "desk/sign-in";
    }

    /// Where somebody is sent who may not do what they asked for.
    @RequestMapping("/desk-denied")
    String denied(HttpServletResponse response, Model model) {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        model.addAttribute("denied", true);
        return "desk/none";
    }
}
