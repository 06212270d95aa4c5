package io.concord.flow;

import io.concord.delivery.Channel.Pushed;
import io.concord.delivery.Sink;
import io.concord.delivery.Subscription;
import java.util.Arrays;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/// Events through the routes `routes/hub/push-event`, `push-jms` and `push-kafka`.
@Component
class CamelSink implements Sink {

    private static final String STRUCTURED = "application/cloudevents+json; charset=UTF-8";

    private final ProducerTemplate camel;

    CamelSink(@Lazy ProducerTemplate camel) {
        this.camel = camel;
    }

    @Override
    public Pushed ask(String address, String origin) {
        Exchange done = http(address, "OPTIONS", null, origin);
        String allowed = done.getMessage().getHeader("WebHook-Allowed-Origin", String.class);
        boolean agreed = allowed != null
                && Arrays.stream(allowed.split(","))
                        .map(String::strip)
                        .anyMatch(each -> each.equals("*") || each.equalsIgnoreCase(origin));
        Pushed pushed = what(done);
        return agreed && pushed instanceof Pushed.Taken || !(pushed instanceof Pushed.Taken)
                ? pushed
                : new Pushed.Failed("WebHook-Allowed-Origin: " + (allowed == null ? "-" : allowed));
    }

    @Override
    public Pushed send(Subscription.Protocol protocol, String sink, Notice notice) {
        return what(
                switch (protocol) {
                    case HTTP -> http(sink, "POST", notice.body(), null);
                    case JMS -> queue("direct:push-jms", sink, notice);
                    case KAFKA -> queue("direct:push-kafka", sink, notice);
                });
    }

    private Exchange http(String address, String method, byte @Nullable [] body, @Nullable String origin) {
        return camel.send("direct:push-event", ExchangePattern.InOut, exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().setHeader(Exchange.HTTP_URI, address);
            exchange.getMessage().setHeader(Exchange.HTTP_METHOD, method);
            if (body != null) {
                exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, STRUCTURED);
            }
            if (origin != null) {
                exchange.getMessage().setHeader("WebHook-Request-Origin", origin);
            }
        });
    }

    private Exchange queue(String route, String sink, Notice notice) {
        return camel.send(route, ExchangePattern.InOnly, exchange -> {
            exchange.setProperty("address", sink);
            exchange.getMessage().setBody(notice.body());
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, STRUCTURED);
            exchange.getMessage().setHeader("kafka.KEY", notice.key());
        });
    }

    private static Pushed what(Exchange done) {
        Pushed pushed = done.getProperty(CamelChannel.PUSHED, Pushed.class);
        return switch (pushed) {
            case null -> new Pushed.Failed(String.valueOf(done.getException()));
            case Pushed.Taken taken -> taken;
            case Pushed.Refused refused -> new Pushed.Refused(status(refused.why()));
            case Pushed.Failed failed -> new Pushed.Failed(status(failed.why()));
        };
    }

    /// Without what the address answered: whoever subscribes is not to read through us what others' servers say.
    private static String status(String why) {
        return why.replaceFirst("(?s)^(HTTP \\d+).*", "$1").replaceFirst("^[\\w.$]+(Exception|Error): ", "");
    }
}
