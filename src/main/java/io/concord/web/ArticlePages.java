package io.concord.web;

import io.concord.casebook.LawBook;
import io.concord.search.Citations;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// An article of law for readers: its text on a day, its versions, and the cases that cite it.
@Controller
class ArticlePages {

    private static final int MOST_CITING = 50;

    private final CaseSearch search;
    private final LawBook laws;
    private final Labels labels;

    ArticlePages(CaseSearch search, LawBook laws, Labels labels) {
        this.search = search;
        this.laws = laws;
        this.labels = labels;
    }

    @GetMapping("/articles/{law}/{number}")
    String article(
            @PathVariable String law,
            @PathVariable String number,
            @RequestParam(required = false) @Nullable LocalDate on,
            HttpServletResponse response,
            Model model) {
        String name = Citations.lawOf(law);
        String digits = digits(number);
        LocalDate day = on == null ? search.today() : on;
        LawBook.Article article = laws.inForce(name, digits, day).orElse(null);
        List<LawBook.Article> versions = laws.versions(name, digits);
        model.addAttribute("law", name);
        model.addAttribute("number", digits);
        model.addAttribute("heading", labels.article(name + "#" + digits));
        model.addAttribute("on", on);
        model.addAttribute("article", article);
        model.addAttribute("versions", versions);
        model.addAttribute("citing", search.casebook().citing(name + "#" + digits, search.today(), MOST_CITING));
        if (article == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return "article";
        }
        model.addAttribute("earlier", article.version().isAfter(day));
        model.addAttribute("amended", laws.amended(name, article.version()));
        List<String> numbers = laws.numbers(name, article.version());
        int at = numbers.indexOf(digits);
        model.addAttribute("previous", at > 0 ? numbers.get(at - 1) : null);
        model.addAttribute("next", at >= 0 && at + 1 < numbers.size() ? numbers.get(at + 1) : null);
        return "article";
    }

    /// `30`, `30-1`, 三十 or 第三十条 as `30` or `30-1`.
    static String digits(String number) {
        return number.matches("[0-9]+(-[0-9]+)?")
                ? number
                : String.valueOf(Citations.number(number.replaceAll("[第条]", "")));
    }
}
