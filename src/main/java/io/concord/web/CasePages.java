package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.casebook.Item;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import io.concord.search.Facets;
import io.concord.search.SearchEngine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.util.UriComponentsBuilder;

/// The casebook for readers: a search and a page for each case, which work without scripts.
@Controller
class CasePages {

    private static final int SIZE = 10;
    private static final Map<String, String> LISTS =
            Map.of("field", "violation", "region", "region", "outcome", "outcome");

    private final CaseSearch search;
    private final CasesController cases;
    private final CaseViews views;
    private final Catalogue catalogue;
    private final ObjectMapper json = new ObjectMapper();

    CasePages(CaseSearch search, CasesController cases, CaseViews views, Catalogue catalogue) {
        this.views = views;
        this.search = search;
        this.cases = cases;
        this.catalogue = catalogue;
    }

    /// @param url of the same search without this choice, or with it
    record Choice(String label, long count, boolean chosen, String url) {}

    record Result(Item item, List<Map<String, String>> passages) {}

    @GetMapping("/cases")
    String list(HttpServletRequest http, Model model) {
        SearchEngine.Request request = search.request(http, SIZE, true);
        SearchEngine.Found found = search.find(request);
        List<Result> results = new ArrayList<>();
        Map<String, Item> items = search.casebook()
                .named(found.hits().stream().map(SearchEngine.Hit::id).toList());
        for (SearchEngine.Hit hit : found.hits()) {
            Item item = items.get(hit.id());
            if (item != null && item.isPublished()) {
                results.add(new Result(
                        item, hit.passages().stream().map(CaseViews::passage).toList()));
            }
        }
        int page = request.offset() / SIZE;
        model.addAttribute("q", request.text());
        model.addAttribute("order", request.order());
        model.addAttribute("found", found);
        model.addAttribute("results", results);
        model.addAttribute("facets", facets(http, found, request));
        model.addAttribute("page", page);
        model.addAttribute("size", search.readable(request.audience()));
        model.addAttribute("previous", page > 0 ? url(http, "page", String.valueOf(page - 1)) : null);
        boolean more = (long) (page + 1) * SIZE < Math.min(found.total(), CaseSearch.DEEPEST);
        model.addAttribute("next", more ? url(http, "page", String.valueOf(page + 1)) : null);
        model.addAttribute(
                "feed", "/api/v1/cases.atom" + (http.getQueryString() == null ? "" : "?" + http.getQueryString()));
        return "cases";
    }

    private static String url(HttpServletRequest http, String name, String value) {
        UriComponentsBuilder url = UriComponentsBuilder.fromPath("/cases");
        http.getParameterMap().forEach((key, values) -> {
            if (!key.equals(name) && !key.equals("page")) {
                url.queryParam(key, (Object[]) values);
            }
        });
        return url.queryParam(name, value).encode().build().toUriString();
    }

    private Map<String, List<Choice>> facets(
            HttpServletRequest http, SearchEngine.Found found, SearchEngine.Request request) {
        Map<String, List<Choice>> all = new LinkedHashMap<>();
        for (String facet : Facets.ALL) {
            Map<String, Long> values = found.facets().getOrDefault(facet, Map.of());
            List<String> chosen = request.chosen().getOrDefault(facet, List.of());
            List<Choice> choices = new ArrayList<>();
            values.forEach((value, n) -> {
                if (choices.size() < 10 || chosen.contains(value)) {
                    choices.add(
                            new Choice(label(facet, value), n, chosen.contains(value), toggled(http, facet, value)));
                }
            });
            if (choices.size() > 1 || choices.stream().anyMatch(Choice::chosen)) {
                all.put(facet, choices);
            }
        }
        return all;
    }

    private static String toggled(HttpServletRequest http, String facet, String value) {
        UriComponentsBuilder url = UriComponentsBuilder.fromPath("/cases");
        boolean was = false;
        for (Map.Entry<String, String[]> parameter : http.getParameterMap().entrySet()) {
            for (String v : parameter.getValue()) {
                boolean it = parameter.getKey().equals(facet) && v.equals(value);
                was |= it;
                if (!it && !parameter.getKey().equals("page")) {
                    url.queryParam(parameter.getKey(), v);
                }
            }
        }
        return (was ? url : url.queryParam(facet, value)).encode().build().toUriString();
    }

    private String label(String facet, String value) {
        if (facet.equals("article")) {
            return value.replace("#", "第") + "条";
        }
        String list = LISTS.get(facet);
        return Optional.ofNullable(list == null ? null : catalogue.codeLists().get(list))
                .flatMap(codes -> codes.find(value))
                .map(CodeList.Item::zh)
                .orElse(value);
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
            model.addAttribute("id", id);
            model.addAttribute("choices", shown);
            model.addAttribute("gone", shown.isEmpty() && !found.isEmpty() ? found.getFirst() : null);
            model.addAttribute(
                    "successor",
                    found.isEmpty() || found.getFirst().successor() == null
                            ? null
                            : search.casebook()
                                    .get(found.getFirst().successor())
                                    .orElse(null));
            response.setStatus(shown.size() > 1 ? 300 : found.isEmpty() ? 404 : 410);
            return "case-none";
        }
        Item item = shown.getFirst();
        model.addAttribute("item", item);
        model.addAttribute("view", views.shown(item));
        model.addAttribute("versions", search.casebook().versions(item.id()));
        model.addAttribute("similar", cases.similar(item.humanId(), 5, http).get("hits"));
        model.addAttribute("citation", CaseCitation.of(item, views.address(item), search.today(), "gbt7714"));
        model.addAttribute("linked", linked(item));
        return "case";
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
            body.at("/tags/article")
                    .forEach(a -> node.withArray("citation").add(a.asText().replace("#", "第") + "条"));
        }
        // A text that ends the element must not end it.
        return json.writeValueAsString(node).replace("<", "\\u003c");
    }
}
