package io.concord.flow;

import io.concord.edge.Ferry;
import io.concord.envelope.AgencyCode;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// A tick → the package to be carried to the hub, when one is due; sets the property `packed` to whether there is one.
@Component
class PackSubmissions {

    private final Ferry ferry;

    PackSubmissions(Ferry ferry) {
        this.ferry = ferry;
    }

    @Handler
    public void pack(Exchange exchange) {
        AgencyCode agency = EdgeSteps.agency(exchange);
        exchange.setProperty("packed", false);
        ferry.pack(agency).ifPresent(packed -> {
            exchange.setProperty("packed", true);
            exchange.getMessage().setHeader(Exchange.FILE_NAME, packed.name());
            exchange.getMessage().setBody(packed.zip());
        });
    }
}
