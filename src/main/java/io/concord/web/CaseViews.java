package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.casebook.Casebook;
import io.concord.casebook.Item;
import io.concord.casebook.LawBook;
import io.concord.platform.ConcordSettings;
import io.concord.search.SearchEngine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Items of the casebook as JSON, pages and exports show them, to those who may read them.
@Component
class CaseViews {

    private final CaseSearch search;
    private final LawBook laws;
    private final ConcordSettings settings;

    CaseViews(CaseSearch search, LawBook laws, ConcordSettings settings) {
        this.search = search;
        this.laws = laws;
        this.settings = settings;
    }

    String address(Item item) {
        return settings.publicUrl() + "/cases/" + item.humanId();
    }

    /// Hits with what people know them by, in one look at the casebook.
    List<Map<String, Object>> hits(List<SearchEngine.Hit> hits) {
        Map<String, Item> items =
                search.casebook().named(hits.stream().map(SearchEngine.Hit::id).toList());
        return hits.stream().map(hit -> hit(hit, items.get(hit.id()))).toList();
    }

    private Map<String, Object> hit(SearchEngine.Hit hit, @Nullable Item item) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", hit.id());
        if (!hit.sourceId().isEmpty()) {
            one.put("sourceId", hit.sourceId());
        }
        if (item != null) {
            one.put("title", item.title());
            one.put("kind", item.kind());
            one.put("publishedOn", item.publishedOn().toString());
            if (item.body() != null) {
                one.put("keywords", item.body().path("keywords"));
            }
        }
        one.put("score", hit.score());
        if (!hit.passages().isEmpty()) {
            one.put("passages", hit.passages().stream().map(CaseViews::passage).toList());
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

    /// A version whose text is still to be seen.
    Casebook.Version version(Item item, int number) {
        return search.casebook().versions(item.id()).stream()
                .filter(v -> v.version() == number && v.body() != null)
                .findFirst()
                .orElseThrow(() ->
                        new Refusal("parameter-invalid", "没有第 " + number + " 版", "there is no version " + number));
    }

    static boolean mayRead(Item item, SearchEngine.Audience audience) {
        boolean due = item.embargo() == null || !item.embargo().isAfter(audience.today());
        String agency = audience.agency();
        boolean theirs = agency != null
                && item.body() != null
                && (item.body().at("/tags/agency").toString().contains("\"" + agency + "\"")
                        || item.body().at("/tags/scope").toString().contains("\"" + audience.scope() + "\"")
                        || audience.scope().isEmpty()
                                && !item.body().at("/tags/scope").isEmpty());
        return due && (item.open() || theirs);
    }

    /// With the articles that it cites, as they stood.
    Map<String, Object> shown(Item item) {
        Map<String, Object> one = plain(item);
        if (item.body() != null) {
            one.put(
                    "lawAsOf",
                    Map.of(
                            "on",
                            item.lawOf().toString(),
                            "day",
                            item.decidedOn() == null ? "publishedOn" : "decisionDate"));
            one.put("citations", citations(item, item.body()));
        }
        return one;
    }

    /// The item itself.
    Map<String, Object> plain(Item item) {
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
        }
        if (item.version() > 1 && item.reason() != null) {
            one.put("corrected", item.reason());
        }
        one.put("url", address(item));
        return one;
    }

    /// Each article in the text that was in force when the case was decided (or published, where nobody said when it
    /// was decided), and whether the law has changed since.
    private List<Map<String, Object>> citations(Item item, JsonNode body) {
        List<Map<String, Object>> all = new ArrayList<>();
        body.at("/tags/article").forEach(key -> {
            String[] parts = key.asText().split("#");
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("law", parts[0]);
            one.put("article", parts[1]);
            laws.inForce(parts[0], parts[1], item.lawOf())
                    .ifPresentOrElse(
                            article -> {
                                one.put("version", article.version().toString());
                                one.put("text", article.text());
                                if (article.version().isAfter(item.lawOf())) {
                                    // No earlier text is here.
                                    one.put("laterThanAsked", true);
                                }
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
}
