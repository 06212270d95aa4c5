package io.concord.agency;

import io.concord.crypto.Digests;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.RecordType;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All that the register knew at one version; immutable, so checks need no lock and no SQL.
public final class Register {

    private final long version;
    private final Map<AgencyCode, Agency> agencies;
    private final Set<String> regions;
    private final Map<String, AgencyKey> keys;
    private final Map<String, Token> tokens;
    private final Map<String, AgencyCode> certificates;
    private final List<Agreement> agreements;

    record Token(AgencyCode agency, @Nullable Instant validTo) {}

    Register(
            long version,
            Map<AgencyCode, Agency> agencies,
            Map<String, AgencyKey> keys,
            Map<String, Token> tokens,
            Map<String, AgencyCode> certificates,
            List<Agreement> agreements) {
        this.version = version;
        this.agencies = Map.copyOf(agencies);
        this.regions = agencies.keySet().stream().map(AgencyCode::region).collect(Collectors.toUnmodifiableSet());
        this.keys = Map.copyOf(keys);
        this.tokens = Map.copyOf(tokens);
        this.certificates = Map.copyOf(certificates);
        this.agreements = List.copyOf(agreements);
    }

    public long version() {
        return version;
    }

    public Collection<Agency> agencies() {
        return agencies.values();
    }

    /// Codes of the agencies of a region.
    public Set<String> codesIn(String region) {
        return agencies().stream()
                .map(Agency::code)
                .filter(code -> code.region().equals(region))
                .map(AgencyCode::value)
                .collect(Collectors.toSet());
    }

    /// Whether an agency of that region is registered.
    public boolean hasRegion(String region) {
        return regions.contains(region);
    }

    public Collection<AgencyKey> keys() {
        return keys.values();
    }

    public List<Agreement> agreements() {
        return agreements;
    }

    public Optional<Agency> find(AgencyCode code) {
        return Optional.ofNullable(agencies.get(code));
    }

    /// What an agency is called; the code itself for one that is not registered, or for what is no code.
    public String name(String code) {
        try {
            return find(new AgencyCode(code)).map(Agency::name).orElse(code);
        } catch (IllegalArgumentException e) {
            return code;
        }
    }

    /// @param keyId lower-case hex SHA-256 of the SubjectPublicKeyInfo
    public Optional<AgencyKey> findKey(String keyId) {
        return Optional.ofNullable(keys.get(keyId));
    }

    /// Whose bearer token this is.
    public Optional<AgencyCode> authenticate(String token, Instant now) {
        Token found = tokens.get(Digests.hex(Digests.sha256(token.getBytes(StandardCharsets.UTF_8))));
        return found == null || found.validTo != null && now.isAfter(found.validTo)
                ? Optional.empty()
                : Optional.of(found.agency);
    }

    /// Whose client certificate this is. That its key is in the caller's hands, and that it has not run out, the TLS
    /// handshake has shown.
    public Optional<AgencyCode> authenticate(X509Certificate certificate) {
        return Optional.ofNullable(certificates.get(Digests.hex(digest(certificate))));
    }

    /// By which a client certificate is known: SHA-256 of its DER form.
    public static byte[] digest(X509Certificate certificate) {
        try {
            return Digests.sha256(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without a form", e);
        }
    }

    public boolean allows(RecordType type, AgencyCode sender, AgencyCode recipient, LocalDate day) {
        return agreements.stream().anyMatch(a -> a.allows(type.value(), sender.value(), recipient.value(), day));
    }
}
