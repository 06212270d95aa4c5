package io.concord.flow;

import io.concord.dialect.Part;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// One file of a native document → its bytes as the body, its name in the header that file transports read.
@Component
class NamePart {

    @Handler
    public void name(Exchange exchange) {
        Part part = exchange.getMessage().getBody(Part.class);
        exchange.getMessage().setHeader(Exchange.FILE_NAME, part.name());
        exchange.getMessage().setBody(part.bytes());
    }
}
