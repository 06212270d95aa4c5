package io.concord.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Cases like a text that somebody pastes. It is sent in the body of a request, so that it is in no log and no history.
@Controller
class SimilarPages {

    private static final int SIZE = 20;

    private final CasesController cases;

    SimilarPages(CasesController cases) {
        this.cases = cases;
    }

    @GetMapping("/cases/similar")
    String form(Model model) {
        model.addAttribute("longest", CasesController.LONGEST_TEXT);
        return "similar";
    }

    @PostMapping("/cases/similar")
    String like(@RequestParam(defaultValue = "") String text, HttpServletRequest http, Model model) {
        model.addAttribute("longest", CasesController.LONGEST_TEXT);
        model.addAttribute("text", text);
        if (!text.isBlank()) {
            model.addAttribute("hits", cases.similar(text, "", SIZE, http).get("hits"));
        }
        return "similar";
    }
}
