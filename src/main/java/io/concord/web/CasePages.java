package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.casebook.Casebook;
import io.concord.casebook.HumanId;
import io.concord.casebook.Item;
import io.concord.casebook.LawBook;
import io.concord.search.Reading;
import io.concord.search.SearchEngine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// The casebook for readers: a search and a page for each case, which work without scripts.
@Controller
class CasePages {

    private static final int SIZE = 10;

    /// Nobody types so much; it was copied, and what is like it is wanted.
    private static final int PASTED = 200;

    private final CaseSearch search;
    private final CasesController cases;
    private final CaseViews views;
    private final CaseFacets facets;
    private final EmptyResult empty;
    private final SimilarPages similar;
    private final LawBook laws;
    private final ObjectMapper json = new ObjectMapper();

    CasePages(
            CaseSearch search,
            CasesController cases,
            CaseViews views,
            CaseFacets facets,
            EmptyResult empty,
            SimilarPages similar,
            LawBook laws) {
        this.search = search;
        this.cases = cases;
        this.views = views;
        this.facets = facets;
        this.empty = empty;
        this.similar = similar;
        this.laws = laws;
    }

    /// @param anchor of the section in the item's page
    record Passage(String section, String anchor, String html) {}

    record Result(Item item, List<Passage> passages) {}

    @GetMapping("/cases")
    String list(HttpServletRequest http, Model model) {
        SearchEngine.Request request = search.request(http, SIZE, true);
        Optional<Reading> reading = Reading.of(request.text());
        if (request.text().length() > PASTED && reading.filter(Reading::isAsked).isEmpty()) {
            return similar.like(request.text(), http, model);
        }
        long begun = System.nanoTime();
        SearchEngine.Found found = search.find(request);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        PageAddress address = PageAddress.of(http);
        PageAddress plain = address.without(List.of("lang"));
        List<Result> results = results(found);
        model.addAttribute("q", request.text());
        model.addAttribute("order", request.order());
        model.addAttribute("orders", orders(address));
        model.addAttribute("kept", address.kept());
        model.addAttribute("found", found);
        model.addAttribute("took", took);
        model.addAttribute("size", search.readable(request.audience()));
        model.addAttribute("results", results);
        model.addAttribute("facets", facets.groups(address, found, request));
        model.addAttribute("chips", facets.chips(address, request));
        model.addAttribute(
                "unfiltered", address.without(io.concord.search.Facets.ALL).at("/cases"));
        model.addAttribute("reading", reading.filter(r -> !r.isPlain()).orElse(null));
        model.addAttribute(
                "meant",
                found.meant() == null ? null : address.with("q", found.meant()).at("/cases"));
        model.addAttribute("articles", named(request.text()));
        model.addAttribute(
                "ways",
                results.isEmpty() && !found.notices().contains("index-opening")
                        ? empty.ways(address, request, found)
                        : List.of());
        pages(model, address, request.offset() / SIZE, found.total());
        model.addAttribute("feed", plain.without(List.of("order")).at("/api/v1/cases.atom"));
        model.addAttribute("csv", plain.with("format", "csv").at("/api/v1/cases/export"));
        model.addAttribute("jsonl", plain.with("format", "jsonl").at("/api/v1/cases/export"));
        model.addAttribute("report", address.at("/cases/report"));
        return "cases";
    }

    private List<Result> results(SearchEngine.Found found) {
        List<Result> results = new ArrayList<>();
        Map<String, Item> items = search.casebook()
                .named(found.hits().stream().map(SearchEngine.Hit::id).toList());
        for (SearchEngine.Hit hit : found.hits()) {
            Item item = items.get(hit.id());
            if (item != null && item.isPublished()) {
                results.add(new Result(
                        item,
                        hit.passages().stream()
                                .map(p -> new Passage(
                                        p.section(),
                                        CaseSections.anchor(item, p.section()),
                                        CaseViews.marked(p.text())))
                                .toList()));
            }
        }
        return results;
    }

    private static Map<String, String> orders(PageAddress address) {
        Map<String, String> orders = new LinkedHashMap<>();
        for (String order : List.of("relevance", "date", "cited")) {
            orders.put(order, address.with("order", order).at("/cases"));
        }
        return orders;
    }

    /// Articles that the question names and whose text is here.
    private List<LawBook.Article> named(String text) {
        return search.library().lexicon().citations().articles(text).stream()
                .limit(3)
                .map(key -> key.split("#"))
                .flatMap(key -> laws.inForce(key[0], key[1], search.today()).stream())
                .toList();
    }

    private static void pages(Model model, PageAddress address, int page, long total) {
        long last = Math.max(0, (Math.min(total, CaseSearch.DEEPEST) - 1) / SIZE);
        model.addAttribute("page", page + 1);
        model.addAttribute("pages", last + 1);
        model.addAttribute("first", page > 0 ? address.at("/cases") : null);
        model.addAttribute(
                "previous",
                page > 0 ? address.with("page", String.valueOf(page - 1)).at("/cases") : null);
        model.addAttribute(
                "next",
                page < last ? address.with("page", String.valueOf(page + 1)).at("/cases") : null);
    }

    @GetMapping("/cases/{id}")
    String one(@PathVariable String id, HttpServletRequest http, HttpServletResponse response, Model model)
            throws com.fasterxml.jackson.core.JsonProcessingException {
        SearchEngine.Audience audience = search.audience(http.getUserPrincipal());
        List<Item> found = search.casebook().find(id).stream()
                .filter(item -> CaseViews.mayRead(item, audience))
                .toList();
        List<Item> shown = found.stream().filter(Item::isPublished).toList();
        if (shown.size() != 1) {
            Item gone = shown.isEmpty() && !found.isEmpty() ? found.getFirst() : null;
            model.addAttribute("id", id);
            model.addAttribute("q", id);
            model.addAttribute("choices", shown);
            model.addAttribute("gone", gone);
            model.addAttribute(
                    "successor",
                    gone == null || gone.successor() == null
                            ? null
                            : search.casebook().get(gone.successor()).orElse(null));
            // Ids have a check character: one that does not fit was copied wrongly.
            model.addAttribute(
                    "slip", id.strip().matches("(?i)[0-9A-Z]{4}-?[0-9A-Z]{4}-?[0-9A-Z]{3}") && !HumanId.isValid(id));
            response.setStatus(shown.size() > 1 ? 300 : found.isEmpty() ? 404 : 410);
            return "case-none";
        }
        Item item = shown.getFirst();
        model.addAttribute("item", item);
        model.addAttribute("view", views.shown(item));
        model.addAttribute("sections", CaseSections.of(item));
        model.addAttribute("versions", search.casebook().versions(item.id()));
        model.addAttribute("similar", SimilarPages.alike(cases.similar(item.humanId(), 5, http)));
        Map<String, String> citations = new LinkedHashMap<>();
        for (String format : List.of("gbt7714", "bibtex", "ris")) {
            citations.put(format, CaseCitation.of(item, views.address(item), search.today(), format));
        }
        model.addAttribute("cite", citations);
        model.addAttribute("address", views.address(item));
        model.addAttribute("linked", linked(item));
        return "case";
    }

    /// What one version changed.
    @GetMapping("/cases/{id}/difference")
    String difference(
            @PathVariable String id,
            @RequestParam int from,
            @RequestParam int to,
            HttpServletRequest http,
            Model model) {
        Item item = views.item(id, search.audience(http.getUserPrincipal()));
        Casebook.Version old = views.version(item, from);
        Casebook.Version now = views.version(item, to);
        model.addAttribute("item", item);
        model.addAttribute("old", old);
        model.addAttribute("now", now);
        model.addAttribute("rows", CaseDifference.shown(CaseDifference.lines(old), CaseDifference.lines(now)));
        return "case-difference";
    }

    /// schema.org, for search engines.
    private String linked(Item item) throws com.fasterxml.jackson.core.JsonProcessingException {
        ObjectNode node = json.createObjectNode();
        node.put("@context", "https://schema.org").put("@type", "Article");
        node.put("@id", views.address(item));
        node.put("headline", item.title())
                .put("datePublished", item.publishedOn().toString());
        node.put("dateModified", item.changedAt().toString()).put("inLanguage", "zh-CN");
        node.put("version", item.version());
        JsonNode body = item.body();
        if (body != null) {
            node.set("keywords", body.path("keywords"));
            node.putObject("publisher")
                    .put("@type", "Organization")
                    .put("name", body.path("credit").asText("典型案例库"));
            if (item.decidedOn() != null) {
                node.put("contentReferenceTime", item.lawOf().toString());
            }
            body.at("/tags/article")
                    .forEach(a -> node.withArray("citation")
                            .addObject()
                            .put("@type", "Legislation")
                            .put("name", a.asText().replace("#", "第") + "条")
                            // As at which day the law is to be read.
                            .put("legislationDateVersion", item.lawOf().toString()));
        }
        // A text that ends the element must not end it.
        return json.writeValueAsString(node).replace("<", "\\u003c");
    }
}
