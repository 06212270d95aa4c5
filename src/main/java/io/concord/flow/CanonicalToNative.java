package io.concord.flow;

import io.concord.dialect.Dialects;
import io.concord.edge.Arrived;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// Received record → the agency's native document, named after the record so that a second delivery replaces the
/// first.
///
/// Sets the header `nativeForm` to whether the dialect has a form for the type.
@Component
class CanonicalToNative {

    private final Dialects dialects;

    CanonicalToNative(Dialects dialects) {
        this.dialects = dialects;
    }

    @Handler
    public void map(Exchange exchange) {
        Arrived arrived = exchange.getMessage().getBody(Arrived.class);
        byte[] document = dialects.toNativeXml(
                dialects.get(EdgeSteps.required(exchange, EdgeSteps.DIALECT)),
                arrived.recordType(),
                arrived.envelope());
        exchange.getMessage().setHeader(EdgeSteps.ARRIVED, arrived);
        exchange.getMessage().setHeader("nativeForm", document.length > 0);
        exchange.getMessage().setHeader(Exchange.FILE_NAME, arrived.recordId() + ".xml");
        exchange.getMessage().setBody(document);
    }
}
