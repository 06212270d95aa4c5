package io.concord.web;

import io.concord.problem.Problems;
import io.concord.problem.Reason;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// Keeps one visitor of the public casebook from taking it from the others; says how much is left in `RateLimit-…`
/// headers. Agencies' systems are not counted: this runs behind the check of who calls.
@Component
class RateLimit extends OncePerRequestFilter {

    private static final int MOST_VISITORS = 10_000;

    private final int perMinute;
    /// The least recently seen is forgotten; guarded by itself.
    private final Map<String, Bucket> visitors = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_VISITORS;
        }
    };

    RateLimit(@Value("${concord.search.per-minute:300}") int perMinute) {
        this.perMinute = perMinute;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean ours = path.startsWith("/api/v1/cases")
                || path.startsWith("/api/v1/articles")
                || path.startsWith("/cases")
                || path.startsWith("/articles")
                || path.startsWith("/library")
                || path.equals("/oai")
                // Codes are not to be guessed.
                || path.equals("/status");
        return !ours || request.getUserPrincipal() != null;
    }

    /// A PDF takes a hundred times what a page takes.
    private long cost(HttpServletRequest request) {
        return "pdf".equals(request.getParameter("as")) ? Math.max(1, perMinute / 10) : 1;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ConsumptionProbe probe = bucket(request.getRemoteAddr()).tryConsumeAndReturnRemaining(cost(request));
        long reset = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForReset()) + 1;
        response.setHeader("RateLimit-Limit", String.valueOf(perMinute));
        response.setHeader("RateLimit-Remaining", String.valueOf(probe.getRemainingTokens()));
        response.setHeader("RateLimit-Reset", String.valueOf(reset));
        if (probe.isConsumed()) {
            chain.doFilter(request, response);
            return;
        }
        long wait = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
        response.setStatus(429);
        response.setHeader("Retry-After", String.valueOf(wait));
        response.setContentType(Problems.MEDIA_TYPE);
        response.getOutputStream()
                .write(Problems.render(
                                List.of(Reason.of(
                                        "rate-limited",
                                        "每分钟最多 " + perMinute + " 次，请 " + wait + " 秒后再试",
                                        "at most " + perMinute + " a minute; try again in " + wait + " s")),
                                Problems.chinese(request.getHeader("Accept-Language")),
                                UUID.randomUUID().toString())
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }

    private Bucket bucket(String visitor) {
        synchronized (visitors) {
            return visitors.computeIfAbsent(
                    visitor,
                    v -> Bucket.builder()
                            .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                            .build());
        }
    }
}
