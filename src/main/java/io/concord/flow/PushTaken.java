package io.concord.flow;

import io.concord.delivery.Channel.Pushed;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// A broker has taken the record and keeps it.
@Component
class PushTaken {

    @Handler
    public void note(Exchange exchange) {
        exchange.setProperty(CamelChannel.PUSHED, new Pushed.Taken());
    }
}
