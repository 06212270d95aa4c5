package io.concord.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.concord.casebook.Editions;
import io.concord.casebook.Item;
import io.concord.crypto.Digests;
import io.concord.evidence.LogEntry;
import io.concord.search.SearchEngine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The casebook to take away: all of it, or what a search found, dated and with a digest.
@RestController
class CaseExportController {

    private static final int ROUND = 500;
    /// `amount` is in fen.
    private static final List<String> COLUMNS = List.of(
            "id",
            "state",
            "kind",
            "title",
            "publishedOn",
            "decisionDate",
            "keywords",
            "cause",
            "region",
            "year",
            "field",
            "amount",
            "workers",
            "articles",
            "text",
            "url");

    /// A spreadsheet knows UTF-8 by its first character.
    private static final String HEADING = "\uFEFF" + String.join(",", COLUMNS) + "\r\n";

    private final CaseSearch search;
    private final CaseViews views;
    private final Editions editions;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();
    /// Guarded by this.
    private @Nullable Made made;

    CaseExportController(CaseSearch search, CaseViews views, Editions editions, InstantSource clock) {
        this.search = search;
        this.views = views;
        this.editions = editions;
        this.clock = clock;
    }

    /// Everything that is open, one a line or row; withdrawn ones with their state alone. With a question or choices
    /// what they find, in their order, up to the depth of pages; with an edition what that one held.
    @GetMapping("/api/v1/cases/export")
    void export(
            @RequestParam(defaultValue = "jsonl") String format,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "") String edition,
            HttpServletRequest http,
            HttpServletResponse response)
            throws IOException {
        boolean csv = format.equals("csv");
        if (!csv && !format.equals("jsonl")) {
            throw new Refusal("parameter-invalid", "format 为 jsonl 或 csv", "format is jsonl or csv");
        }
        SearchEngine.Request asked = search.request(http, CaseSearch.DEEPEST, false);
        boolean some = !asked.text().isBlank() || !asked.chosen().isEmpty();
        if (some && !edition.isEmpty()) {
            throw new Refusal(
                    "parameter-invalid", "版次只能整体取得，不能与检索同用", "an edition is fetched whole, not with a question");
        }
        Editions.Edition of = edition(edition);
        List<String> found = some
                ? search.find(asked).hits().stream().map(SearchEngine.Hit::id).toList()
                : List.of();
        response.setContentType(csv ? "text/csv;charset=UTF-8" : "application/x-ndjson");
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=\"cases-" + (some ? search.edition() : of.name()) + "." + format + "\"");
        try (BufferedWriter out =
                new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
            if (csv) {
                out.write(HEADING);
            }
            for (int from = 0; from < found.size(); from += ROUND) {
                List<String> ids = found.subList(from, Math.min(found.size(), from + ROUND));
                Map<String, Item> items = search.casebook().named(ids);
                for (String id : ids) {
                    Item item = items.get(id);
                    if (item != null && item.isPublished()) {
                        out.write(csv ? row(item) : line(item));
                    }
                }
            }
            if (!some) {
                all(of, after, held -> out.write(csv ? row(held.item()) : line(held.item())));
            }
        }
    }

    /// @param name empty for the newest
    private Editions.Edition edition(String name) {
        if (name.isEmpty()) {
            return editions.newest(search.today());
        }
        Editions.Edition edition = Editions.Edition.of(name)
                .orElseThrow(() -> new Refusal(
                        "parameter-invalid", "edition 形如 c1234-2026-07-24", "an edition is like c1234-2026-07-24"));
        if (!editions.exists(edition, search.today())) {
            String first = "c" + editions.first();
            throw new Refusal(
                    "edition-unknown",
                    "没有版次 " + name + "；能取到的从 " + first + " 起，至当前为止",
                    "there is no edition " + name + "; those from " + first + " up to the present one can be fetched");
        }
        return edition;
    }

    private interface Taker {
        void take(Editions.Held held) throws IOException;
    }

    /// What is entered meanwhile is of a later edition.
    ///
    /// @return the place of the last one
    private long all(Editions.Edition of, long after, Taker to) throws IOException {
        long at = after;
        List<Editions.Held> some = editions.items(of, at, search.today(), ROUND);
        while (!some.isEmpty()) {
            for (Editions.Held held : some) {
                to.take(held);
                at = held.item().seq();
            }
            some = editions.items(of, at, search.today(), ROUND);
        }
        return at;
    }

    /// Something that an edition held and cannot show any more.
    ///
    /// @param state `WITHDRAWN`, `SUPERSEDED`, or `WITHHELD` from those outside
    /// @param since UTC
    record Withheld(String id, String state, String reason, String since) {}

    /// What the export of an edition is, so that a copy can be checked without taking it again.
    ///
    /// @param items lines of it
    /// @param newestSeq the place of its last line, for `after`
    /// @param sha256 of its bytes as JSONL, lower-case hex; `csvSha256` as CSV
    /// @param identical whether it is byte for byte what its first manifest, `taken`, was made of; null without one
    /// @param withheld what it held and cannot show any more: stones stand in its place
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Manifest(
            String edition,
            long items,
            long newestSeq,
            String sha256,
            String csvSha256,
            @Nullable Boolean identical,
            @Nullable Taken taken,
            List<Withheld> withheld) {}

    /// @param at UTC
    record Taken(String at, String sha256, String csvSha256) {}

    private record Made(String of, Manifest manifest) {}

    /// One at a time, and not again until something has changed: it reads everything.
    @GetMapping("/api/v1/cases/export/manifest")
    synchronized Manifest manifest(@RequestParam(name = "edition", defaultValue = "") String name) throws IOException {
        Editions.Edition edition = edition(name);
        String of = edition.name() + " " + editions.newest(search.today()).name();
        Made last = made;
        if (last == null || !last.of().equals(of)) {
            last = new Made(of, manifest(edition));
            made = last;
        }
        return last.manifest();
    }

    private Manifest manifest(Editions.Edition edition) throws IOException {
        MessageDigest lines = Digests.newSha256();
        MessageDigest rows = Digests.newSha256();
        rows.update(HEADING.getBytes(StandardCharsets.UTF_8));
        AtomicLong items = new AtomicLong();
        List<Withheld> withheld = new ArrayList<>();
        long newest = all(edition, 0, held -> {
            Item item = held.item();
            lines.update(line(item).getBytes(StandardCharsets.UTF_8));
            rows.update(row(item).getBytes(StandardCharsets.UTF_8));
            items.incrementAndGet();
            Instant since = held.withheld();
            if (since != null) {
                withheld.add(new Withheld(
                        item.humanId(), item.state(), String.valueOf(item.reason()), LogEntry.written(since)));
            }
        });
        String sha256 = Digests.hex(lines.digest());
        String csvSha256 = Digests.hex(rows.digest());
        if (edition.equals(editions.newest(search.today()))) {
            editions.take(edition, new Editions.Taken(items.get(), newest, sha256, csvSha256, clock.instant()));
        }
        Editions.Taken taken = editions.taken(edition).orElse(null);
        return new Manifest(
                edition.name(),
                items.get(),
                newest,
                sha256,
                csvSha256,
                taken == null
                        ? null
                        : taken.sha256().equals(sha256) && taken.csvSha256().equals(csvSha256),
                taken == null ? null : new Taken(LogEntry.written(taken.at()), taken.sha256(), taken.csvSha256()),
                List.copyOf(withheld));
    }

    private String line(Item item) throws IOException {
        Map<String, Object> one = item.isPublished() ? views.plain(item) : gone(item);
        one.put("seq", item.seq());
        return json.writeValueAsString(one) + "\n";
    }

    /// Its fields always in the same order, since the manifest has a digest of them.
    private static Map<String, Object> gone(Item item) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", item.humanId());
        one.put("state", item.state());
        one.put("reason", String.valueOf(item.reason()));
        return one;
    }

    /// In the order of [#COLUMNS]; nothing but its state of what is not to be seen any more.
    private String row(Item item) {
        JsonNode body = item.isPublished() && item.body() != null ? item.body() : MissingNode.getInstance();
        return Stream.of(
                                item.humanId(),
                                item.state(),
                                item.kind(),
                                item.isPublished() ? item.title() : "",
                                item.publishedOn().toString(),
                                body.path("decisionDate").asText(),
                                several(body.path("keywords")),
                                several(body.at("/tags/cause")),
                                several(body.at("/tags/region")),
                                several(body.at("/tags/year")),
                                several(body.at("/tags/field")),
                                body.at("/numbers/amount").asText(),
                                body.at("/numbers/workers").asText(),
                                several(body.at("/tags/article")),
                                text(body),
                                views.address(item))
                        .map(CaseExportController::cell)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String several(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("、"));
    }

    private static String text(JsonNode body) {
        return StreamSupport.stream(body.path("sections").spliterator(), false)
                .map(section -> "【" + section.path("name").asText() + "】"
                        + section.path("text").asText())
                .collect(Collectors.joining("\n"));
    }

    /// A cell that a spreadsheet takes for a formula would be run.
    private static String cell(String text) {
        String safe = text.matches("(?s)^[=+@\\-\\t].*") ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
