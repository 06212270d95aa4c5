package io.concord.web;

import io.concord.problem.Problems;
import io.concord.problem.Reason;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/// While the hub starts or stops it says so. The web server listens before the routes are there, and a submitter must
/// never take that for an answer about its record.
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ReadyFilter extends OncePerRequestFilter {

    private static final Logger LOG = LoggerFactory.getLogger(ReadyFilter.class);

    private final ApplicationAvailability availability;

    ReadyFilter(ApplicationAvailability availability) {
        this.availability = availability;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
                || request.getRequestURI().startsWith("/actuator/health");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = UUID.randomUUID().toString();
        LOG.info("problem {}: not-ready {} {}", id, request.getMethod(), request.getRequestURI());
        response.setStatus(503);
        response.setHeader("Retry-After", "2");
        response.setContentType(Problems.MEDIA_TYPE);
        Reason reason = Reason.of("not-ready", "枢纽正在启动或停止", "the hub is starting or stopping");
        response.getOutputStream()
                .write(Problems.render(List.of(reason), Problems.chinese(request.getHeader("Accept-Language")), id)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }
}
