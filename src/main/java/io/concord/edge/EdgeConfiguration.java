package io.concord.edge;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Configuration
@EnableConfigurationProperties(EdgeSettings.class)
class EdgeConfiguration {

    /// The union's front-end database; the demo keeps it in our own.
    @Bean(defaultCandidate = false, destroyMethod = "")
    DataSource unionFrontEnd(
            DataSource own,
            @Value("${concord.edge.union-front-end.url:}") String url,
            @Value("${concord.edge.union-front-end.user:}") String user,
            @Value("${concord.edge.union-front-end.password:}") String password) {
        return url.isEmpty() ? own : new DriverManagerDataSource(url, user, password);
    }
}
