package io.concord.flow;

import io.concord.delivery.Channel;
import io.concord.ledger.StoredRecord;
import java.util.Base64;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/// Pushes through the routes `routes/hub/push-<channel>`.
@Component
class CamelChannel implements Channel {

    private static final Set<String> CHANNELS = Set.of("http", "jms", "kafka");

    /// Property in which a route leaves what came of a push.
    static final String PUSHED = "pushed";

    private final ProducerTemplate camel;

    CamelChannel(@Lazy ProducerTemplate camel) {
        this.camel = camel;
    }

    @Override
    public boolean serves(String channel) {
        return CHANNELS.contains(channel);
    }

    @Override
    public Pushed push(Endpoint endpoint, StoredRecord record) {
        Exchange done = camel.send(
                "direct:push-" + endpoint.channel(),
                endpoint.channel().equals("http") ? ExchangePattern.InOut : ExchangePattern.InOnly,
                exchange -> {
                    exchange.setProperty("address", endpoint.address());
                    exchange.getMessage().setBody(record.body());
                    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
                    exchange.getMessage()
                            .setHeader("Concord-Message", record.messageId().toString());
                    exchange.getMessage().setHeader("Concord-Leaf-Index", record.leafIndex());
                    exchange.getMessage()
                            .setHeader("Concord-Suite", record.signedText().suite());
                    exchange.getMessage()
                            .setHeader("Concord-Key", record.signedText().keyId());
                    exchange.getMessage()
                            .setHeader("Concord-Signature", Base64.getEncoder().encodeToString(record.signature()));
                    exchange.getMessage().setHeader("kafka.KEY", record.matterId());
                });
        Pushed pushed = done.getProperty(PUSHED, Pushed.class);
        return pushed == null ? new Pushed.Failed(String.valueOf(done.getException())) : pushed;
    }
}
