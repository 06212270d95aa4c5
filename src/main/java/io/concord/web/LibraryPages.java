package io.concord.web;

import io.concord.casebook.Item;
import io.concord.search.SearchEngine;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// The door of the casebook: what is here, and how one asks for it.
@Controller
class LibraryPages {

    private static final int NEWEST = 5;
    private static final int TOPICS = 12;
    private static final int ARTICLES = 8;

    static final List<String> EXAMPLES = List.of("拖欠农民工工资 总包", "劳动合同法第三十条", "外卖骑手 劳动关系");

    private final CaseSearch search;
    private final Labels labels;

    LibraryPages(CaseSearch search, Labels labels) {
        this.search = search;
        this.labels = labels;
    }

    /// @param url of the search for it
    record Topic(String label, long count, String url) {}

    @GetMapping("/library")
    String library(HttpServletRequest http, Model model) {
        SearchEngine.Audience audience = search.audience(http.getUserPrincipal());
        SearchEngine.Found all =
                search.find(new SearchEngine.Request("", Map.of(), "date", 0, NEWEST, false, audience));
        Map<String, Item> items = search.casebook()
                .named(all.hits().stream().map(SearchEngine.Hit::id).toList());
        PageAddress address = PageAddress.of(http).without(List.of("q", "order"));
        model.addAttribute("q", "");
        model.addAttribute("examples", EXAMPLES);
        model.addAttribute("total", all.total());
        model.addAttribute("opening", all.notices().contains("index-opening"));
        model.addAttribute(
                "newest",
                all.hits().stream()
                        .map(hit -> items.get(hit.id()))
                        .filter(Objects::nonNull)
                        .filter(Item::isPublished)
                        .toList());
        model.addAttribute("fields", topics(address, all, "field", TOPICS));
        model.addAttribute("causes", topics(address, all, "cause", TOPICS));
        model.addAttribute("kinds", topics(address, all, "kind", TOPICS));
        List<Topic> years = topics(address, all, "year", Integer.MAX_VALUE);
        years.sort(Comparator.comparing(Topic::label).reversed());
        model.addAttribute("years", years);
        model.addAttribute("regions", topics(address, all, "region", TOPICS));
        model.addAttribute("articles", articles(all));
        return "library";
    }

    private List<Topic> topics(PageAddress address, SearchEngine.Found all, String facet, int most) {
        List<Topic> topics = new ArrayList<>();
        all.facets().getOrDefault(facet, Map.of()).forEach((value, n) -> {
            // Regions come at three levels; here the provinces are enough, and those that no province holds.
            boolean shown = !facet.equals("region") || value.endsWith("0000") || !value.matches("[0-9]{6}");
            if (shown && topics.size() < most) {
                topics.add(new Topic(
                        labels.value(facet, value),
                        n,
                        address.with(facet, value).at("/cases")));
            }
        });
        return topics;
    }

    /// @param key `劳动合同法#30`
    record Cited(String law, String number, String label, long count) {}

    private List<Cited> articles(SearchEngine.Found all) {
        return all.facets().getOrDefault("article", Map.of()).entrySet().stream()
                .filter(e -> e.getKey().contains("#"))
                .limit(ARTICLES)
                .map(e -> new Cited(
                        e.getKey().split("#")[0], e.getKey().split("#")[1], labels.article(e.getKey()), e.getValue()))
                .toList();
    }

    /// An example and the key of what it teaches.
    record Example(String q, String key) {}

    /// What the help shows, by chapter; each is a link, and tests follow every one.
    static final Map<String, List<Example>> LESSONS = lessons();

    private static Map<String, List<Example>> lessons() {
        Map<String, List<Example>> lessons = new java.util.LinkedHashMap<>();
        lessons.put(
                "words",
                List.of(
                        new Example("拖欠农民工工资 总包", "all"),
                        new Example("老板让我放弃加班费合法吗", "sentence"),
                        new Example("高温补贴", "synonym"),
                        new Example("劳动合同法第三十条", "article")));
        lessons.put(
                "exact",
                List.of(
                        new Example("“加班审批”", "phrase"),
                        new Example("\"加班 审批\"~5", "near"),
                        new Example("加班*费", "pattern")));
        lessons.put(
                "logic",
                List.of(
                        new Example("加班费 -派遣", "not"),
                        new Example("包薪制 或 超时加班", "or"),
                        new Example("(骑手 OR 司机) 劳动关系", "bracket")));
        lessons.put(
                "fields",
                List.of(
                        new Example("标题:加班费", "title"),
                        new Example("要旨:仲裁时效", "gist"),
                        new Example("关键词:工伤", "keyword"),
                        new Example("法条:劳动法44", "law-article"),
                        new Example("法律:劳动合同法", "law"),
                        new Example("案由:劳动报酬", "cause"),
                        new Example("地区:四川", "region"),
                        new Example("类别:case", "kind"),
                        new Example("单位:TRADE_UNION", "agency")));
        lessons.put(
                "ranges",
                List.of(
                        new Example("年份:2024..2026", "year"),
                        new Example("金额:>10万", "amount"),
                        new Example("人数:10..50", "workers"),
                        new Example("日期:2026-01..2026-06", "date"),
                        new Example("裁判日期:2025", "decided")));
        lessons.put("marks", List.of(new Example("（包薪制　或　超时加班）　－派遣　年份：2024～2026", "marks")));
        return lessons;
    }

    @GetMapping("/library/help")
    String help(Model model) {
        model.addAttribute("q", "");
        model.addAttribute("lessons", LESSONS);
        return "library-help";
    }
}
