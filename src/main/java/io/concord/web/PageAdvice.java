package io.concord.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/// What the head of every public page shows.
@ControllerAdvice(basePackageClasses = PageAdvice.class)
class PageAdvice {

    /// The same page and question in the other language.
    @ModelAttribute("otherLanguage")
    String otherLanguage(HttpServletRequest http, Locale locale) {
        String other = locale.getLanguage().equals("en") ? "zh-CN" : "en";
        String query = http.getQueryString();
        String kept =
                query == null ? "" : query.replaceAll("(^|&)lang=[^&]*", "").replaceFirst("^&", "");
        return http.getRequestURI() + "?" + (kept.isEmpty() ? "" : kept + "&") + "lang=" + other;
    }

    /// What the address says of the language, for forms, which lose what stands in their address.
    @ModelAttribute("askedLanguage")
    @Nullable
    String askedLanguage(HttpServletRequest http) {
        return http.getParameter("lang");
    }
}
