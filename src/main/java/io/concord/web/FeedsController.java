package io.concord.web;

import com.rometools.rome.feed.synd.SyndContentImpl;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndEntryImpl;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.feed.synd.SyndFeedImpl;
import com.rometools.rome.feed.synd.SyndLink;
import com.rometools.rome.feed.synd.SyndLinkImpl;
import com.rometools.rome.feed.synd.SyndPerson;
import com.rometools.rome.feed.synd.SyndPersonImpl;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Any search as a feed, so that a reader is told of what is new; older entries by the page (RFC 5005).
@RestController
class FeedsController {

    private static final int ENTRIES = 50;
    private static final String NAME = "典型案例库";

    private final CaseSearch search;
    private final ConcordSettings settings;
    private final InstantSource clock;

    FeedsController(CaseSearch search, ConcordSettings settings, InstantSource clock) {
        this.search = search;
        this.settings = settings;
        this.clock = clock;
    }

    @GetMapping("/api/v1/cases.atom")
    void atom(HttpServletRequest http, HttpServletResponse response) throws IOException, FeedException {
        SearchEngine.Request asked = search.request(http, ENTRIES, false);
        // What is new first, whatever the order of the page was.
        SearchEngine.Request newest = new SearchEngine.Request(
                asked.text(),
                asked.chosen(),
                "date",
                asked.offset(),
                ENTRIES,
                false,
                new SearchEngine.Audience(null, search.today()));
        SearchEngine.Found found = search.find(newest);
        SyndFeed feed = new SyndFeedImpl();
        feed.setFeedType("atom_1.0");
        feed.setTitle(asked.text().isBlank() ? NAME : NAME + "：" + asked.text());
        feed.setUri(address(http, 0));
        feed.setLinks(links(http, asked.offset() / ENTRIES, found.total()));
        feed.setAuthors(author(""));
        Instant updated = Instant.EPOCH;
        List<SyndEntry> entries = new ArrayList<>();
        List<SearchEngine.Hit> hits = found.hits();
        Map<String, Item> items =
                search.casebook().named(hits.stream().map(SearchEngine.Hit::id).toList());
        for (SearchEngine.Hit hit : hits) {
            Item item = items.get(hit.id());
            if (item != null && item.isPublished()) {
                entries.add(entry(item));
                updated = item.changedAt().isAfter(updated) ? item.changedAt() : updated;
            }
        }
        if (asked.text().isBlank() && asked.chosen().isEmpty() && asked.offset() == 0) {
            for (Item gone : withdrawn()) {
                entries.add(tombstone(gone));
                updated = gone.changedAt().isAfter(updated) ? gone.changedAt() : updated;
            }
        }
        if (entries.isEmpty()) {
            updated = search.casebook().latest(search.today()).orElseGet(clock::instant);
        }
        feed.setEntries(entries);
        feed.setPublishedDate(Date.from(updated));
        response.setContentType("application/atom+xml;charset=UTF-8");
        response.setHeader("Cache-Control", "public, max-age=60");
        response.getOutputStream().write(new SyndFeedOutput().outputString(feed).getBytes(StandardCharsets.UTF_8));
    }

    /// This page, and its neighbours where there are any within the depth of pages.
    private List<SyndLink> links(HttpServletRequest http, int page, long total) {
        List<SyndLink> links = new ArrayList<>();
        links.add(link("self", address(http, page)));
        links.add(link("first", address(http, 0)));
        if (page > 0) {
            links.add(link("previous", address(http, page - 1)));
        }
        if (total > (page + 1L) * ENTRIES && (page + 2L) * ENTRIES <= CaseSearch.DEEPEST) {
            links.add(link("next", address(http, page + 1)));
        }
        return links;
    }

    private String address(HttpServletRequest http, int page) {
        String query = http.getQueryString() == null
                ? ""
                : http.getQueryString().replaceAll("(^|&)page=[^&]*", "").replaceFirst("^&", "");
        String asked = page == 0 ? query : query + (query.isEmpty() ? "" : "&") + "page=" + page;
        return settings.publicUrl() + "/api/v1/cases.atom" + (asked.isEmpty() ? "" : "?" + asked);
    }

    private static SyndLink link(String rel, String href) {
        SyndLinkImpl link = new SyndLinkImpl();
        link.setRel(rel);
        link.setHref(href);
        return link;
    }

    /// Who made it; the casebook where nobody is named.
    private static List<SyndPerson> author(String credit) {
        SyndPersonImpl person = new SyndPersonImpl();
        person.setName(credit.isBlank() ? NAME : credit);
        return List.of(person);
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
        entry.setAuthors(
                author(item.body() == null ? "" : item.body().path("credit").asText()));
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
        entry.setAuthors(author(""));
        entry.setUpdatedDate(Date.from(item.changedAt()));
        SyndContentImpl summary = new SyndContentImpl();
        summary.setType("text");
        summary.setValue(String.valueOf(item.reason()));
        entry.setDescription(summary);
        return entry;
    }
}
