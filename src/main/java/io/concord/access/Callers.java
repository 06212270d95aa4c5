package io.concord.access;

import io.concord.agency.Agencies;
import io.concord.envelope.AgencyCode;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    /// @param authorization value of the header `Authorization`
    public Optional<AgencyCode> find(@Nullable String authorization) {
        return authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Optional.empty()
                : ofToken(authorization.substring(BEARER.length()).strip());
    }

    Optional<AgencyCode> ofToken(String token) {
        return agencies.register().authenticate(token, clock.instant());
    }
}
