package io.concord.flow;

import io.concord.dialect.Dialect;
import io.concord.dialect.Dialects;
import io.concord.dialect.MappingFault;
import io.concord.edge.Answer;
import io.concord.edge.Outbox;
import io.concord.envelope.AgencyCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Native row → record with fixed, signed bytes, or a refusal that names the native field.
@Component
class NativeToCanonical {

    private final Dialects dialects;
    private final Outbox outbox;

    NativeToCanonical(Dialects dialects, Outbox outbox) {
        this.dialects = dialects;
        this.outbox = outbox;
    }

    @Handler
    public void map(Exchange exchange) {
        Dialect dialect = dialects.get(EdgeSteps.required(exchange, EdgeSteps.DIALECT));
        Map<String, Object> row = new HashMap<>();
        exchange.getMessage().getBody(Map.class).forEach((name, value) -> row.put(String.valueOf(name), value));
        String key = String.valueOf(row.get(dialect.key()));
        exchange.getMessage().setBody(prepare(exchange, dialect, key, row));
    }

    private Object prepare(Exchange exchange, Dialect dialect, String key, Map<String, Object> row) {
        try {
            Map<String, Object> lists = new HashMap<>();
            lists.put("workers", exchange.getMessage().getHeader("workers", List.of(), List.class));
            var content = dialects.toCanonical(dialect, row, lists);
            return switch (outbox.prepare(new AgencyCode(dialect.agency()), dialect.dialect(), key, content)) {
                case Outbox.Preparation.Ready ready -> ready.prepared();
                case Outbox.Preparation.Unfit unfit -> unfit.refused();
            };
        } catch (MappingFault fault) {
            return new Answer.Refused(key, List.of(fault.reason()));
        }
    }
}
