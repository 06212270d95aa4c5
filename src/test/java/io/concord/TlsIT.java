package io.concord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.concord.access.People;
import io.concord.access.Person;
import io.concord.access.Role;
import io.concord.crypto.SigningKey;
import io.concord.servers.Nginx;
import io.concord.servers.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/// Systems that show a certificate instead of a token: to the hub, to an edge, an edge to the hub and to an agency's
/// system, and through a proxy that ends TLS.
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.DEFINED_PORT)
@AutoConfigureObservability(tracing = false)
@DirtiesContext
class TlsIT {

    private static final String JUSTICE = "519901-JUSTICE-01";
    private static final String UNION = "519901-TRADE_UNION-01";
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Hub HUB = Hub.freshDemo();
    private static final Path TLS = HUB.data().toAbsolutePath().resolve("tls");
    private static final Queue<String> ANSWERS = new ConcurrentLinkedQueue<>();
    private static final String URL = HUB.url().replace("http:", "https:");
    private static HttpsServer system;

    @Autowired
    private People people;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws Exception {
        Files.createDirectories(TLS);
        openssl("req", "-x509", "-subj", "/CN=测试根", "-keyout", "ca.key", "-out", "ca.crt");
        for (String name : List.of("server", "justice", "union", "person", "stranger")) {
            certificate(name);
        }
        system = system();
        Path home = HUB.data().toAbsolutePath();
        HUB.configure(registry);
        registry.add("concord.edge.hub", () -> URL);
        registry.add("concord.demo.letters", () -> false);
        registry.add("concord.metrics-token", () -> "figures");
        registry.add("concord.proxy-certificates", () -> true);
        registry.add("server.ssl.bundle", () -> "server");
        registry.add("server.ssl.client-auth", () -> "want");
        for (Map.Entry<String, String> bundle : Map.of(
                        "server", "server", "hub-" + JUSTICE, "justice", "outgoing", "server")
                .entrySet()) {
            String prefix = "spring.ssl.bundle.pem.[" + bundle.getKey() + "].";
            registry.add(
                    prefix + "keystore.certificate",
                    () -> TLS.resolve(bundle.getValue() + ".crt").toString());
            registry.add(
                    prefix + "keystore.private-key",
                    () -> TLS.resolve(bundle.getValue() + ".key").toString());
            registry.add(
                    prefix + "truststore.certificate",
                    () -> TLS.resolve("ca.crt").toString());
        }
        // The justice bureau has no token any more, neither at the hub nor at its edge.
        Files.writeString(TLS.resolve("agencies.yaml"), """
                agencies:
                  - {code: %s, name: 江东区司法局, clientCertificates: [justice.crt]}
                  - {code: %s, name: 江东区总工会, clientCertificates: [union.crt]}
                """.formatted(JUSTICE, UNION));
        registry.add("concord.agencies-file", () -> TLS.resolve("agencies.yaml").toString());
        new ObjectMapper()
                .writeValue(
                        TLS.resolve("edge.json").toFile(),
                        List.of(Map.of(
                                "agencyCode", JUSTICE,
                                "keyFile",
                                        home.resolve("keys/" + JUSTICE + ".pem").toString(),
                                "clientCertificate", TLS.resolve("justice.crt").toString())));
        registry.add("concord.edge.agencies", () -> TLS.resolve("edge.json").toString());
        registry.add("concord.home", () -> Homes.withConnections(home.resolve("home"), "samples/transports"));
        registry.add(
                "http-push.address",
                () -> "https://localhost:" + system.getAddress().getPort());
    }

    @AfterAll
    static void stop() {
        system.stop(0);
    }

    @Test
    void aCertificateIsWhoCalls() throws Exception {
        await().atMost(PATIENCE).until(() -> get(client("union"), URL, "/api/v1/mailbox", "") == 200);
        assertThat(get(client("stranger"), URL, "/api/v1/mailbox", "")).isEqualTo(401);
        assertThat(get(client(null), URL, "/api/v1/mailbox", "")).isEqualTo(401);
        assertThat(get(client("union"), URL, "/api/v1/mailbox", "Bearer wrong"))
                .as("a wrong token is not mended by a certificate")
                .isEqualTo(401);
        assertThat(get(client(null), URL, "/api/v1/mailbox", "Bearer " + HUB.token(UNION)))
                .as("the file names no token for it, so it has none")
                .isEqualTo(401);
        assertThat(submit(client("union"), URL)).isEqualTo(202);
        assertThat(submit(client("justice"), URL)).as("not its own record").isEqualTo(403);
    }

    @Test
    void aPersonSignsInWithACertificate() throws Exception {
        X509Certificate shown = PemContent.of(Files.readString(TLS.resolve("person.crt")))
                .getCertificates()
                .getFirst();
        Person zhang = new Person("zhang", "张三", "经办人", UNION, Set.of(Role.CLERK));
        assertThat(people.enter(zhang, shown)).isTrue();
        assertThat(people.enter(new Person("li", "李四", "", UNION, Set.of(Role.CLERK)), shown))
                .as("one certificate, one person")
                .isFalse();
        Visitor person = new Visitor(URL, HttpClient.newBuilder().sslContext(context("person")));
        assertThat(person.get("/sign-in").body()).contains("/sign-in/certificate", "CN=person");
        assertThat(signInWithCertificate(person)).isEqualTo("/desk");
        assertThat(person.get("/desk").body()).contains("张三");
        assertThat(person.signIn("zhang", "")).as("there is no password").contains("failed");
        Visitor stranger = new Visitor(URL, HttpClient.newBuilder().sslContext(context("stranger")));
        stranger.get("/sign-in");
        assertThat(signInWithCertificate(stranger)).isEqualTo("/sign-in?failed");
        Visitor nobody = new Visitor(URL, HttpClient.newBuilder().sslContext(context(null)));
        assertThat(nobody.get("/sign-in").body()).doesNotContain("/sign-in/certificate");
        assertThat(signInWithCertificate(nobody)).isEqualTo("/sign-in?failed");
        people.end("zhang");
        Visitor ended = new Visitor(URL, HttpClient.newBuilder().sslContext(context("person")));
        ended.get("/sign-in");
        assertThat(signInWithCertificate(ended)).isEqualTo("/sign-in?disabled");
    }

    private static String signInWithCertificate(Visitor who) {
        return who.post("/sign-in/certificate", Map.of())
                .headers()
                .firstValue("Location")
                .orElse("")
                .replace(URL, "");
    }

    @Test
    void theFiguresAreTheOperators() throws Exception {
        assertThat(get(client(null), URL, "/actuator/prometheus", "Bearer figures"))
                .isEqualTo(200);
        HttpResponse<String> denied = send(
                client(null),
                HttpRequest.newBuilder(URI.create(URL + "/api/v1/mailbox")).header("Authorization", "Bearer figures"));
        assertThat(denied.statusCode()).isEqualTo(403);
        assertThat(denied.body()).contains("token-not-for-this");
        assertThat(get(client("union"), URL, "/actuator/prometheus", "Bearer x"))
                .isEqualTo(401);
    }

    @Test
    void anEdgeAndItsSystemShowCertificatesToEachOther() throws Exception {
        HttpRequest.Builder document = HttpRequest.newBuilder(URI.create(URL + "/edge/http-push-demo/documents"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(TransportIT.clue("TLS-1", "519900-TRADE_UNION-01")));
        assertThat(send(client("stranger"), document).statusCode()).isEqualTo(401);
        assertThat(send(client(null), document.copy().header("Authorization", "Bearer "))
                        .statusCode())
                .as("an empty token is none")
                .isEqualTo(401);
        HttpResponse<String> stored = send(client("justice"), document);
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(202);
        // Over https to the hub, and the answer over https to a system that lets in nobody without a certificate.
        await().atMost(PATIENCE).until(() -> ANSWERS.stream().anyMatch(a -> a.contains("TLS-1") && a.contains("已受理")));
    }

    @Test
    void aProxyPassesOnTheCertificateThatItHasChecked() throws Exception {
        assumeThat(Nginx.PROGRAM).as("Debian's nginx").exists();
        int port = Ports.free();
        Process proxy = proxy(port);
        try {
            String at = "https://localhost:" + port;
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> get(client("union"), at, "/api/v1/mailbox", "") == 200);
            assertThat(submit(client("union"), at)).isEqualTo(202);
            assertThat(get(client(null), at, "/api/v1/mailbox", "")).isEqualTo(401);
            String escaped =
                    java.net.URLEncoder.encode(Files.readString(TLS.resolve("union.crt")), StandardCharsets.UTF_8);
            assertThat(send(
                                    client(null),
                                    HttpRequest.newBuilder(URI.create(at + "/api/v1/mailbox"))
                                            .header("ssl_client_escaped_cert", escaped))
                            .statusCode())
                    .as("what a caller says of its certificate is not passed on")
                    .isEqualTo(401);
        } finally {
            proxy.destroy();
        }
    }

    /// What the shipped configuration says about certificates, with the addresses of here.
    private static Process proxy(int port) throws IOException {
        return Nginx.start(
                TLS.resolve("nginx"),
                Files.readString(Path.of("operations/nginx.conf"))
                        .replaceAll("(?m)^ *server hub-2.*\n", "")
                        .replace("hub-1:8080", "localhost:" + URI.create(URL).getPort())
                        .replace("listen 8080;", "listen localhost:" + port + " ssl;")
                        .replace("# ssl_", "ssl_")
                        .replace("/etc/nginx/tls/", TLS + "/")
                        .replace("http://hub", "https://hub"));
    }

    private static int submit(HttpClient client, String at) throws Exception {
        byte[] body = Envelopes.canonical(Envelopes.clue(Envelopes.UNION, Envelopes.HRSS));
        SigningKey key = HUB.key(UNION);
        return send(
                        client,
                        HttpRequest.newBuilder(URI.create(at + "/api/v1/records"))
                                .header("Content-Type", "application/json")
                                .header("Concord-Suite", key.publicKey().suite().id())
                                .header("Concord-Key", key.publicKey().id())
                                .header("Concord-Signature", Base64.getEncoder().encodeToString(HUB.sign(UNION, body)))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                .statusCode();
    }

    private static int get(HttpClient client, String at, String path, String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(at + path));
        return send(client, authorization.isEmpty() ? request : request.header("Authorization", authorization))
                .statusCode();
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws Exception {
        try (client) {
            return client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /// A client of its own for each call, since connections keep the certificate that they were opened with.
    private static HttpClient client(String name) {
        return HttpClient.newBuilder().sslContext(context(name)).build();
    }

    private static SSLContext context(String name) {
        PemSslStoreDetails trust =
                PemSslStoreDetails.forCertificate(TLS.resolve("ca.crt").toUri().toString());
        PemSslStoreDetails own = name == null
                ? null
                : PemSslStoreDetails.forCertificate(
                                TLS.resolve(name + ".crt").toUri().toString())
                        .withPrivateKey(TLS.resolve(name + ".key").toUri().toString());
        return SslBundle.of(new PemSslStoreBundle(own, trust)).createSslContext();
    }

    /// An agency's system that lets in nobody without a certificate.
    private static HttpsServer system() throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
        SSLContext context = context("server");
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = context.getDefaultSSLParameters();
                ssl.setNeedClientAuth(true);
                parameters.setSSLParameters(ssl);
            }
        });
        server.createContext("/", exchange -> {
            ANSWERS.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void certificate(String name) throws Exception {
        openssl("req", "-subj", "/CN=" + name, "-keyout", name + ".key", "-out", name + ".csr");
        Files.writeString(TLS.resolve("names"), "subjectAltName=DNS:localhost\n");
        run(
                "openssl",
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.crt",
                "-CAkey",
                "ca.key",
                "-days",
                "30",
                "-extfile",
                "names",
                "-out",
                name + ".crt");
    }

    private static void openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("-utf8", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"));
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(TLS.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
