package io.concord.flow;

import jakarta.jms.ConnectionFactory;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.jspecify.annotations.Nullable;
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
        return user.isEmpty()
                ? new ActiveMQConnectionFactory(url)
                : new ActiveMQConnectionFactory(url, user, password);
    }

    /// With which certificate the hub pushes: the bundle `push` of `spring.ssl.bundle`, where there is one.
    @Bean
    SSLContextParameters pushTls(SslBundles bundles) {
        return new Bundle(bundles, "push");
    }

    /// With which certificate an edge calls its agency's system: the bundle `agency`, where there is one.
    @Bean
    SSLContextParameters agencyTls(SslBundles bundles) {
        return new Bundle(bundles, "agency");
    }

    private static final class Bundle extends SSLContextParameters {
        private final @Nullable SSLContext context;

        Bundle(SslBundles bundles, String name) {
            this.context = bundles.getBundleNames().contains(name)
                    ? bundles.getBundle(name).createSslContext()
                    : null;
        }

        @Override
        public SSLContext createSSLContext(CamelContext camel)
                throws java.security.GeneralSecurityException, java.io.IOException {
            return context == null ? super.createSSLContext(camel) : context;
        }
    }
}
