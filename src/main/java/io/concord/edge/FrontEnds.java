package io.concord.edge;

import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.stereotype.Component;

/// The front-end databases of agencies' own systems, by the names that connections use. One without an address is the edge's
/// own, as in the demo. They are not beans: whether they answer says nothing of the health of this program.
@Component
public class FrontEnds {

    private final Map<String, DataSource> databases = new TreeMap<>();

    FrontEnds(EdgeSettings settings, DataSource own) {
        settings.databases()
                .forEach((name, database) -> databases.put(
                        name,
                        database.url().isEmpty()
                                ? own
                                : new DriverManagerDataSource(database.url(), database.user(), database.password())));
    }

    public Map<String, DataSource> all() {
        return Map.copyOf(databases);
    }
}
