package io.concord.flow;

import io.concord.access.Callers;
import io.concord.intake.Submission;
import io.concord.intake.Verdict;
import io.concord.problem.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.component.platform.http.springboot.PlatformHttpMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// HTTP request → submission; a request that cannot become one → a refusal.
@Component
class SubmissionFromHttp {

    /// No more than this is read of a body, in bytes; the gate refuses what is longer than its type allows.
    static final int LARGEST = (4 << 20) + 1;

    private final Callers callers;

    SubmissionFromHttp(Callers callers) {
        this.callers = callers;
    }

    @Handler
    public void read(Exchange exchange) throws IOException {
        exchange.getMessage().setBody(toSubmission(exchange));
    }

    private Object toSubmission(Exchange exchange) throws IOException {
        String contentType = header(exchange, Exchange.CONTENT_TYPE);
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return new Verdict.Refused(List.of(
                    Reason.of("media-type-unsupported", "收到的是 " + contentType, "the content type was " + contentType)));
        }
        return callers.find(request(exchange))
                .<Object>map(caller -> new Submission(
                        body(exchange),
                        header(exchange, "Concord-Suite"),
                        header(exchange, "Concord-Key"),
                        header(exchange, "Concord-Signature"),
                        caller))
                .orElseGet(() -> new Verdict.Refused(
                        List.of(Reason.of("unauthenticated", "令牌缺失或无效", "the token is missing or wrong"))));
    }

    static byte[] body(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body == null) {
            return new byte[0];
        }
        try (InputStream in = exchange.getMessage().getMandatoryBody(InputStream.class)) {
            return in.readNBytes(LARGEST);
        } catch (IOException | InvalidPayloadException e) {
            throw new IllegalStateException("the request body could not be read", e);
        }
    }

    static HttpServletRequest request(Exchange exchange) {
        return exchange.getMessage(PlatformHttpMessage.class).getRequest();
    }

    static @Nullable String header(Exchange exchange, String name) {
        return exchange.getMessage().getHeader(name, String.class);
    }
}
