package io.concord.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.casebook.Item;
import io.concord.crypto.Digests;
import io.concord.document.Pdf;
import io.concord.envelope.ChinaTime;
import io.concord.evidence.LogEntry;
import io.concord.platform.ConcordSettings;
import io.concord.search.SearchEngine;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

/// 检索报告: what was asked, of which edition, and what was found, dated and with a digest, for files in which a search
/// for similar cases must be shown. The digest covers all of the JSON before it; the page
/// and the PDF say it.
@RestController
class CaseReports {

    private final CaseSearch search;
    private final InstantSource clock;
    private final SpringTemplateEngine templates;
    private final Pdf pdf;
    private final Labels labels;
    private final ConcordSettings settings;
    private final ObjectMapper json = new ObjectMapper();

    CaseReports(
            CaseSearch search,
            InstantSource clock,
            SpringTemplateEngine templates,
            Pdf pdf,
            Labels labels,
            ConcordSettings settings) {
        this.settings = settings;
        this.search = search;
        this.clock = clock;
        this.templates = templates;
        this.pdf = pdf;
        this.labels = labels;
    }

    @GetMapping("/api/v1/cases/report")
    ObjectNode report(HttpServletRequest http) {
        SearchEngine.Request request = search.request(http, CaseSearch.number(http, "size", 50, 1, 100), false);
        SearchEngine.Found found = search.find(request);
        ObjectNode report = json.createObjectNode();
        report.put("question", request.text());
        report.set("chosen", json.valueToTree(request.chosen()));
        report.put("order", request.order());
        report.put("edition", search.edition()).put("items", search.readable(request.audience()));
        report.put("total", found.total());
        Map<String, Item> items = search.casebook()
                .named(found.hits().stream().map(SearchEngine.Hit::id).toList());
        for (SearchEngine.Hit hit : found.hits()) {
            Item item = items.get(hit.id());
            if (item != null) {
                report.withArray("hits")
                        .addObject()
                        .put("id", item.humanId())
                        .put("version", item.version())
                        .put("title", item.title())
                        .put("publishedOn", item.publishedOn().toString());
            }
        }
        // Before the time is said: whoever asks the same of the same edition gets the same digest.
        report.put("sha256", Digests.hex(Digests.sha256(report.toString().getBytes(StandardCharsets.UTF_8))));
        return report.put("at", LogEntry.written(clock.instant()));
    }

    /// @param as `html` or `pdf`
    @GetMapping("/cases/report")
    ResponseEntity<byte[]> page(
            @RequestParam(defaultValue = "html") String as, HttpServletRequest http, Locale locale) {
        ObjectNode report = report(http);
        PageAddress address = PageAddress.of(http);
        for (String same : List.of("size", "page")) {
            String given = http.getParameter(same);
            if (given != null) {
                address = address.with(same, given);
            }
        }
        Context page = new Context(locale);
        page.setVariable("r", report);
        Map<String, String> chosen = new LinkedHashMap<>();
        search.request(http, 1, false)
                .chosen()
                .forEach((facet, values) -> chosen.put(
                        labels.facet(facet),
                        values.stream().map(v -> labels.value(facet, v)).collect(Collectors.joining("、"))));
        page.setVariable("chosen", chosen);
        page.setVariable("site", settings.publicUrl());
        page.setVariable(
                "at",
                ChinaTime.written(Instant.parse(report.path("at").asText()).truncatedTo(ChronoUnit.SECONDS)));
        page.setVariable("json", address.without(List.of("lang")).at("/api/v1/cases/report"));
        page.setVariable("pdf", pdf.isReady() ? address.with("as", "pdf").at("/cases/report") : null);
        String html = templates.process("case-report", page);
        if (!as.equals("pdf")) {
            return ResponseEntity.ok()
                    .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                    .body(html.getBytes(StandardCharsets.UTF_8));
        }
        if (!pdf.isReady()) {
            throw new Refusal(
                    "pdf-unavailable", "本节点没有可嵌入的中文字体", "this node has no Chinese type face that can be embedded");
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("report-"
                                        + report.path("sha256").asText().substring(0, 12) + ".pdf")
                                .build()
                                .toString())
                .body(pdf.of(html));
    }
}
