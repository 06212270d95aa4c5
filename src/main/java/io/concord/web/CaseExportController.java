package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.concord.casebook.Item;
import io.concord.crypto.Digests;
import io.concord.search.SearchEngine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
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

    private final CaseSearch search;
    private final CaseViews views;
    private final ObjectMapper json = new ObjectMapper();
    /// Guarded by this.
    private @Nullable Made made;

    CaseExportController(CaseSearch search, CaseViews views) {
        this.search = search;
        this.views = views;
    }

    /// Everything that is open, one a line or row; withdrawn ones with their state alone. With a question or choices
    /// what they find, in their order, up to the depth of pages.
    @GetMapping("/api/v1/cases/export")
    void export(
            @RequestParam(defaultValue = "jsonl") String format,
            @RequestParam(defaultValue = "0") long after,
            HttpServletRequest http,
            HttpServletResponse response)
            throws IOException {
        boolean csv = format.equals("csv");
        if (!csv && !format.equals("jsonl")) {
            throw new Refusal("parameter-invalid", "format 为 jsonl 或 csv", "format is jsonl or csv");
        }
        SearchEngine.Request asked = search.request(http, CaseSearch.DEEPEST, false);
        boolean some = !asked.text().isBlank() || !asked.chosen().isEmpty();
        List<String> found = some
                ? search.find(asked).hits().stream().map(SearchEngine.Hit::id).toList()
                : List.of();
        response.setContentType(csv ? "text/csv;charset=UTF-8" : "application/x-ndjson");
        response.setHeader(
                "Content-Disposition", "attachment; filename=\"cases-" + search.edition() + "." + format + "\"");
        try (BufferedWriter out =
                new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8))) {
            if (csv) {
                // A spreadsheet knows UTF-8 by it.
                out.write("\uFEFF" + String.join(",", COLUMNS) + "\r\n");
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
                all(after, item -> out.write(csv ? row(item) : line(item)));
            }
        }
    }

    private interface Taker {
        void take(Item item) throws IOException;
    }

    /// @return the place of the last one
    private long all(long after, Taker to) throws IOException {
        long at = after;
        List<Item> items = search.casebook().harvest(at, null, null, null, search.today(), ROUND);
        while (!items.isEmpty()) {
            for (Item item : items) {
                to.take(item);
                at = item.seq();
            }
            items = search.casebook().harvest(at, null, null, null, search.today(), ROUND);
        }
        return at;
    }

    /// What the whole export is, so that a copy can be checked without taking it again.
    ///
    /// @param items lines of it
    /// @param newestSeq the place of its last line, for `after`
    /// @param sha256 of its bytes as JSONL, lower-case hex
    record Manifest(String edition, long items, long newestSeq, String sha256) {}

    private record Made(String of, Manifest manifest) {}

    /// One at a time, and not again until something has changed: it reads everything.
    @GetMapping("/api/v1/cases/export/manifest")
    synchronized Manifest manifest() throws IOException {
        String of = search.casebook().newestChange() + " " + search.today();
        Made last = made;
        if (last == null || !last.of().equals(of)) {
            MessageDigest digest = Digests.newSha256();
            AtomicLong lines = new AtomicLong();
            long newest = all(0, item -> {
                digest.update(line(item).getBytes(StandardCharsets.UTF_8));
                lines.incrementAndGet();
            });
            last = new Made(of, new Manifest(search.edition(), lines.get(), newest, Digests.hex(digest.digest())));
            made = last;
        }
        return last.manifest();
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
