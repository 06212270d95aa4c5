package io.concord.flow;

import io.concord.edge.Answer;
import io.concord.problem.Problems;
import io.concord.problem.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Answer → what is written back to the native row: `key`, `accepted`, `receipt` and `message`.
@Component
class RowAnswer {

    @Handler
    public void columns(Exchange exchange) {
        Map<String, Object> columns = new HashMap<>();
        switch (exchange.getMessage().getBody()) {
            case Answer.Accepted a -> {
                columns.put("key", a.prepared().nativeKey());
                columns.put("accepted", true);
                columns.put(
                        "receipt",
                        "已受理 #" + a.leafIndex() + " " + a.acceptedAt() + " "
                                + a.prepared().recordId());
                columns.put("message", a.prepared().outdated() ? "已提交的是改动之前的内容；改动请另发更正" : "");
            }
            case Answer.Refused r -> {
                columns.put("key", r.nativeKey());
                columns.put("accepted", false);
                columns.put("receipt", "");
                columns.put("message", message(r.reasons()));
            }
            default -> throw new IllegalArgumentException("not an answer");
        }
        exchange.getMessage().setBody(columns);
    }

    private static String message(List<Reason> reasons) {
        return reasons.stream()
                .map(r -> Problems.find(r.code()).map(c -> c.title().get("zh")).orElse(r.code()) + " " + r.pointer()
                        + " " + r.zh())
                .collect(Collectors.joining("; "));
    }
}
