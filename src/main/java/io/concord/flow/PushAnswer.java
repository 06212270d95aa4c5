package io.concord.flow;

import io.concord.delivery.Channel.Pushed;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.springframework.stereotype.Component;

/// HTTP status of the recipient's system → what came of the push. 2xx: it has taken it. 400, 409, 413, 415, 422: it
/// finds the
/// record itself wrong. Everything else is about the system, not the record.
@Component
class PushAnswer {

    private static final int MOST_SHOWN = 300;

    @Handler
    public void read(Exchange exchange) {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String said = "HTTP " + status + " " + said(exchange);
        exchange.setProperty(
                CamelChannel.PUSHED,
                switch (status) {
                    case 200, 201, 202, 204 -> new Pushed.Taken();
                    case 400, 409, 413, 415, 422 -> new Pushed.Refused(said);
                    default -> new Pushed.Failed(said);
                });
    }

    private static String said(Exchange exchange) {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
        return text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) : text;
    }
}
