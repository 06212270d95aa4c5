package io.concord.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.concord.access.People;
import io.concord.access.Person;
import io.concord.access.Role;
import io.concord.agency.Agency;
import io.concord.agency.Agreement;
import io.concord.agency.Enrolment;
import io.concord.crypto.Certificate;
import io.concord.crypto.SoftwareKey;
import io.concord.crypto.Suite;
import io.concord.envelope.AgencyCode;
import io.concord.platform.ConcordSettings;
import io.concord.platform.ProductFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// Makes the demo's agencies at the first start: keys and certificates under `data/keys`, tokens in
/// `data/demo/agencies.json`.
/// Later starts find them and change nothing.
@Component("demoAgencies")
@ConditionalOnProperty("concord.demo.enabled")
class DemoAgencies implements InitializingBean {

    private static final LocalDate SINCE = LocalDate.of(2021, 1, 1);

    private final ConcordSettings settings;
    private final Enrolment enrolment;
    private final People people;
    private final SecureRandom random;
    private final InstantSource clock;

    DemoAgencies(
            ConcordSettings settings, Enrolment enrolment, People people, SecureRandom random, InstantSource clock) {
        this.people = people;
        this.settings = settings;
        this.enrolment = enrolment;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() throws IOException {
        JsonNode sample = new YAMLMapper()
                .readTree(ProductFiles.read(settings.home(), "samples").get("demo/agencies.yaml"));
        List<Agency> agencies = new ArrayList<>();
        for (JsonNode a : sample.path("agencies")) {
            agencies.add(new Agency(
                    new AgencyCode(a.path("code").asText()), a.path("name").asText(), SINCE, null));
        }
        List<Agreement> agreements = new ArrayList<>();
        for (JsonNode a : sample.path("agreements")) {
            agreements.add(new Agreement(
                    a.path("recordType").asText(),
                    a.path("sender").asText(),
                    a.path("recipient").asText(),
                    SINCE,
                    null));
        }
        enrolment.enter(agencies, agreements);
        Path keys = settings.data().resolve("keys").toAbsolutePath();
        Certificate authority = authority(keys, sample.path("authority").asText());
        ArrayNode out = new ObjectMapper().createArrayNode();
        Path file = settings.data().resolve("demo/agencies.json");
        JsonNode before = Files.exists(file) ? new ObjectMapper().readTree(file.toFile()) : out;
        for (JsonNode a : sample.path("agencies")) {
            out.add(agency(a, keys, authority, before));
        }
        write(file, out.toPrettyString());
        people.enterDemo(people(sample));
    }

    private static List<Person> people(JsonNode sample) {
        List<Person> people = new ArrayList<>();
        int n = 0;
        for (JsonNode a : sample.path("agencies")) {
            AgencyCode code = new AgencyCode(a.path("code").asText());
            String post = sample.path("posts")
                    .path(code.kind())
                    .asText(sample.path("posts").path("*").asText());
            for (JsonNode p : sample.path("people")) {
                people.add(new Person(
                        code + "." + p.path("account").asText(),
                        p.path("names").path(n % p.path("names").size()).asText(),
                        p.path("post").asText(post),
                        code.value(),
                        roles(p)));
            }
            n++;
        }
        for (JsonNode p : sample.path("others")) {
            people.add(new Person(
                    p.path("account").asText(),
                    p.path("name").asText(),
                    p.path("post").asText(),
                    p.path("agency").asText(),
                    roles(p)));
        }
        return people;
    }

    private static Set<Role> roles(JsonNode person) {
        return person.path("roles")
                .valueStream()
                .map(role -> Role.valueOf(role.asText()))
                .collect(Collectors.toSet());
    }

    private Certificate authority(Path keys, String name) throws IOException {
        Path certificate = keys.resolve("demo-authority.crt");
        if (!Files.exists(certificate)) {
            SoftwareKey key = SoftwareKey.generate(Suite.SM2_SM3, random);
            key.save(keys.resolve("demo-authority.pem"));
            Instant now = clock.instant();
            Files.writeString(
                    certificate,
                    Certificate.authority(
                                    name, key, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(3650)), random)
                            .pem());
        }
        return Certificate.ofPem(Files.readString(certificate));
    }

    private JsonNode agency(JsonNode sample, Path keys, Certificate authority, JsonNode before) throws IOException {
        AgencyCode code = new AgencyCode(sample.path("code").asText());
        Path keyFile = keys.resolve(code + ".pem");
        Path certificateFile = keys.resolve(code + ".crt");
        if (!Files.exists(certificateFile)) {
            SoftwareKey key = SoftwareKey.generate(
                    Suite.find(sample.path("suite").asText()).orElseThrow(), random);
            key.save(keyFile);
            Instant now = clock.instant();
            Certificate certificate = authority.issue(
                    sample.path("name").asText(),
                    code.value(),
                    key.publicKey(),
                    SoftwareKey.load(keys.resolve("demo-authority.pem")),
                    now.minus(Duration.ofMinutes(5)),
                    now.plus(Duration.ofDays(1095)),
                    random);
            Files.writeString(certificateFile, certificate.pem());
        }
        enrolment.enterKey(code, Certificate.ofPem(Files.readString(certificateFile)), authority);
        String token = token(code, before);
        enrolment.enterToken(code, token);
        return new ObjectMapper()
                .createObjectNode()
                .put("agencyCode", code.value())
                .put("name", sample.path("name").asText())
                .put("token", token)
                .put("keyFile", keyFile.toString())
                .put("certFile", certificateFile.toString())
                .put("suite", sample.path("suite").asText());
    }

    private String token(AgencyCode code, JsonNode before) {
        for (JsonNode entry : before) {
            if (entry.path("agencyCode").asText().equals(code.value())) {
                return entry.path("token").asText();
            }
        }
        byte[] secret = new byte[24];
        random.nextBytes(secret);
        return "demo-" + HexFormat.of().formatHex(secret);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        if (!Files.exists(file) && Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text + "\n");
    }
}
