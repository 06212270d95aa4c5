package io.concord.web;

import io.concord.casebook.Casebook;
import io.concord.platform.ConcordSettings;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// What search engines may read, and where: sitemaps.org, RFC 9309.
@RestController
class SitemapController {

    /// A map has at most so many places.
    static final int PLACES = 50_000;

    private static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final String NAMESPACE = " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";

    private final CaseSearch search;
    private final ConcordSettings settings;

    SitemapController(CaseSearch search, ConcordSettings settings) {
        this.search = search;
        this.settings = settings;
    }

    @GetMapping(value = "/robots.txt", produces = MediaType.TEXT_PLAIN_VALUE + ";charset=UTF-8")
    String robots() {
        return """
                User-agent: *
                Disallow: /desk
                Disallow: /sign-in
                Disallow: /status
                Disallow: /api/

                Sitemap: %s/sitemap.xml
                """.formatted(settings.publicUrl());
    }

    /// All pages of items, or the maps that have them.
    @GetMapping("/sitemap.xml")
    void sitemap(HttpServletResponse response) throws IOException {
        long items = search.casebook().open(search.today());
        write(response, items > PLACES ? index(settings.publicUrl(), items) : places(1));
    }

    @GetMapping("/sitemap/{number}.xml")
    void part(@PathVariable int number, HttpServletResponse response) throws IOException {
        long items = search.casebook().open(search.today());
        if (number < 1 || number > maps(items)) {
            throw new Refusal("not-found", "没有此资源", "there is nothing here");
        }
        write(response, places(number));
    }

    private static long maps(long items) {
        return Math.max(1, (items + PLACES - 1) / PLACES);
    }

    static String index(String base, long items) {
        StringBuilder out = new StringBuilder(HEAD).append("<sitemapindex").append(NAMESPACE);
        for (long n = 1; n <= maps(items); n++) {
            out.append("<sitemap><loc>")
                    .append(base)
                    .append("/sitemap/")
                    .append(n)
                    .append(".xml</loc></sitemap>\n");
        }
        return out.append("</sitemapindex>\n").toString();
    }

    private String places(int number) {
        StringBuilder out = new StringBuilder(HEAD).append("<urlset").append(NAMESPACE);
        for (Casebook.Address at : search.casebook().addresses(search.today(), (number - 1L) * PLACES, PLACES)) {
            out.append("<url><loc>")
                    .append(settings.publicUrl())
                    .append("/cases/")
                    .append(at.humanId())
                    .append("</loc><lastmod>")
                    .append(at.changedAt().toString(), 0, 10)
                    .append("</lastmod></url>\n");
        }
        return out.append("</urlset>\n").toString();
    }

    private static void write(HttpServletResponse response, String xml) throws IOException {
        response.setContentType("application/xml;charset=UTF-8");
        response.getOutputStream().write(xml.getBytes(StandardCharsets.UTF_8));
    }
}
