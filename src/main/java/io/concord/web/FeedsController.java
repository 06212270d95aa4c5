package io.concord.web;

import com.rometools.rome.feed.synd.SyndContentImpl;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndEntryImpl;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.feed.synd.SyndFeedImpl;
import com.rometools.rome.feed.synd.SyndLinkImpl;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedOutput;
import io.concord.casebook.Item;
import io.concord.platform.ConcordSettings;
import io.concord.search.SearchEngine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Any search as a feed, so that a reader is told of what is new; and the map of all pages for search engines.
@RestController
class FeedsController {

    private static final int ENTRIES = 50;

    private final CaseSearch search;
    private final ConcordSettings settings;

    FeedsController(CaseSearch search, ConcordSettings settings) {
        this.search = search;
        this.settings = settings;
    }

    @GetMapping("/api/v1/cases.atom")
    void atom(HttpServletRequest http, HttpServletResponse response) throws IOException, FeedException {
        SearchEngine.Request asked = search.request(http, ENTRIES, false);
        // What is new first, whatever the order of the page was.
        SearchEngine.Request newest = new SearchEngine.Request(
                asked.text(),
                asked.chosen(),
                "date",
                0,
                ENTRIES,
                false,
                new SearchEngine.Audience(null, search.today()));
        String self = settings.publicUrl() + "/api/v1/cases.atom"
                + (http.getQueryString() == null ? "" : "?" + http.getQueryString());
        SyndFeed feed = new SyndFeedImpl();
        feed.setFeedType("atom_1.0");
        feed.setTitle(asked.text().isBlank() ? "典型案例库" : "典型案例库：" + asked.text());
        feed.setUri(self);
        SyndLinkImpl link = new SyndLinkImpl();
        link.setRel("self");
        link.setHref(self);
        feed.setLinks(List.of(link));
        feed.setAuthor("典型案例库");
        Instant updated = Instant.EPOCH;
        List<SyndEntry> entries = new ArrayList<>();
        List<SearchEngine.Hit> hits = search.find(newest).hits();
        Map<String, Item> items =
                search.casebook().named(hits.stream().map(SearchEngine.Hit::id).toList());
        for (SearchEngine.Hit hit : hits) {
            Item item = items.get(hit.id());
            if (item != null && item.isPublished()) {
                entries.add(entry(item));
                updated = item.changedAt().isAfter(updated) ? item.changedAt() : updated;
            }
        }
        if (asked.text().isBlank() && asked.chosen().isEmpty()) {
            for (Item gone : withdrawn()) {
                entries.add(tombstone(gone));
                updated = gone.changedAt().isAfter(updated) ? gone.changedAt() : updated;
            }
        }
        feed.setEntries(entries);
        feed.setPublishedDate(Date.from(updated));
        response.setContentType("application/atom+xml;charset=UTF-8");
        response.setHeader("Cache-Control", "public, max-age=60");
        response.getOutputStream().write(new SyndFeedOutput().outputString(feed).getBytes(StandardCharsets.UTF_8));
    }

    private List<Item> withdrawn() {
        long from = Math.max(0, search.casebook().newestChange() - 500);
        return search.casebook().harvest(from, null, null, null, search.today(), 500).stream()
                .filter(item -> !item.isPublished())
                .toList();
    }

    private SyndEntry entry(Item item) {
        SyndEntry entry = new SyndEntryImpl();
        entry.setUri("urn:uuid:" + item.id());
        entry.setLink(settings.publicUrl() + "/cases/" + item.humanId());
        entry.setTitle(item.title());
        entry.setPublishedDate(Date.from(item.publishedOn()
                .atStartOfDay(io.concord.envelope.ChinaTime.ZONE)
                .toInstant()));
        entry.setUpdatedDate(Date.from(item.changedAt()));
        SyndContentImpl summary = new SyndContentImpl();
        summary.setType("text");
        String text =
                item.body() == null ? "" : item.body().at("/sections/0/text").asText();
        summary.setValue(text.length() > 300 ? text.substring(0, 300) + "…" : text);
        entry.setDescription(summary);
        return entry;
    }

    private SyndEntry tombstone(Item item) {
        SyndEntry entry = new SyndEntryImpl();
        entry.setUri("urn:uuid:" + item.id());
        entry.setLink(settings.publicUrl() + "/cases/" + item.humanId());
        entry.setTitle("【已撤回】" + item.humanId());
        entry.setUpdatedDate(Date.from(item.changedAt()));
        SyndContentImpl summary = new SyndContentImpl();
        summary.setType("text");
        summary.setValue(String.valueOf(item.reason()));
        entry.setDescription(summary);
        return entry;
    }

    @GetMapping("/sitemap.xml")
    void sitemap(HttpServletResponse response) throws IOException {
        response.setContentType("application/xml;charset=UTF-8");
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        long at = 0;
        // A map has at most 50 000 places.
        for (int n = 0; n < 50_000; ) {
            List<Item> items = search.casebook().harvest(at, null, null, null, search.today(), 1000);
            if (items.isEmpty()) {
                break;
            }
            for (Item item : items) {
                at = item.seq();
                n++;
                if (item.isPublished()) {
                    out.append("<url><loc>")
                            .append(settings.publicUrl())
                            .append("/cases/")
                            .append(item.humanId())
                            .append("</loc><lastmod>")
                            .append(item.changedAt().toString(), 0, 10)
                            .append("</lastmod></url>\n");
                }
            }
        }
        response.getOutputStream().write(out.append("</urlset>\n").toString().getBytes(StandardCharsets.UTF_8));
    }
}
