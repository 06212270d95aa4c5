package io.concord.edge;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/// The front-end databases of agencies' own systems, by the names that connections use. One without an address is the
/// edge's
/// own, as in the demo. They are not beans: whether they answer says nothing of the health of this program.
@Component
public class FrontEnds {

    private final Map<String, DataSource> databases = new TreeMap<>();

    FrontEnds(EdgeSettings settings, DataSource own) {
        settings.databases()
                .forEach(
                        (name, database) -> databases.put(name, database.url().isEmpty() ? own : pool(name, database)));
    }

    /// A few connections; one that cannot be made is no reason not to start.
    private static DataSource pool(String name, EdgeSettings.FrontEnd database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.url());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        // Values of rows stay out of the log.
        pool.addDataSourceProperty("logServerErrorDetail", "false");
        pool.setPoolName("front-end-" + name);
        pool.setMaximumPoolSize(4);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(10_000);
        pool.setInitializationFailTimeout(-1);
        return pool;
    }

    public Map<String, DataSource> all() {
        return Map.copyOf(databases);
    }
}
