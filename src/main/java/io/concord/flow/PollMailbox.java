package io.concord.flow;

import io.concord.dialect.Dialects;
import io.concord.edge.Inbox;
import io.concord.envelope.AgencyCode;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// A tick → the records that wait in the agency's mailbox, stored at this edge; waits when there are none.
@Component
class PollMailbox {

    private final Dialects dialects;
    private final Inbox inbox;

    PollMailbox(Dialects dialects, Inbox inbox) {
        this.dialects = dialects;
        this.inbox = inbox;
    }

    @Handler
    public void poll(Exchange exchange) {
        String dialect = EdgeSteps.required(exchange, EdgeSteps.DIALECT);
        exchange.getMessage()
                .setBody(inbox.receive(new AgencyCode(dialects.get(dialect).agency())));
    }
}
