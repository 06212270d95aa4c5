package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.difflib.text.DiffRow;
import io.concord.casebook.Casebook;
import io.concord.casebook.Item;
import io.concord.crypto.Digests;
import io.concord.evidence.LogEntry;
import io.concord.search.SearchEngine;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.WebRequest;

/// The casebook and its search as JSON.
@RestController
class CasesController {

    private static final int PAGE = 10;
    static final int LONGEST_TEXT = 200_000;

    private final CaseSearch search;
    private final CaseViews views;

    CasesController(CaseSearch search, CaseViews views) {
        this.search = search;
        this.views = views;
    }

    @GetMapping("/api/v1/cases")
    @Nullable
    ResponseEntity<Map<String, Object>> find(HttpServletRequest http, WebRequest web) {
        int size = CaseSearch.number(http, "size", PAGE, 1, 100);
        SearchEngine.Request request = search.request(http, size, true);
        if (unchanged(http, web, request.audience())) {
            return null;
        }
        SearchEngine.Found found = search.find(request);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("total", found.total());
        answer.put("page", request.offset() / size);
        answer.put("size", size);
        answer.put("hits", views.hits(found.hits()));
        answer.put("facets", found.facets());
        if (!found.notices().isEmpty()) {
            answer.put("notices", found.notices());
        }
        if (found.meant() != null) {
            answer.put("meant", found.meant());
        }
        answer.put("edition", search.edition());
        return cached(request.audience(), answer);
    }

    private boolean unchanged(HttpServletRequest http, WebRequest web, SearchEngine.Audience audience) {
        String all =
                http.getRequestURI() + "?" + http.getQueryString() + " " + audience.agency() + " " + search.edition();
        return web.checkNotModified("W/\""
                + Digests.hex(Digests.sha256(all.getBytes(StandardCharsets.UTF_8)))
                        .substring(0, 24) + "\"");
    }

    private static <T> ResponseEntity<T> cached(SearchEngine.Audience audience, T body) {
        CacheControl how = audience.agency() == null
                ? CacheControl.maxAge(java.time.Duration.ofSeconds(30)).cachePublic()
                : CacheControl.noCache().cachePrivate();
        return ResponseEntity.ok().cacheControl(how).body(body);
    }

    @GetMapping("/api/v1/cases/{id}")
    Map<String, Object> one(@PathVariable String id, HttpServletRequest http) {
        return views.shown(views.item(id, search.audience(http.getUserPrincipal())));
    }

    @GetMapping("/api/v1/cases/{id}/versions")
    List<Map<String, Object>> versions(@PathVariable String id, HttpServletRequest http) {
        Item item = views.item(id, search.audience(http.getUserPrincipal()));
        List<Map<String, Object>> all = new ArrayList<>();
        for (Casebook.Version v : search.casebook().versions(item.id())) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("version", v.version());
            one.put("title", v.title());
            one.put("at", LogEntry.written(v.at()));
            one.put("reason", v.reason());
            one.put("sha256", v.sha256());
            one.put("textSha256", v.textSha256());
            all.add(one);
        }
        return all;
    }

    /// What changed between two versions, line by line: `=`, `-` or `+`.
    @GetMapping("/api/v1/cases/{id}/difference")
    List<Map<String, String>> difference(
            @PathVariable String id, @RequestParam int from, @RequestParam int to, HttpServletRequest http) {
        Item item = views.item(id, search.audience(http.getUserPrincipal()));
        List<String> old = CaseDifference.lines(views.version(item, from));
        List<String> now = CaseDifference.lines(views.version(item, to));
        List<Map<String, String>> rows = new ArrayList<>();
        for (DiffRow row : CaseDifference.rows(old, now)) {
            switch (row.getTag()) {
                case EQUAL -> rows.add(Map.of("change", "=", "text", row.getOldLine()));
                case DELETE -> rows.add(Map.of("change", "-", "text", row.getOldLine()));
                case INSERT -> rows.add(Map.of("change", "+", "text", row.getNewLine()));
                case CHANGE -> {
                    rows.add(Map.of("change", "-", "text", row.getOldLine()));
                    rows.add(Map.of("change", "+", "text", row.getNewLine()));
                }
            }
        }
        return rows;
    }

    @GetMapping("/api/v1/cases/{id}/similar")
    Map<String, Object> similar(
            @PathVariable String id, @RequestParam(defaultValue = "10") int size, HttpServletRequest http) {
        SearchEngine.Audience audience = search.audience(http.getUserPrincipal());
        Item item = views.item(id, audience);
        StringBuilder text = new StringBuilder(item.title()).append('\n');
        if (item.body() != null) {
            item.body()
                    .path("sections")
                    .forEach(s -> text.append(s.path("text").asText()).append('\n'));
        }
        return similar(text.toString(), null, size, item.humanId(), audience);
    }

    /// `{text, cause?, size ≤ 1000}`.
    @PostMapping("/api/v1/cases/similar")
    Map<String, Object> similarTo(@RequestBody JsonNode asked, HttpServletRequest http) {
        String text = asked.path("text").asText();
        return similar(text, asked.path("cause").asText(), asked.path("size").asInt(10), http);
    }

    /// What is like a text.
    Map<String, Object> similar(String text, String cause, int size, HttpServletRequest http) {
        if (text.isBlank()) {
            throw new Refusal("parameter-invalid", "缺少 text", "text is missing");
        }
        if (text.length() > LONGEST_TEXT) {
            throw new Refusal(
                    "parameter-invalid",
                    "text 最多 " + LONGEST_TEXT + " 字",
                    "text has at most " + LONGEST_TEXT + " characters");
        }
        return similar(text, cause.isBlank() ? null : cause, size, null, search.audience(http.getUserPrincipal()));
    }

    private Map<String, Object> similar(
            String text, @Nullable String cause, int size, @Nullable String except, SearchEngine.Audience audience) {
        if (size < 1 || size > 1000) {
            throw new Refusal("parameter-invalid", "size 为 1 至 1000", "size is from 1 to 1000");
        }
        List<SearchEngine.Hit> hits =
                search.library().cases().similar(new SearchEngine.Similar(text, cause, size, except, audience));
        // A long list is for programs, which know titles by their ids.
        return Map.of(
                "hits",
                size <= 100
                        ? views.hits(hits)
                        : hits.stream()
                                .map(h -> Map.of("id", h.id(), "sourceId", h.sourceId(), "score", h.score()))
                                .toList());
    }

    @GetMapping("/api/v1/cases/{id}/explain")
    Map<String, Object> explain(@PathVariable String id, HttpServletRequest http) {
        SearchEngine.Request request = search.request(http, 1, false);
        Item item = views.item(id, request.audience());
        return Map.of(
                "id",
                item.humanId(),
                "explanation",
                search.library().cases().explain(request, item.humanId()).orElse(""));
    }

    @GetMapping("/api/v1/cases/suggest")
    List<SearchEngine.Suggestion> suggest(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "10") int size,
            HttpServletRequest http) {
        return search.library().cases().suggest(q, Math.clamp(size, 1, 50), search.audience(http.getUserPrincipal()));
    }

    /// How to cite it: `gbt7714` (GB/T 7714-2015), `bibtex` or `ris`.
    @GetMapping(value = "/api/v1/cases/{id}/cite", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
    String cite(
            @PathVariable String id, @RequestParam(defaultValue = "gbt7714") String format, HttpServletRequest http) {
        Item item = views.item(id, search.audience(http.getUserPrincipal()));
        return CaseCitation.of(item, views.address(item), search.today(), format);
    }

    @GetMapping("/api/v1/cases/coverage")
    Map<String, Object> coverage() {
        return Map.of(
                "today",
                search.today().toString(),
                "items",
                search.casebook().coverage(search.today()),
                "agencies",
                search.casebook().coverageByAgency(search.today()));
    }
}
