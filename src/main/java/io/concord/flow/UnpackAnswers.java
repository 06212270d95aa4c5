package io.concord.flow;

import io.concord.edge.Ferry;
import io.concord.evidence.OfflinePackage;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// A package from the hub → answers and records stored at this edge; the property `outcome` is `done`, or `refused`
/// where it is
/// damaged or not the hub's.
@Component
class UnpackAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(UnpackAnswers.class);

    private final Ferry ferry;

    UnpackAnswers(Ferry ferry) {
        this.ferry = ferry;
    }

    @Handler
    public void unpack(Exchange exchange) {
        String name = exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class);
        try {
            int count = ferry.unpack(exchange.getMessage().getBody(byte[].class));
            exchange.setProperty("outcome", "done");
            LOG.info("{} taken in: {} answers and records", name, count);
        } catch (OfflinePackage.Damaged | IllegalArgumentException e) {
            exchange.setProperty("outcome", "refused");
            LOG.error("{} is not taken in: {}", name, e.getMessage());
        }
    }
}
