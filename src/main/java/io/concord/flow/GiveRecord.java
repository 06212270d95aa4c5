package io.concord.flow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.dialect.Dialects;
import io.concord.edge.Arrived;
import io.concord.edge.CaseMatters;
import io.concord.edge.Inbox;
import io.concord.edge.Outbox;
import io.concord.edge.Receiver;
import io.concord.envelope.AgencyCode;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// A system's request → the next native document with its record id in `Concord-Record`, or 204; `DELETE` with
/// `message` → noted
/// as handed over, 204.
@Component
class GiveRecord {

    private final Dialects dialects;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Receiver receiver;
    private final CaseMatters matters;

    GiveRecord(Dialects dialects, Inbox inbox, Outbox outbox, Receiver receiver, CaseMatters matters) {
        this.dialects = dialects;
        this.inbox = inbox;
        this.outbox = outbox;
        this.receiver = receiver;
        this.matters = matters;
    }

    @Handler
    public void give(Exchange exchange) throws InterruptedException {
        AgencyCode agency = EdgeSteps.agency(exchange);
        Dialects.Speaker speaker = dialects.get(EdgeSteps.required(exchange, EdgeSteps.DIALECT));
        receiver.serve(agency);
        boolean done = "DELETE".equals(exchange.getMessage().getHeader(Exchange.HTTP_METHOD, String.class));
        String message = exchange.getMessage().getHeader("message", "", String.class);
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(null);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 204);
        if (done) {
            inbox.findMessage(agency, message)
                    .ifPresentOrElse(
                            arrived ->
                                    inbox.handedOver(arrived, speaker.dialect().officer()),
                            () -> exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 404));
        } else {
            for (Arrived arrived : inbox.next(agency, 1)) {
                write(exchange, speaker, arrived);
            }
        }
    }

    private void write(Exchange exchange, Dialects.Speaker speaker, Arrived arrived) {
        try {
            ObjectNode document = speaker.toNative(
                            arrived.envelope(), EdgeSteps.scope(arrived.agency(), outbox, matters))
                    .orElse(null);
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, 200);
            exchange.getMessage().setHeader("Concord-Record", arrived.recordId());
            exchange.getMessage()
                    .setHeader("Concord-Message", arrived.messageId().toString());
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/octet-stream");
            exchange.getMessage()
                    .setBody(CanonicalToNative.file(speaker, arrived, document).bytes());
        } catch (DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            inbox.quarantine(arrived, String.valueOf(e));
        }
    }
}
