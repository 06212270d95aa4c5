package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.difflib.text.DiffRow;
import com.github.difflib.text.DiffRowGenerator;
import io.concord.casebook.Casebook;
import io.concord.casebook.Item;
import io.concord.casebook.LawBook;
import io.concord.crypto.Digests;
import io.concord.evidence.LogEntry;
import io.concord.platform.ConcordSettings;
import io.concord.search.Citations;
import io.concord.search.SearchEngine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
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
    private static final int LONGEST_TEXT = 200_000;

    private final CaseSearch search;
    private final LawBook laws;
    private final ConcordSettings settings;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();

    CasesController(CaseSearch search, LawBook laws, ConcordSettings settings, InstantSource clock) {
        this.search = search;
        this.laws = laws;
        this.settings = settings;
        this.clock = clock;
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
        answer.put("hits", found.hits().stream().map(this::hit).toList());
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

    private Map<String, Object> hit(SearchEngine.Hit hit) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", hit.id());
        if (!hit.sourceId().isEmpty()) {
            one.put("sourceId", hit.sourceId());
        }
        search.casebook().find(hit.id()).stream().findFirst().ifPresent(item -> {
            one.put("title", item.title());
            one.put("kind", item.kind());
            one.put("publishedOn", item.publishedOn().toString());
            if (item.body() != null) {
                one.put("keywords", item.body().path("keywords"));
            }
        });
        one.put("score", hit.score());
        if (!hit.passages().isEmpty()) {
            one.put(
                    "passages",
                    hit.passages().stream().map(CasesController::passage).toList());
        }
        if (!hit.reasons().isEmpty()) {
            one.put("reasons", hit.reasons());
        }
        one.put("url", settings.publicUrl() + "/cases/" + hit.id());
        return one;
    }

    /// Marks as `<em>`; everything else escaped, so that it can be shown as it is.
    static Map<String, String> passage(SearchEngine.Passage passage) {
        Map<String, String> one = new LinkedHashMap<>();
        one.put("section", passage.section());
        one.put("html", marked(passage.text()));
        return one;
    }

    static String marked(String text) {
        return org.springframework.web.util.HtmlUtils.htmlEscape(text, "UTF-8")
                .replace("\u0001", "<em>")
                .replace("\u0002", "</em>")
                .replace("&#1;", "<em>")
                .replace("&#2;", "</em>");
    }

    /// One item; several where the number stands for several; gone where it was withdrawn.
    Item item(String id, SearchEngine.Audience audience) {
        List<Item> found = search.casebook().find(id).stream()
                .filter(item -> mayRead(item, audience))
                .toList();
        if (found.isEmpty()) {
            throw new Refusal("case-not-found", "没有 " + id, "there is no " + id);
        }
        List<Item> shown = found.stream().filter(Item::isPublished).toList();
        if (shown.size() > 1) {
            String ids = String.join(
                    ", ", shown.stream().map(i -> i.humanId() + " " + i.title()).toList());
            throw new Refusal("case-ambiguous", ids, ids);
        }
        if (shown.isEmpty()) {
            Item gone = found.getFirst();
            String next = gone.successor() == null
                    ? ""
                    : search.casebook().get(gone.successor()).map(Item::humanId).orElse("");
            throw new Refusal(
                    "case-withdrawn",
                    gone.changedAt().toString().substring(0, 10) + " " + gone.reason()
                            + (next.isEmpty() ? "" : "；替代案例 " + next),
                    gone.changedAt().toString().substring(0, 10) + " " + gone.reason()
                            + (next.isEmpty() ? "" : "; replaced by " + next));
        }
        return shown.getFirst();
    }

    static boolean mayRead(Item item, SearchEngine.Audience audience) {
        boolean due = item.embargo() == null || !item.embargo().isAfter(audience.today());
        String agency = audience.agency();
        boolean theirs = agency != null
                && item.body() != null
                && item.body().at("/tags/agency").toString().contains("\"" + agency + "\"");
        return due && (item.open() || theirs);
    }

    @GetMapping("/api/v1/cases/{id}")
    ResponseEntity<Map<String, Object>> one(@PathVariable String id, HttpServletRequest http) {
        SearchEngine.Audience audience = search.audience(http.getUserPrincipal());
        return cached(audience, shown(item(id, audience)));
    }

    Map<String, Object> shown(Item item) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", item.humanId());
        one.put("uuid", item.id());
        one.put("kind", item.kind());
        one.put("title", item.title());
        one.put("version", item.version());
        one.put("publishedOn", item.publishedOn().toString());
        if (!item.sourceId().isEmpty()) {
            one.put("sourceId", item.sourceId());
        }
        ObjectNode body = item.body();
        if (body != null) {
            body.properties().forEach(field -> one.put(field.getKey(), field.getValue()));
            one.put("citations", citations(item, body));
        }
        if (item.version() > 1 && item.reason() != null) {
            one.put("corrected", item.reason());
        }
        one.put("url", settings.publicUrl() + "/cases/" + item.humanId());
        return one;
    }

    /// Each article in the text that was in force when the case was published, and whether it has changed since.
    private List<Map<String, Object>> citations(Item item, JsonNode body) {
        List<Map<String, Object>> all = new ArrayList<>();
        body.at("/tags/article").forEach(key -> {
            String[] parts = key.asText().split("#");
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("law", parts[0]);
            one.put("article", parts[1]);
            laws.inForce(parts[0], parts[1], item.publishedOn())
                    .ifPresentOrElse(
                            article -> {
                                one.put("version", article.version().toString());
                                one.put("text", article.text());
                                LocalDate amended = laws.amended(parts[0], article.version());
                                if (amended != null) {
                                    one.put("amendedOn", amended.toString());
                                }
                            },
                            () -> one.put("unresolved", true));
            all.add(one);
        });
        return all;
    }

    @GetMapping("/api/v1/cases/{id}/versions")
    List<Map<String, Object>> versions(@PathVariable String id, HttpServletRequest http) {
        Item item = item(id, search.audience(http.getUserPrincipal()));
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
        Item item = item(id, search.audience(http.getUserPrincipal()));
        List<String> old = lines(item, from);
        List<String> now = lines(item, to);
        List<Map<String, String>> rows = new ArrayList<>();
        for (DiffRow row : DiffRowGenerator.create().build().generateDiffRows(old, now)) {
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

    private List<String> lines(Item item, int version) {
        Casebook.Version found = search.casebook().versions(item.id()).stream()
                .filter(v -> v.version() == version && v.body() != null)
                .findFirst()
                .orElseThrow(() ->
                        new Refusal("parameter-invalid", "没有第 " + version + " 版", "there is no version " + version));
        List<String> lines = new ArrayList<>();
        lines.add(found.title());
        JsonNode body = found.body();
        if (body != null) {
            body.path("sections").forEach(s -> {
                lines.add("【" + s.path("name").asText() + "】");
                s.path("text").asText().lines().forEach(lines::add);
            });
            body.path("notes").forEach(n -> lines.add("※ " + n.asText()));
        }
        return lines;
    }

    @GetMapping("/api/v1/cases/{id}/similar")
    Map<String, Object> similar(
            @PathVariable String id, @RequestParam(defaultValue = "10") int size, HttpServletRequest http) {
        SearchEngine.Audience audience = search.audience(http.getUserPrincipal());
        Item item = item(id, audience);
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
        if (text.isBlank()) {
            throw new Refusal("parameter-invalid", "缺少 text", "text is missing");
        }
        if (text.length() > LONGEST_TEXT) {
            throw new Refusal(
                    "parameter-invalid",
                    "text 最多 " + LONGEST_TEXT + " 字",
                    "text has at most " + LONGEST_TEXT + " characters");
        }
        String cause = asked.path("cause").asText();
        return similar(
                text,
                cause.isBlank() ? null : cause,
                asked.path("size").asInt(10),
                null,
                search.audience(http.getUserPrincipal()));
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
                hits.stream()
                        .map(h -> size <= 100
                                ? hit(h)
                                : Map.of("id", h.id(), "sourceId", h.sourceId(), "score", h.score()))
                        .toList());
    }

    @GetMapping("/api/v1/cases/{id}/explain")
    Map<String, Object> explain(@PathVariable String id, HttpServletRequest http) {
        SearchEngine.Request request = search.request(http, 1, false);
        Item item = item(id, request.audience());
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
        Item item = item(id, search.audience(http.getUserPrincipal()));
        return CaseCitation.of(item, settings.publicUrl() + "/cases/" + item.humanId(), search.today(), format);
    }

    /// What was asked, of which edition, and what was found, with a digest: for files in which a search must be shown.
    @GetMapping("/api/v1/cases/report")
    ObjectNode report(HttpServletRequest http) {
        SearchEngine.Request request = search.request(http, CaseSearch.number(http, "size", 50, 1, 100), false);
        SearchEngine.Found found = search.find(request);
        ObjectNode report = json.createObjectNode();
        report.put("question", request.text());
        report.set("chosen", json.valueToTree(request.chosen()));
        report.put("order", request.order());
        report.put("edition", search.edition()).put("items", search.readable(request.audience()));
        report.put("at", LogEntry.written(clock.instant())).put("total", found.total());
        found.hits()
                .forEach(hit -> search.casebook().find(hit.id()).stream()
                        .findFirst()
                        .ifPresent(item -> report.withArray("hits")
                                .addObject()
                                .put("id", item.humanId())
                                .put("version", item.version())
                                .put("title", item.title())
                                .put("publishedOn", item.publishedOn().toString())));
        report.put("sha256", Digests.hex(Digests.sha256(report.toString().getBytes(StandardCharsets.UTF_8))));
        return report;
    }

    @GetMapping("/api/v1/cases/coverage")
    Map<String, Object> coverage() {
        return Map.of(
                "today", search.today().toString(), "items", search.casebook().coverage(search.today()));
    }

    /// Everything that is open, one a line or row; withdrawn ones with their state alone.
    @GetMapping("/api/v1/cases/export")
    void export(
            @RequestParam(defaultValue = "jsonl") String format,
            @RequestParam(defaultValue = "0") long after,
            HttpServletResponse response)
            throws IOException {
        boolean csv = format.equals("csv");
        if (!csv && !format.equals("jsonl")) {
            throw new Refusal("parameter-invalid", "format 为 jsonl 或 csv", "format is jsonl or csv");
        }
        response.setContentType(csv ? "text/csv;charset=UTF-8" : "application/x-ndjson");
        response.setHeader(
                "Content-Disposition", "attachment; filename=\"cases-" + search.edition() + "." + format + "\"");
        try (BufferedWriter out =
                new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
            if (csv) {
                // A spreadsheet knows UTF-8 by it.
                out.write("\uFEFFid,state,kind,title,publishedOn,keywords,url\r\n");
            }
            long at = after;
            while (true) {
                List<Item> items = search.casebook().harvest(at, null, null, null, search.today(), 500);
                if (items.isEmpty()) {
                    break;
                }
                for (Item item : items) {
                    out.write(csv ? row(item) : line(item));
                    at = item.seq();
                }
            }
        }
    }

    private String line(Item item) throws IOException {
        Map<String, Object> one = item.isPublished()
                ? shown(item)
                : Map.of("id", item.humanId(), "state", item.state(), "reason", String.valueOf(item.reason()));
        return json.writeValueAsString(one) + "\n";
    }

    private String row(Item item) {
        String keywords = item.body() == null
                ? ""
                : String.join(
                        "、",
                        java.util.stream.StreamSupport.stream(
                                        item.body().path("keywords").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList());
        return String.join(
                        ",",
                        List.of(
                                cell(item.humanId()),
                                cell(item.state()),
                                cell(item.kind()),
                                cell(item.isPublished() ? item.title() : ""),
                                cell(item.publishedOn().toString()),
                                cell(keywords),
                                cell(settings.publicUrl() + "/cases/" + item.humanId())))
                + "\r\n";
    }

    /// A cell that a spreadsheet takes for a formula would be run.
    private static String cell(String text) {
        String safe = text.matches("(?s)^[=+@\\-\\t].*") ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    @GetMapping("/api/v1/articles")
    Map<String, Object> articles(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "10") int size,
            HttpServletRequest http) {
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
        String number = article.matches("[0-9]+(-[0-9]+)?")
                ? article
                : String.valueOf(Citations.number(article.replaceAll("[第条]", "")));
        LawBook.Article found = laws.inForce(law, number, on == null ? search.today() : on)
                .orElseThrow(() -> new Refusal(
                        "article-not-found",
                        "没有《" + law + "》第" + number + "条",
                        "there is no article " + number + " of " + law));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("law", found.law());
        answer.put("article", found.number());
        answer.put("version", found.version().toString());
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
