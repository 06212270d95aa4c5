package io.concord.web;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Keeps one visitor of the public casebook from taking it from the others; says how much is left in `RateLimit-…`
/// headers. Agencies' systems are not counted: this runs behind the check of who calls. Whoever is refused is told so
/// as by any page or answer that refuses.
@Component
class RateLimit implements HandlerInterceptor, WebMvcConfigurer {

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
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    private static boolean isCounted(HttpServletRequest request) {
        String path = request.getRequestURI();
        boolean ours = path.startsWith("/api/v1/cases")
                || path.startsWith("/api/v1/articles")
                || path.startsWith("/cases")
                || path.startsWith("/articles")
                || path.startsWith("/library")
                || path.equals("/oai")
                // Codes are not to be guessed.
                || path.equals("/status");
        return ours && request.getUserPrincipal() == null;
    }

    /// A PDF takes a hundred times what a page takes.
    private long cost(HttpServletRequest request) {
        return "pdf".equals(request.getParameter("as")) ? Math.max(1, perMinute / 10) : 1;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!isCounted(request)) {
            return true;
        }
        ConsumptionProbe probe = bucket(request.getRemoteAddr()).tryConsumeAndReturnRemaining(cost(request));
        // To whoever has nothing left it matters when there is enough again, not when all is.
        long nanos = probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill();
        String wait = String.valueOf(TimeUnit.NANOSECONDS.toSeconds(nanos) + 1);
        response.setHeader("RateLimit-Limit", String.valueOf(perMinute));
        response.setHeader("RateLimit-Remaining", String.valueOf(probe.getRemainingTokens()));
        response.setHeader("RateLimit-Reset", wait);
        if (!probe.isConsumed()) {
            response.setHeader("Retry-After", wait);
            throw new Refusal(
                    "rate-limited",
                    "每分钟最多 " + perMinute + " 次，请 " + wait + " 秒后再试",
                    "at most " + perMinute + " a minute; try again in " + wait + " s");
        }
        return true;
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
