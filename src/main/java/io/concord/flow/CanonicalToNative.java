package io.concord.flow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.dialect.Dialect;
import io.concord.dialect.Dialects;
import io.concord.dialect.Dialects.Speaker;
import io.concord.dialect.Part;
import io.concord.dialect.Zip;
import io.concord.edge.Arrived;
import io.concord.edge.CaseMatters;
import io.concord.edge.Outbox;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Record → the agency's native document, named after the record so that a second delivery replaces the first.
///
/// The body becomes a list of files, one archive where there are several and the route has not set the property
/// `folders`; for a dialect of tables a map with `row` and `children`, both JSON, and
/// `original`, the
/// record itself. A type without native form goes as it is, in canonical JSON.
@Component
class CanonicalToNative {

    private final Dialects dialects;
    private final Outbox outbox;
    private final CaseMatters matters;

    CanonicalToNative(Dialects dialects, Outbox outbox, CaseMatters matters) {
        this.dialects = dialects;
        this.outbox = outbox;
        this.matters = matters;
    }

    @Handler
    public void map(Exchange exchange) {
        Arrived arrived = exchange.getMessage().getBody(Arrived.class);
        exchange.setProperty(EdgeSteps.ARRIVED, arrived);
        exchange.getMessage().removeHeaders("*");
        Speaker speaker = dialects.get(EdgeSteps.required(exchange, EdgeSteps.DIALECT));
        ObjectNode document;
        try {
            document = speaker.toNative(arrived.envelope(), EdgeSteps.scope(arrived.agency(), outbox, matters))
                    .orElse(null);
        } catch (DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CannotMap(arrived.recordId() + " has no native form: " + e.getMessage(), e);
        }
        exchange.getMessage().setHeader("Concord-Record", arrived.recordId());
        // In a topic the matter keeps its order.
        exchange.getMessage()
                .setHeader("kafka.KEY", arrived.envelope().path("matterId").asText());
        exchange.getMessage()
                .setBody(
                        speaker.dialect().form().kind() == Dialect.Kind.TABLE
                                ? row(arrived, document)
                                : exchange.getProperty("folders", false, Boolean.class)
                                        ? files(speaker, arrived, document)
                                        : List.of(file(speaker, arrived, document)));
    }

    private static List<Part> files(Speaker speaker, Arrived arrived, @Nullable ObjectNode document) {
        return document == null
                ? List.of(new Part(arrived.recordId() + ".json", arrived.body()))
                : speaker.write(document, arrived.recordId());
    }

    /// The document as one file.
    static Part file(Speaker speaker, Arrived arrived, @Nullable ObjectNode document) {
        List<Part> parts = files(speaker, arrived, document);
        return parts.size() == 1 ? parts.getFirst() : Zip.pack(arrived.recordId() + ".zip", parts);
    }

    private static Map<String, Object> row(Arrived arrived, @Nullable ObjectNode document) {
        ObjectNode row = document == null ? JsonNodeFactory.instance.objectNode() : document.deepCopy();
        ArrayNode children =
                row.remove("children") instanceof ArrayNode list ? list : JsonNodeFactory.instance.arrayNode();
        return Map.of(
                "row", row.toString(),
                "children", children.toString(),
                "recordid", numbered(arrived),
                "original", new String(arrived.body(), StandardCharsets.UTF_8));
    }

    /// A corrected version is a row of its own beside the first.
    private static String numbered(Arrived arrived) {
        int version = arrived.envelope().path("recordVersion").asInt(1);
        return arrived.recordId() + (version > 1 ? "#" + version : "");
    }

    /// The mapping of a record fails: trying again cannot help.
    static final class CannotMap extends RuntimeException {
        CannotMap(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
