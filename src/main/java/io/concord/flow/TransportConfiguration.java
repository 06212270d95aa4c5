package io.concord.flow;

import jakarta.jms.ConnectionFactory;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What transports need beside their routes: brokers and certificates.
@Configuration
class TransportConfiguration {

    /// The broker into which the hub pushes; connections are made when one is needed.
    @Bean
    ConnectionFactory hubBroker(
            @Value("${concord.delivery.broker:tcp://localhost:61616}") String url,
            @Value("${concord.delivery.broker-user:}") String user,
            @Value("${concord.delivery.broker-password:}") String password) {
        return broker(url, user, password);
    }

    /// The broker of an agency from which an edge reads and into which it writes.
    @Bean
    ConnectionFactory edgeBroker(
            @Value("${concord.edge.broker:tcp://localhost:61616}") String url,
            @Value("${concord.edge.broker-user:}") String user,
            @Value("${concord.edge.broker-password:}") String password) {
        return broker(url, user, password);
    }

    private static ActiveMQConnectionFactory broker(String url, String user, String password) {
        return user.isEmpty() ? new ActiveMQConnectionFactory(url) : new ActiveMQConnectionFactory(url, user, password);
    }

    /// With which certificate HTTPS systems are called, and which of theirs are trusted: the bundle `outgoing` of
    /// `spring.ssl.bundle`, where there is one.
    @Bean
    CamelContextConfiguration outgoingTls(SslBundles bundles) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                if (bundles.getBundleNames().contains("outgoing")) {
                    SSLContext tls = bundles.getBundle("outgoing").createSslContext();
                    context.getComponent("https", HttpComponent.class).setSslContextParameters(new Given(tls));
                }
            }

            @Override
            public void afterApplicationStart(CamelContext context) {}
        };
    }

    private static final class Given extends SSLContextParameters {
        private final SSLContext tls;

        Given(SSLContext tls) {
            this.tls = tls;
        }

        @Override
        public SSLContext createSSLContext(CamelContext camel) {
            return tls;
        }
    }
}
