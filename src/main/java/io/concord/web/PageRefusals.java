package io.concord.web;

import io.concord.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/// Readers are told on a page what programs are told in a problem.
@ControllerAdvice(assignableTypes = {CasePages.class, SimilarPages.class, LibraryPages.class, ArticlePages.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageRefusals {

    private final PageAdvice advice;

    PageRefusals(PageAdvice advice) {
        this.advice = advice;
    }

    @ExceptionHandler
    String refused(
            Refusal refusal, HttpServletRequest request, HttpServletResponse response, Locale locale, Model model) {
        response.setStatus(Problems.get(refusal.reasons().getFirst().code()).status());
        model.addAttribute("reasons", refusal.reasons());
        model.addAttribute("otherLanguage", advice.otherLanguage(request, locale));
        model.addAttribute("askedLanguage", advice.askedLanguage(request));
        return "library-refused";
    }
}
