package io.concord.web;

import io.concord.casebook.LawBook;
import io.concord.search.SearchEngine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Articles of law: found by people's words, read as they stood on a day.
@RestController
class ArticlesController {

    private final CaseSearch search;
    private final LawBook laws;

    ArticlesController(CaseSearch search, LawBook laws) {
        this.search = search;
        this.laws = laws;
    }

    @GetMapping("/api/v1/articles")
    Map<String, Object> articles(
            @RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "10") int size) {
        List<Map<String, Object>> hits = new ArrayList<>();
        SearchEngine.Audience audience = new SearchEngine.Audience(null, search.today());
        for (SearchEngine.Hit hit : search.library().article(q, Math.clamp(size, 1, 1000), audience)) {
            String[] key = hit.id().split("#");
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("law", key[0]);
            one.put("article", key[1]);
            one.put("score", hit.score());
            if (hits.size() < 100) {
                laws.inForce(key[0], key[1], search.today()).ifPresent(a -> {
                    one.put("version", a.version().toString());
                    one.put("text", a.text());
                });
            }
            hits.add(one);
        }
        return Map.of("hits", hits);
    }

    /// An article in the text of a day, with the cases that cite it.
    @GetMapping("/api/v1/articles/{law}/{article}")
    Map<String, Object> article(
            @PathVariable String law,
            @PathVariable String article,
            @RequestParam(required = false) @Nullable LocalDate on) {
        String number = ArticlePages.digits(article);
        LawBook.Article found = laws.inForce(law, number, on == null ? search.today() : on)
                .orElseThrow(() -> new Refusal(
                        "article-not-found",
                        "没有《" + law + "》第" + number + "条",
                        "there is no article " + number + " of " + law));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("law", found.law());
        answer.put("article", found.number());
        answer.put("version", found.version().toString());
        if (found.version().isAfter(on == null ? search.today() : on)) {
            // No earlier text is here.
            answer.put("laterThanAsked", true);
        }
        answer.put("chapter", found.chapter());
        answer.put("text", found.text());
        LocalDate amended = laws.amended(found.law(), found.version());
        if (amended != null) {
            answer.put("amendedOn", amended.toString());
        }
        answer.put(
                "citedBy",
                search.casebook().citing(found.key(), search.today(), 100).stream()
                        .map(i -> Map.of(
                                "id",
                                i.humanId(),
                                "title",
                                i.title(),
                                "publishedOn",
                                i.publishedOn().toString()))
                        .toList());
        return answer;
    }
}
