package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.casebook.Item;
import io.concord.search.SearchEngine;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The casebook to take away: all of it, or what a search found, dated and with a digest.
@RestController
class CaseExportController {

    private static final int ROUND = 500;

    private final CaseSearch search;
    private final CaseViews views;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();

    CaseExportController(CaseSearch search, CaseViews views, InstantSource clock) {
        this.search = search;
        this.views = views;
        this.clock = clock;
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
                out.write("\uFEFFid,state,kind,title,publishedOn,keywords,url\r\n");
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
            long at = after;
            while (!some) {
                List<Item> items = search.casebook().harvest(at, null, null, null, search.today(), ROUND);
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
                ? views.plain(item)
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
                                cell(views.address(item))))
                + "\r\n";
    }

    /// A cell that a spreadsheet takes for a formula would be run.
    private static String cell(String text) {
        String safe = text.matches("(?s)^[=+@\\-\\t].*") ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
