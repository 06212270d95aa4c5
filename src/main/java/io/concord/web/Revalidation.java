package io.concord.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.InputStream;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.ShallowEtagHeaderFilter;

/// Lets readers of the casebook keep what they have read and ask whether it still stands: a withdrawn case is gone at
/// the next look. Exports are too long to be held for it, reports say when they were made, and the list of results
/// knows better itself.
@Component
class Revalidation extends ShallowEtagHeaderFilter {

    private static final Pattern KEPT = Pattern.compile(
            "/api/v1/cases\\.atom|/api/v1/cases/(?!export|report).+"
                    + "|/api/v1/articles(/.+)?|/cases/(?!report|similar)[^/]+(/difference)?|/articles/.+|/oai|/sitemap(/[^/]+)?\\.xml|/robots\\.txt");

    Revalidation() {
        // A strong one keeps the server from compressing.
        setWriteWeakETag(true);
    }

    static boolean keeps(String path) {
        return KEPT.matcher(path).matches();
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !keeps(request.getRequestURI());
    }

    /// Called once the answer is whole and before it is sent; says also who may keep it, unless that was said.
    @Override
    protected boolean isEligibleForEtag(
            HttpServletRequest request, HttpServletResponse response, int status, InputStream body) {
        if (status == 200 && response.getHeader(HttpHeaders.CACHE_CONTROL) == null) {
            response.setHeader(
                    HttpHeaders.CACHE_CONTROL, request.getUserPrincipal() == null ? "no-cache" : "no-cache, private");
        }
        return super.isEligibleForEtag(request, response, status, body);
    }
}
