package io.concord.edge;

import javax.sql.DataSource;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Configuration
@EnableConfigurationProperties(EdgeSettings.class)
class EdgeConfiguration {

    /// Marks that the databases of the agencies' own systems are there, under their names, for routes to use.
    record FrontEnds(int count) {}

    /// The front-end databases of `concord.edge.databases`. One without an address is the edge's own, as in the demo.
    @Bean
    FrontEnds frontEnds(EdgeSettings settings, DataSource own, ConfigurableListableBeanFactory beans) {
        settings.databases()
                .forEach((name, database) -> beans.registerSingleton(
                        name,
                        database.url().isEmpty()
                                ? new Shared(own)
                                : new DriverManagerDataSource(
                                        database.url(), database.user(), database.password())));
        return new FrontEnds(settings.databases().size());
    }

    /// The edge's own database under another name; whoever closes that must not close it.
    private static final class Shared extends org.springframework.jdbc.datasource.DelegatingDataSource {
        Shared(DataSource own) {
            super(own);
        }
    }
}
