package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.casebook.Casebook;
import io.concord.search.Solr;
import io.concord.search.SolrServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;

/// A hub whose casebook is searched in a SolrCloud.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@DirtiesContext
class SolrHubIT {

    private static final Hub HUB = Hub.freshDemo();
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static SolrServer server;

    @Autowired
    private DataSource database;

    @Autowired
    private TransactionTemplate transaction;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        server = SolrServer.start(folder);
        HUB.configure(registry);
        registry.add("concord.demo.letters", () -> false);
        registry.add("concord.roles", () -> "hub");
        registry.add("concord.search.engine", () -> "solr");
        registry.add("concord.search.solr", server::url);
        registry.add("concord.search.solr-prefix", () -> "hub");
        registry.add("concord.search.per-minute", () -> 5000);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void findsRebuildsAndGoesOnAfterSolrWasAway() throws Exception {
        Casebook casebook = new Casebook(database);
        publish(casebook, "第一件", "独有词甲甲。");
        await().atMost(LONG).until(() -> found("独有词甲甲") == 1);

        try (Solr solr = new Solr(List.of(server.url()), "hub", 1, 1, null)) {
            assertThat(solr.behind("hub-cases-3")).contains("hub-cases-3-0");
            casebook.makeIndexesAnew();
            await().atMost(LONG)
                    .until(() -> solr.behind("hub-cases-3").orElseThrow().equals("hub-cases-3-1"));
            assertThat(found("独有词甲甲")).isEqualTo(1);
            await().atMost(LONG).until(() -> !solr.collections().contains("hub-cases-3-0"));
        }

        server.stop();
        Hub.Reply away = HUB.get("", "/api/v1/cases?q=" + encoded("独有词甲甲"));
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.text()).contains("search-unavailable");
        publish(casebook, "第二件", "独有词乙乙。");

        server.startAgain();
        await().atMost(LONG).ignoreExceptions().until(() -> found("独有词乙乙") == 1);
        assertThat(found("独有词甲甲")).isEqualTo(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode("\"" + text + "\"", StandardCharsets.UTF_8);
    }

    /// -1 when it cannot be asked.
    private static int found(String phrase) throws Exception {
        Hub.Reply reply = HUB.get("", "/api/v1/cases?q=" + encoded(phrase));
        return reply.status() == 200 ? reply.json().path("total").asInt() : -1;
    }

    private void publish(Casebook casebook, String title, String text) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("keywords");
        body.putArray("sections").addObject().put("name", "基本案情").put("text", text);
        body.putObject("tags").putArray("region").add("519901");
        body.putObject("numbers");
        body.putArray("aliases");
        transaction.executeWithoutResult(s -> casebook.publish(
                new Casebook.Edition(
                        UUID.randomUUID(),
                        "case",
                        "",
                        title,
                        body,
                        true,
                        null,
                        LocalDate.of(2026, 1, 1),
                        null,
                        List.of(),
                        List.of(),
                        "试验"),
                Instant.now()));
    }
}
