package io.concord.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.crypto.SoftwareKey;
import io.concord.envelope.AgencyCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The agencies of this edge with their keys and tokens, from the file that the settings name.
@Component
public class EdgeAgencies {

    private final Path file;
    private final Map<String, EdgeAgency> known = new ConcurrentHashMap<>();

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

    /// Whether a request of an agency's own system shows the agency's token.
    ///
    /// @param authorization value of the header `Authorization`
    public boolean admits(String code, @Nullable String authorization) {
        byte[] expected = ("Bearer " + get(code).token()).getBytes(StandardCharsets.UTF_8);
        return authorization != null
                && MessageDigest.isEqual(expected, authorization.strip().getBytes(StandardCharsets.UTF_8));
    }

    /// @throws IllegalArgumentException when the file does not have the agency
    EdgeAgency get(String code) {
        return known.computeIfAbsent(code, this::read);
    }

    private EdgeAgency read(String code) {
        try {
            for (JsonNode entry : new ObjectMapper().readTree(file.toFile())) {
                if (entry.path("agencyCode").asText().equals(code)) {
                    return new EdgeAgency(
                            new AgencyCode(code),
                            entry.path("token").asText(),
                            SoftwareKey.load(Path.of(entry.path("keyFile").asText())));
                }
            }
            throw new IllegalArgumentException(file + " has no agency " + code);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
