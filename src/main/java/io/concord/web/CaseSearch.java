package io.concord.web;

import io.concord.casebook.Casebook;
import io.concord.casebook.Library;
import io.concord.envelope.ChinaTime;
import io.concord.search.Facets;
import io.concord.search.SearchEngine;
import io.concord.search.SearchEngine.Audience;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// A search as its address says it: the same for JSON, pages, feeds and reports.
@Component
class CaseSearch {

    static final int DEEPEST = 10_000;

    private final Library library;
    private final Casebook casebook;
    private final InstantSource clock;

    CaseSearch(Library library, Casebook casebook, InstantSource clock) {
        this.library = library;
        this.casebook = casebook;
        this.clock = clock;
    }

    LocalDate today() {
        return clock.instant().atZone(ChinaTime.ZONE).toLocalDate();
    }

    Audience audience(@Nullable Principal caller) {
        return new Audience(caller == null ? null : caller.getName(), today());
    }

    SearchEngine.Request request(HttpServletRequest http, int size, boolean highlighted) {
        Map<String, List<String>> chosen = new LinkedHashMap<>();
        for (String facet : Facets.ALL) {
            String[] values = http.getParameterValues(facet);
            if (values != null) {
                chosen.put(
                        facet,
                        Arrays.stream(values)
                                .filter(v -> !v.isBlank())
                                .limit(50)
                                .toList());
            }
        }
        int page = number(http, "page", 0, 0, DEEPEST);
        if ((long) (page + 1) * size > DEEPEST) {
            throw new Refusal(
                    "parameter-invalid",
                    "最多翻到第 " + DEEPEST + " 条；全部获取请用导出或 OAI-PMH",
                    "pages end at item " + DEEPEST + "; take the export or OAI-PMH for all");
        }
        String order = text(http, "order").isEmpty() ? "relevance" : text(http, "order");
        if (!List.of("relevance", "date", "cited").contains(order)) {
            throw new Refusal(
                    "parameter-invalid", "order 为 relevance、date 或 cited", "order is relevance, date or cited");
        }
        return new SearchEngine.Request(
                text(http, "q"), chosen, order, page * size, size, highlighted, audience(http.getUserPrincipal()));
    }

    SearchEngine.Found find(SearchEngine.Request request) {
        return library.cases().find(request);
    }

    /// How many there are for these readers; what they may not see is not counted either.
    long readable(Audience audience) {
        return library.cases()
                .find(new SearchEngine.Request("", Map.of(), "date", 0, 1, false, audience))
                .total();
    }

    /// Changes with whatever could change an answer.
    String edition() {
        return "c" + library.cases().place() + "-" + today();
    }

    Library library() {
        return library;
    }

    Casebook casebook() {
        return casebook;
    }

    static String text(HttpServletRequest http, String name) {
        String value = http.getParameter(name);
        return value == null ? "" : value;
    }

    static int number(HttpServletRequest http, String name, int otherwise, int least, int most) {
        String value = text(http, name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int n = Integer.parseInt(value);
            if (n >= least && n <= most) {
                return n;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new Refusal(
                "parameter-invalid", name + " 应为 " + least + " 至 " + most, name + " is from " + least + " to " + most);
    }
}
