package io.concord;

import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Tests against one hub without edges and without the demo's letters, shared by all of them: what is in it they have
/// put there.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
public abstract class FreshHubIT {

    protected static final Hub HUB = Hub.freshDemo();

    @Autowired
    DataSource database;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        HUB.configureAlone(registry);
    }
}
