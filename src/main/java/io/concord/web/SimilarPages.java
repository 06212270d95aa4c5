package io.concord.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// Cases like a text that somebody pastes. It is sent in the body of a request, so that it is in no log and no history.
@Controller
class SimilarPages {

    private static final int SIZE = 20;

    /// Share of the best one's score.
    private static final double LEAST = 0.05;

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
            model.addAttribute("hits", alike(cases.similar(text, "", SIZE, http)));
        }
        return "similar";
    }

    /// Without those that are nearest only because nothing nearer is here.
    static List<Map<?, ?>> alike(Map<String, Object> similar) {
        List<Map<?, ?>> alike = new ArrayList<>();
        double best = 0;
        for (Object one : similar.get("hits") instanceof List<?> hits ? hits : List.of()) {
            if (one instanceof Map<?, ?> hit && hit.get("score") instanceof Double score && score >= LEAST * best) {
                best = Math.max(best, score);
                alike.add(hit);
            }
        }
        return alike;
    }
}
