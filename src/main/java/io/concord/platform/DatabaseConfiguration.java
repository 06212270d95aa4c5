package io.concord.platform;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Gives the program its database: embedded or given by URL, durable, and migrated.
@Configuration
@EnableConfigurationProperties(ConcordSettings.class)
class DatabaseConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseConfiguration.class);

    @Bean
    @ConditionalOnExpression("'${concord.database.url:}'.empty")
    EmbeddedPostgres embeddedPostgres(ConcordSettings settings) {
        return EmbeddedPostgres.start(
                settings.data().resolve("postgres"), settings.database().port());
    }

    @Bean
    DataSource dataSource(ConcordSettings settings, ObjectProvider<EmbeddedPostgres> embedded) {
        HikariDataSource pool = new HikariDataSource();
        EmbeddedPostgres server = embedded.getIfAvailable();
        pool.setJdbcUrl(server == null ? settings.database().url() : server.jdbcUrl());
        pool.setUsername(server == null ? settings.database().user() : server.user());
        pool.setPassword(server == null ? settings.database().password() : server.password());
        pool.setMaximumPoolSize(settings.database().poolSize());
        pool.setPoolName("concord");
        pool.addDataSourceProperty("ApplicationName", "concord");
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        // Values of rows stay out of the log; a node that hangs must not hold the head of the log for ever.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.addDataSourceProperty("tcpKeepAlive", "true");
        pool.addDataSourceProperty("socketTimeout", "120");
        pool.addDataSourceProperty("options", "-c lock_timeout=20s -c idle_in_transaction_session_timeout=30s");
        requireDurable(pool);
        migrate(pool);
        return pool;
    }

    /// A receipt is a promise: a server that may forget a commit is refused.
    private static void requireDurable(DataSource database) {
        JdbcClient sql = JdbcClient.create(database);
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            String value = sql.sql("select current_setting(?)")
                    .param(setting)
                    .query(String.class)
                    .single();
            if (value.equals("off")) {
                throw new CannotStart("The database has " + setting + " = " + value
                        + ", so it may forget what was acknowledged. Switch it on. 数据库须开启 " + setting + "。");
            }
        }
    }

    /// One database schema and one history a package: the folder's name is the package's and the schema's.
    private static void migrate(DataSource database) {
        TreeSet<String> packages = new TreeSet<>();
        try {
            for (Resource resource :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/*/V*.sql")) {
                String[] path = resource.getURL().getPath().split("/");
                packages.add(path[path.length - 2]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String name : packages) {
            int applied = Flyway.configure()
                    .dataSource(database)
                    .schemas(name)
                    .locations("classpath:db/migration/" + name)
                    .load()
                    .migrate()
                    .migrationsExecuted;
            LOG.debug("schema {}: {} migrations applied", name, applied);
        }
    }
}
