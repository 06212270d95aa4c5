package io.concord.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.concord.agency.Agency;
import io.concord.agency.Agreement;
import io.concord.agency.Enrolment;
import io.concord.crypto.Certificate;
import io.concord.delivery.Channel.Endpoint;
import io.concord.delivery.Mailboxes;
import io.concord.envelope.AgencyCode;
import io.concord.platform.ConcordSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Who takes part, as a file says that the operator keeps (`concord.agencies-file`): agencies with certificates, tokens
/// and
/// addresses, and who may send what to whom. Read at the start and whenever it changes; saying the same again changes
/// nothing.
///
/// `docs/operations.md` shows its form. A fault in one agency is logged with its code and keeps the others from
/// nothing.
@Component
class AgencyFile {

    private static final Logger LOG = LoggerFactory.getLogger(AgencyFile.class);
    private static final LocalDate ALWAYS = LocalDate.of(2000, 1, 1);

    private final Enrolment enrolment;
    private final Mailboxes mailboxes;
    private final ConcordSettings settings;
    private final @Nullable Path file;
    /// When the file that was read last had been changed.
    private @Nullable FileTime read;

    AgencyFile(
            Enrolment enrolment,
            Mailboxes mailboxes,
            ConcordSettings settings,
            @Value("${concord.agencies-file:}") String file) {
        this.enrolment = enrolment;
        this.mailboxes = mailboxes;
        this.settings = settings;
        this.file = file.isEmpty() ? null : Path.of(file);
    }

    @EventListener(ApplicationReadyEvent.class)
    @Scheduled(fixedDelayString = "${concord.agencies-file-look:10s}", initialDelay = 10_000)
    synchronized void look() {
        if (file == null || !settings.isHub()) {
            return;
        }
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            if (!changed.equals(read)) {
                apply(
                        new YAMLMapper().readTree(Files.readString(file)),
                        file.toAbsolutePath().getParent());
                read = changed;
                LOG.info("the agencies of {} are entered", file);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("{} cannot be applied; what was entered before stays: {}", file, e.toString());
        }
    }

    private void apply(JsonNode tree, @Nullable Path folder) throws IOException {
        List<Agency> agencies = new ArrayList<>();
        for (JsonNode a : tree.path("agencies")) {
            agencies.add(new Agency(
                    new AgencyCode(a.path("code").asText()), a.path("name").asText(), day(a, "validFrom"), end(a)));
        }
        List<Agreement> agreements = new ArrayList<>();
        for (JsonNode a : tree.path("agreements")) {
            agreements.add(new Agreement(
                    a.path("recordType").asText("*"),
                    a.path("sender").asText("*"),
                    a.path("recipient").asText("*"),
                    day(a, "validFrom"),
                    end(a)));
        }
        enrolment.enter(agencies, agreements);
        Path home = folder == null ? Path.of("") : folder;
        for (JsonNode a : tree.path("agencies")) {
            try {
                agency(a, tree, home);
            } catch (IOException | RuntimeException e) {
                LOG.error("{} of {} cannot be entered: {}", a.path("code").asText(), file, e.toString());
            }
        }
    }

    private void agency(JsonNode a, JsonNode tree, Path home) throws IOException {
        AgencyCode code = new AgencyCode(a.path("code").asText());
        if (a.has("certificate")) {
            enrolment.enterKey(
                    code,
                    Certificate.ofPem(
                            Files.readString(home.resolve(a.path("certificate").asText()))),
                    Certificate.ofPem(Files.readString(home.resolve(
                            a.path("authority").asText(tree.path("authority").asText())))));
        }
        if (a.has("tokenSha256") || a.has("clientCertificates")) {
            List<X509Certificate> clients = new ArrayList<>();
            for (JsonNode client : a.path("clientCertificates")) {
                clients.addAll(PemContent.of(Files.readString(home.resolve(client.asText())))
                        .getCertificates());
            }
            enrolment.enterAccess(code, texts(a.path("tokenSha256")), clients);
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (JsonNode e : a.path("endpoints")) {
            endpoints.add(new Endpoint(
                    code.value(), e.path("channel").asText(), e.path("address").asText()));
        }
        mailboxes.enterEndpoints(code, endpoints);
    }

    /// One text or a list of them.
    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        node.elements().forEachRemaining(text -> texts.add(text.asText()));
        return texts;
    }

    private static LocalDate day(JsonNode node, String field) {
        return node.has(field) ? LocalDate.parse(node.path(field).asText()) : ALWAYS;
    }

    private static @Nullable LocalDate end(JsonNode node) {
        return node.has("validTo") ? LocalDate.parse(node.path("validTo").asText()) : null;
    }
}
