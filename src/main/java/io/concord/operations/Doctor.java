package io.concord.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.concord.crypto.Certificate;
import io.concord.crypto.SoftwareKey;
import io.concord.delivery.DeliveryDesk;
import io.concord.dialect.Dialects;
import io.concord.edge.EdgeQueues;
import io.concord.ledger.LogReader;
import io.concord.platform.EmbeddedPostgres;
import io.concord.platform.ProductFiles;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import io.concord.schema.SchemaFault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Examines an installation without changing it, running or not.
public final class Doctor {

    /// Warn this long before a certificate ends.
    private static final Duration NEAR_EXPIRY = Duration.ofDays(30);

    /// A hub follows its log within a second; this many mean that it does not follow.
    private static final int CASEBOOK_BEHIND = 2000;

    private final Path home;
    private final Path data;
    private final @Nullable String url;
    private final @Nullable String user;
    private final @Nullable String password;
    private final @Nullable String hub;
    private final List<Finding> findings = new ArrayList<>();

    /// @param hub address of the hub, to look at it from an edge; null where this is the hub
    public Doctor(
            Path home,
            Path data,
            @Nullable String url,
            @Nullable String user,
            @Nullable String password,
            @Nullable String hub) {
        this.hub = hub;
        this.home = home;
        this.data = data;
        this.url = url;
        this.user = user;
        this.password = password;
    }

    public List<Finding> examine() {
        schemas();
        routes();
        dialects();
        connections();
        keys();
        disk();
        hub();
        database();
        return findings;
    }

    private void schemas() {
        Catalogue catalogue;
        try {
            catalogue = new Catalogue(ProductFiles.read(home, "schemas"));
        } catch (IllegalArgumentException e) {
            add(Finding.Level.ERROR, "schema-broken", String.valueOf(e.getMessage()));
            return;
        }
        for (RecordTypeDescriptor type : catalogue.types()) {
            add(
                    Finding.Level.OK,
                    "record-type",
                    type.rt() + " " + type.type() + " " + type.version() + " "
                            + type.name().get("zh") + ", "
                            + examples(catalogue, "records/" + type.type() + "/" + type.line())
                            + " examples as expected");
        }
        add(Finding.Level.OK, "envelope", examples(catalogue, "envelope/1.0") + " examples as expected");
        add(
                Finding.Level.OK,
                "code-lists",
                catalogue.codeLists().size() + ": "
                        + String.join(", ", catalogue.codeLists().keySet()));
    }

    private int examples(Catalogue catalogue, String folder) {
        int seen = 0;
        for (String path : catalogue.files().keySet()) {
            if (path.startsWith(folder + "/examples/") && path.endsWith(".json")) {
                seen++;
                List<SchemaFault> faults = catalogue.check(
                        folder + "/schema.json", json(catalogue.files().get(path)));
                if (faults.isEmpty() != path.contains("/valid/")) {
                    add(
                            Finding.Level.ERROR,
                            "schema-example",
                            "schemas/" + path + " is " + (faults.isEmpty() ? "accepted" : "refused: " + faults));
                }
            }
        }
        return seen;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an example is not JSON", e);
        }
    }

    private void routes() {
        ProductFiles.read(home, "routes").forEach((path, text) -> {
            if (path.endsWith(".camel.yaml")) {
                try {
                    String id =
                            new YAMLMapper().readTree(text).at("/0/route/id").asText("(configuration)");
                    add(Finding.Level.OK, "route", path + " " + id);
                } catch (JsonProcessingException e) {
                    add(Finding.Level.ERROR, "route-broken", path + ": " + e.getOriginalMessage());
                }
            }
        });
    }

    private void dialects() {
        try {
            for (Dialects.Speaker speaker : new Dialects(ProductFiles.read(home, "routes")).all()) {
                add(
                        Finding.Level.OK,
                        "dialect",
                        speaker.dialect().dialect() + " "
                                + speaker.dialect().form().kind() + ", "
                                + speaker.types().size() + " record types");
            }
        } catch (IllegalArgumentException e) {
            add(Finding.Level.ERROR, "dialect-broken", String.valueOf(e.getMessage()));
        }
    }

    private void connections() {
        List<String> faults = Connections.faults(ProductFiles.read(home, "routes"));
        faults.forEach(fault -> add(Finding.Level.ERROR, "connection-broken", fault));
        if (faults.isEmpty()) {
            add(Finding.Level.OK, "connections", "templates, parameters, dialects and codes of routes/edge fit");
        }
    }

    private void disk() {
        try {
            if (Files.isDirectory(data)) {
                long free = Files.getFileStore(data).getUsableSpace() >> 20;
                add(
                        free < 64 ? Finding.Level.ERROR : free < 1024 ? Finding.Level.WARN : Finding.Level.OK,
                        "disk",
                        free + " MiB are left for " + data);
            }
        } catch (IOException e) {
            add(Finding.Level.ERROR, "disk", data + ": " + e);
        }
    }

    /// From an edge: whether the hub answers, and by how much the clocks differ.
    private void hub() {
        if (hub == null) {
            return;
        }
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpResponse<Void> answer = http.send(
                    HttpRequest.newBuilder(URI.create(hub + "/actuator/health/readiness"))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.discarding());
            add(
                    answer.statusCode() == 200 ? Finding.Level.OK : Finding.Level.ERROR,
                    "hub",
                    hub + " answers " + answer.statusCode() + (answer.statusCode() == 200 ? "" : ": not ready"));
            answer.headers().firstValue("Date").ifPresent(date -> {
                Instant there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant();
                long skew = Math.abs(Duration.between(there, Instant.now()).toSeconds());
                add(
                        skew > 30 ? Finding.Level.ERROR : skew > 5 ? Finding.Level.WARN : Finding.Level.OK,
                        "hub-clock-skew",
                        skew + " s between this machine and the hub");
            });
        } catch (IOException e) {
            add(Finding.Level.ERROR, "hub-unreachable", hub + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keys() {
        Path folder = data.resolve("keys");
        if (!Files.isDirectory(folder)) {
            add(Finding.Level.WARN, "keys-missing", folder + " does not exist; the first start makes it");
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".pem")) {
                    privateKey(file);
                } else if (name.endsWith(".crt")) {
                    certificate(file);
                }
            }
        } catch (IOException e) {
            add(Finding.Level.ERROR, "keys-unreadable", folder + ": " + e);
        }
    }

    private void privateKey(Path file) throws IOException {
        try {
            SoftwareKey key = SoftwareKey.load(file);
            add(Finding.Level.OK, "key", file + " " + key.publicKey());
        } catch (IllegalArgumentException e) {
            add(Finding.Level.ERROR, "key-broken", file + ": " + e.getMessage());
        }
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.GROUP_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_READ)) {
                add(Finding.Level.ERROR, "key-open", file + " can be read by others: chmod 600 " + file);
            }
        }
    }

    private void certificate(Path file) throws IOException {
        Certificate certificate = Certificate.ofPem(Files.readString(file));
        Instant now = Instant.now();
        if (!certificate.validAt(now)) {
            add(
                    Finding.Level.ERROR,
                    "certificate-expired",
                    file + " is valid from " + certificate.notBefore() + " to " + certificate.notAfter());
        } else if (!certificate.validAt(now.plus(NEAR_EXPIRY))) {
            add(Finding.Level.WARN, "certificate-near-expiry", file + " ends at " + certificate.notAfter());
        }
    }

    private void database() {
        String target = url == null ? EmbeddedPostgres.urlOf(data.resolve("postgres")) : url;
        if (target == null) {
            add(
                    Finding.Level.WARN,
                    "database-not-running",
                    "the embedded server is not running; start the hub, or give --database-url, to have the log checked");
            return;
        }
        try {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(target);
            source.setUser(url == null ? "concord" : user);
            source.setPassword(
                    url == null
                            ? Files.readString(data.resolve("postgres/password"))
                                    .strip()
                            : password);
            source.setConnectTimeout(5);
            settings(JdbcClient.create(source));
            log(new LogReader(source));
            register(JdbcClient.create(source));
            delivery(new DeliveryDesk(source));
            subscriptions(JdbcClient.create(source));
            witnesses(JdbcClient.create(source));
            edge(new EdgeQueues(source));
            casebook(JdbcClient.create(source));
        } catch (IOException | DataAccessException | IllegalStateException e) {
            add(Finding.Level.ERROR, "database-unreachable", target + ": " + e.getMessage());
        }
    }

    private void casebook(JdbcClient sql) {
        long behind = sql.sql("select (select coalesce(max(leaf_index), -1) from ledger.record)"
                        + " - (select leaf_index from casebook.place)")
                .query(Long.class)
                .single();
        add(
                behind > CASEBOOK_BEHIND ? Finding.Level.WARN : Finding.Level.OK,
                "casebook",
                sql.sql("select count(*) from casebook.item where state = 'PUBLISHED'")
                                .query(Long.class)
                                .single()
                        + " items published, " + behind + " records of the log not yet looked at");
    }

    private void settings(JdbcClient sql) {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            String value = sql.sql("select current_setting(?)")
                    .param(setting)
                    .query(String.class)
                    .single();
            add(
                    value.equals("off") ? Finding.Level.ERROR : Finding.Level.OK,
                    "database-" + setting.replace('_', '-'),
                    setting + " = " + value);
        }
        int trusting = sql.sql("select count(*) from pg_hba_file_rules where auth_method = 'trust'")
                .query(Integer.class)
                .single();
        add(
                trusting > 0 ? Finding.Level.ERROR : Finding.Level.OK,
                "database-trust",
                trusting + " trust lines in pg_hba.conf");
        Instant there = sql.sql("select now()")
                .query((row, n) -> row.getTimestamp(1).toInstant())
                .single();
        Duration skew = Duration.between(there, Instant.now()).abs();
        add(
                skew.compareTo(Duration.ofSeconds(5)) > 0 ? Finding.Level.WARN : Finding.Level.OK,
                "clock-skew",
                skew.toMillis() + " ms between this machine and the database");
    }

    private void register(JdbcClient sql) {
        sql.sql("""
                        select a.code, max(k.valid_to) as ends from agency.agency a
                        left join agency.signing_key k on k.agency_code = a.code and k.revoked_at is null
                        where a.valid_to is null or a.valid_to >= current_date group by a.code order by a.code""")
                .query((row, n) -> {
                    Instant ends = row.getTimestamp("ends") == null
                            ? null
                            : row.getTimestamp("ends").toInstant();
                    if (ends == null) {
                        add(
                                Finding.Level.WARN,
                                "agency-without-key",
                                row.getString("code") + " has no key and cannot send");
                    } else if (ends.isBefore(Instant.now())) {
                        add(
                                Finding.Level.ERROR,
                                "agency-key-expired",
                                row.getString("code") + "'s last key ended at " + ends);
                    } else if (ends.isBefore(Instant.now().plus(NEAR_EXPIRY))) {
                        add(
                                Finding.Level.WARN,
                                "agency-key-near-expiry",
                                row.getString("code") + "'s last key ends at " + ends);
                    }
                    return n;
                })
                .list();
        List<String> agreed = sql.sql("select distinct record_type from agency.agreement"
                        + " where valid_to is null or valid_to >= current_date")
                .query(String.class)
                .list();
        if (!agreed.contains("*")) {
            new Catalogue(ProductFiles.read(home, "schemas"))
                    .types().stream()
                            .filter(type -> !agreed.contains(type.type()))
                            .forEach(type -> add(
                                    Finding.Level.WARN,
                                    "type-without-agreement",
                                    type.type() + ": nobody may send it to anybody"));
        }
    }

    private void delivery(DeliveryDesk desk) {
        for (DeliveryDesk.Standing s : desk.standings()) {
            Duration age = s.oldest() == null ? Duration.ZERO : Duration.between(s.oldest(), Instant.now());
            if (s.refused() > 0) {
                add(
                        Finding.Level.WARN,
                        "delivery-quarantined",
                        s.refused() + " records for " + s.recipient()
                                + " are set aside: concord delivery --quarantined");
            }
            add(
                    age.toHours() >= 24 ? Finding.Level.WARN : Finding.Level.OK,
                    age.toHours() >= 24 ? "recipient-silent" : "recipient",
                    s.waiting() + " records wait for " + s.recipient() + ", the oldest for " + age.toMinutes()
                            + " min");
        }
    }

    private void subscriptions(JdbcClient sql) {
        sql.sql("select coalesce(owner, 'the hub') as owner, state, attempts, last_error from delivery.subscription"
                        + " where state = 'STOPPED' or attempts > 2 order by created_at")
                .query((row, n) -> row.getString("owner")
                        + ("STOPPED".equals(row.getString("state"))
                                ? ": a subscription was stopped, "
                                : ": a subscriber was not reached " + row.getInt("attempts") + " times, ")
                        + row.getString("last_error"))
                .list()
                .forEach(said -> add(Finding.Level.WARN, "subscriber-unreachable", said));
    }

    private void witnesses(JdbcClient sql) {
        sql.sql(
                        "select s.name, h.size - s.size as behind, s.trouble from witness.standing s, ledger.head h order by s.name")
                .query((row, n) -> {
                    String trouble = row.getString("trouble");
                    return new Finding(
                            trouble == null ? Finding.Level.OK : Finding.Level.WARN,
                            trouble == null ? "witness" : "witness-behind",
                            row.getString("name") + " is " + Math.max(0, row.getLong("behind")) + " entries behind"
                                    + (trouble == null ? "" : ": " + trouble));
                })
                .list()
                .forEach(findings::add);
    }

    private void edge(EdgeQueues queues) {
        for (EdgeQueues.Standing s : queues.standings()) {
            Duration age = s.oldest() == null ? Duration.ZERO : Duration.between(s.oldest(), Instant.now());
            boolean stuck = s.quarantined() > 0 || age.toMinutes() >= 60;
            add(
                    stuck ? Finding.Level.WARN : Finding.Level.OK,
                    stuck ? "edge-queue-old" : "edge-queue",
                    s.queue() + ": " + s.waiting() + " wait"
                            + (s.waiting() == 0 ? "" : ", the oldest for " + age.toMinutes() + " min")
                            + (s.quarantined() == 0 ? "" : ", " + s.quarantined() + " set aside: concord queue"));
        }
    }

    private void log(LogReader log) {
        List<String> wrong = log.audit();
        wrong.forEach(text -> add(Finding.Level.ERROR, "log-damaged", text));
        if (wrong.isEmpty()) {
            add(Finding.Level.OK, "log", log.size() + " entries, tree rebuilt and equal, every record as logged");
        }
        Path last = data.resolve("log/checkpoint");
        try {
            if (Files.exists(last) && !log.holds(Files.readString(last))) {
                add(
                        Finding.Level.ERROR,
                        "log-behind",
                        "the database lacks the checkpoint in " + last + "; it was set back or replaced");
            }
        } catch (IOException e) {
            add(Finding.Level.ERROR, "checkpoint-unreadable", last + ": " + e);
        }
    }

    private void add(Finding.Level level, String id, String text) {
        findings.add(new Finding(level, id, text));
    }
}
