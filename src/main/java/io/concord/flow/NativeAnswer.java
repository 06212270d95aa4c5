package io.concord.flow;

import io.concord.dialect.Dialects;
import io.concord.dialect.Part;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// What the system is to be told → a small document in its own form, under a name that says what it is about.
@Component
class NativeAnswer {

    private final Dialects dialects;

    NativeAnswer(Dialects dialects) {
        this.dialects = dialects;
    }

    @Handler
    public void write(Exchange exchange) {
        Map<String, Object> answer = new LinkedHashMap<>();
        exchange.getMessage().getBody(Map.class).forEach((name, value) -> answer.put(String.valueOf(name), value));
        exchange.setProperty(Told.TELLING, answer.get("id"));
        // Keys are other people's: they must not lead out of the folder.
        String name = (answer.get("key") + "-" + answer.get("kind") + "-" + answer.get("id"))
                .replaceAll("[^\\p{L}\\p{N}._〔〕-]", "_")
                .replaceFirst("^\\.+", "_");
        Part part = dialects.get(EdgeSteps.required(exchange, EdgeSteps.DIALECT))
                .writeAnswer(answer, name)
                .getFirst();
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.FILE_NAME, part.name());
        exchange.getMessage().setBody(part.bytes());
    }
}
