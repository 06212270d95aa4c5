package io.concord.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.access.Callers;
import io.concord.envelope.AgencyCode;
import io.concord.intake.Submission;
import io.concord.intake.Verdict;
import io.concord.problem.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Newline-delimited items → submissions: `{"record":"<canonical text>","suite":…,"key":…,"signature":…}` a line.
@Component
class SubmissionsFromHttp {

    /// Most bytes and lines of one request.
    private static final int LARGEST = 32 << 20;

    private static final int MOST = 1024;

    private final Callers callers;
    private final ObjectMapper mapper = new ObjectMapper();

    SubmissionsFromHttp(Callers callers) {
        this.callers = callers;
    }

    @Handler
    public void read(Exchange exchange) throws IOException {
        Optional<AgencyCode> caller = callers.find(SubmissionFromHttp.request(exchange));
        if (caller.isEmpty()) {
            exchange.getMessage().setBody(refused("unauthenticated", "令牌缺失或无效", "the token is missing or wrong"));
            return;
        }
        byte[] body;
        try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
            body = in == null ? new byte[0] : in.readNBytes(LARGEST + 1);
        }
        List<String> lines = new String(body, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        if (body.length > LARGEST || lines.size() > MOST || lines.isEmpty()) {
            exchange.getMessage()
                    .setBody(refused(
                            "batch-item-invalid",
                            "一批须有 1 至 " + MOST + " 行，不超过 " + LARGEST + " 字节",
                            "a batch has 1 to " + MOST + " lines and at most " + LARGEST + " bytes"));
            return;
        }
        List<Object> items = new ArrayList<>();
        for (String line : lines) {
            items.add(item(line, caller.get()));
        }
        exchange.getMessage().setBody(items);
    }

    private Object item(String line, AgencyCode caller) {
        try {
            JsonNode item = mapper.readTree(line);
            if (!item.path("record").isTextual()) {
                return refused("batch-item-invalid", "缺少 record 文本", "record, a text, is missing");
            }
            return new Submission(
                    item.path("record").textValue().getBytes(StandardCharsets.UTF_8),
                    text(item, "suite"),
                    text(item, "key"),
                    text(item, "signature"),
                    caller);
        } catch (JsonProcessingException e) {
            return refused("batch-item-invalid", "不是 JSON", "not JSON");
        }
    }

    private static @Nullable String text(JsonNode item, String field) {
        return item.path(field).textValue();
    }

    private static Verdict.Refused refused(String code, String zh, String en) {
        return new Verdict.Refused(List.of(Reason.of(code, zh, en)));
    }
}
