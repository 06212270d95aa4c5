package io.concord.access;

import io.concord.agency.Agencies;
import io.concord.envelope.AgencyCode;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Which agency's system is calling.
@Component
public class Callers {

    private static final String BEARER = "Bearer ";

    private final Agencies agencies;
    private final InstantSource clock;

    Callers(Agencies agencies, InstantSource clock) {
        this.agencies = agencies;
        this.clock = clock;
    }

    /// By the token, where there is one, otherwise by the certificate that TLS was opened with.
    public Optional<AgencyCode> find(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            return certificate(request).flatMap(this::ofCertificate);
        }
        return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? ofToken(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    /// The certificate that the caller showed, directly or to the proxy that we trust.
    public static Optional<X509Certificate> certificate(HttpServletRequest request) {
        return request.getAttribute("jakarta.servlet.request.X509Certificate") instanceof X509Certificate[] chain
                        && chain.length > 0
                ? Optional.of(chain[0])
                : Optional.empty();
    }

    Optional<AgencyCode> ofCertificate(X509Certificate certificate) {
        return agencies.register().authenticate(certificate);
    }

    Optional<AgencyCode> ofToken(String token) {
        return agencies.register().authenticate(token, clock.instant());
    }
}
