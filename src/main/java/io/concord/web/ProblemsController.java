package io.concord.web;

import io.concord.problem.Problems;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// The page that every problem's `type` points to.
@Controller
class ProblemsController {

    @GetMapping("/problems/{code}")
    String problem(@PathVariable String code, Model model) {
        model.addAttribute(
                "codes",
                List.of(Problems.find(code)
                        .orElseThrow(() -> new Refusal("not-found", "没有此代码", "there is no such code"))));
        return "problems";
    }

    @GetMapping("/problems")
    String problems(Model model) {
        model.addAttribute("codes", Problems.all());
        return "problems";
    }
}
