package io.concord.web;

import io.concord.casebook.Item;
import java.time.LocalDate;

/// How a case is cited in papers.
final class CaseCitation {

    private CaseCitation() {}

    static String of(Item item, String url, LocalDate today, String format) {
        String credit =
                item.body() == null || item.body().path("credit").asText().isEmpty()
                        ? "典型案例库"
                        : item.body().path("credit").asText();
        return switch (format) {
            // GB/T 7714-2015, 4.6: electronic resource.
            case "gbt7714" ->
                "%s. %s: %s[EB/OL]. (%s)[%s]. %s."
                        .formatted(credit, item.title(), item.humanId(), item.publishedOn(), today, url);
            case "bibtex" ->
                """
                    @misc{%s,
                      title = {%s},
                      author = {{%s}},
                      year = {%d},
                      note = {%s, version %d},
                      url = {%s},
                      urldate = {%s}
                    }
                    """.formatted(
                                item.humanId().replace("-", ""),
                                item.title(),
                                credit,
                                item.publishedOn().getYear(),
                                item.humanId(),
                                item.version(),
                                url,
                                today);
            case "ris" ->
                "TY  - CASE\nTI  - %s\nAU  - %s\nPY  - %d\nDA  - %s\nID  - %s\nUR  - %s\nER  - \n"
                        .formatted(
                                item.title(),
                                credit,
                                item.publishedOn().getYear(),
                                item.publishedOn().toString().replace('-', '/'),
                                item.humanId(),
                                url);
            default ->
                throw new Refusal(
                        "parameter-invalid", "format 为 gbt7714、bibtex 或 ris", "format is gbt7714, bibtex or ris");
        };
    }
}
