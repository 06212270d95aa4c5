package io.concord.access;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How people sign in.
///
/// @param attempts wrong passwords in a row before an account is locked
/// @param lock for how long
/// @param agencyClaim claim of an identity provider's token that names the agency's code
/// @param rolesClaim claim that lists roles of [Role], in any case
/// @param postClaim claim that names the post (职务)
/// @param signOut by provider: address at which a session there is ended, where the provider's own description is not
/// read
@ConfigurationProperties("concord.sign-in")
public record SignInSettings(
        @DefaultValue("5") int attempts,
        @DefaultValue("15m") Duration lock,
        @DefaultValue("agency") String agencyClaim,
        @DefaultValue("roles") String rolesClaim,
        @DefaultValue("post") String postClaim,
        @DefaultValue Map<String, String> signOut) {}
