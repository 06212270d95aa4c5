package io.concord.flow;

import io.concord.edge.Inbox;
import io.concord.edge.Receiver;
import io.concord.envelope.AgencyCode;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// A tick → the records that wait at this edge for the agency's system; also sees to it that the mailbox is fetched
/// from.
@Component
class NextArrived {

    /// Few: they are leased together and handed over one by one, and a slow system must not outlast the lease.
    private static final int ROUND = 8;

    private final Inbox inbox;
    private final Receiver receiver;

    NextArrived(Inbox inbox, Receiver receiver) {
        this.inbox = inbox;
        this.receiver = receiver;
    }

    @Handler
    public void take(Exchange exchange) throws InterruptedException {
        AgencyCode agency = EdgeSteps.agency(exchange);
        receiver.serve(agency);
        exchange.getMessage().setBody(inbox.next(agency, ROUND));
    }
}
