package io.concord.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.crypto.SigningKey;
import io.concord.crypto.SoftwareKey;
import io.concord.envelope.AgencyCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.stereotype.Component;

/// The agencies of this edge with their keys and tokens, from the file that the settings name.
@Component
public class EdgeAgencies {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeAgencies.class);

    private final Path file;
    private final Map<String, EdgeAgency> known = new ConcurrentHashMap<>();
    /// When the file that was read last had been changed.
    private volatile @Nullable FileTime read;

    EdgeAgencies(EdgeSettings settings) {
        this.file = settings.agencies();
    }

    /// Whether the file has the agency; it may be added while the program runs.
    public boolean has(String code) {
        try {
            return get(code).code().value().equals(code);
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return false;
        }
    }

    /// The key with which this node signs for an agency; empty where it does not act for it.
    public Optional<SigningKey> key(String code) {
        return has(code) ? Optional.of(get(code).key()) : Optional.empty();
    }

    /// Whether a request of an agency's own system shows the agency's token or, without one, its own certificate.
    ///
    /// @param authorization value of the header `Authorization`
    /// @param certificate with which TLS was opened
    public boolean admits(String code, @Nullable String authorization, @Nullable X509Certificate certificate) {
        EdgeAgency agency = get(code);
        if (authorization == null) {
            return certificate != null && certificate.equals(agency.system());
        }
        byte[] expected = ("Bearer " + agency.token()).getBytes(StandardCharsets.UTF_8);
        return !agency.token().isEmpty()
                && MessageDigest.isEqual(expected, authorization.strip().getBytes(StandardCharsets.UTF_8));
    }

    /// @throws IllegalArgumentException when the file does not have the agency
    EdgeAgency get(String code) {
        try {
            // Another key or token takes effect without a restart.
            FileTime changed = Files.getLastModifiedTime(file);
            if (!changed.equals(read)) {
                known.clear();
                read = changed;
            }
        } catch (IOException e) {
            // What was read before stays in use; without that, reading fails below and says why.
            LOG.debug("{} cannot be looked at", file, e);
        }
        return known.computeIfAbsent(code, this::read);
    }

    private EdgeAgency read(String code) {
        try {
            for (JsonNode entry : new ObjectMapper().readTree(file.toFile())) {
                if (entry.path("agencyCode").asText().equals(code)) {
                    return new EdgeAgency(
                            new AgencyCode(code),
                            entry.path("token").asText(),
                            SoftwareKey.load(Path.of(entry.path("keyFile").asText())),
                            entry.has("clientCertificate")
                                    ? PemContent.load(Path.of(entry.path("clientCertificate")
                                                    .asText()))
                                            .getCertificates()
                                            .getFirst()
                                    : null);
                }
            }
            throw new IllegalArgumentException(file + " has no agency " + code);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
