package io.concord;

import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Tests against one running demo hub with its edges, shared by all of them.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
public abstract class HubIT {

    private static Hub shared;

    protected Hub hub;
    protected JdbcClient sql;

    @Autowired
    private DataSource database;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        if (shared == null) {
            shared = Hub.freshDemo();
        }
        shared.configure(registry);
    }

    @BeforeEach
    void connect() {
        hub = shared;
        sql = JdbcClient.create(database);
    }
}
