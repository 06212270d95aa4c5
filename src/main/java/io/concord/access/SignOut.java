package io.concord.access;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.oidc.web.logout.OidcClientInitiatedLogoutSuccessHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.web.authentication.logout.LogoutSuccessHandler;
import org.springframework.security.web.authentication.logout.SimpleUrlLogoutSuccessHandler;

/// Ends the session at the identity provider too (OpenID Connect RP-Initiated Logout 1.0): the next person at a shared
/// machine must not sign in as the last one.
///
/// @param origins of the providers' addresses, each after a blank: the form that signs out is answered with a redirect
/// there
record SignOut(LogoutSuccessHandler handler, String origins) implements LogoutSuccessHandler {

    private static final String END_SESSION = "end_session_endpoint";
    private static final String AFTERWARDS = "/sign-in?signed-out";

    static SignOut of(@Nullable ClientRegistrationRepository providers, SignInSettings settings) {
        List<ClientRegistration> known = new ArrayList<>();
        StringBuilder origins = new StringBuilder();
        if (providers instanceof Iterable<?> all) {
            for (Object one : all) {
                if (one instanceof ClientRegistration registration) {
                    ClientRegistration ending = ending(registration, settings);
                    known.add(ending);
                    Object address = ending.getProviderDetails()
                            .getConfigurationMetadata()
                            .get(END_SESSION);
                    if (address != null) {
                        URI uri = URI.create(address.toString());
                        origins.append(' ')
                                .append(uri.getScheme())
                                .append("://")
                                .append(uri.getRawAuthority());
                    }
                }
            }
        }
        if (known.isEmpty()) {
            SimpleUrlLogoutSuccessHandler plain = new SimpleUrlLogoutSuccessHandler();
            plain.setDefaultTargetUrl(AFTERWARDS);
            return new SignOut(plain, "");
        }
        OidcClientInitiatedLogoutSuccessHandler both =
                new OidcClientInitiatedLogoutSuccessHandler(new InMemoryClientRegistrationRepository(known));
        both.setDefaultTargetUrl(AFTERWARDS);
        both.setPostLogoutRedirectUri("{baseUrl}" + AFTERWARDS);
        return new SignOut(both, origins.toString());
    }

    private static ClientRegistration ending(ClientRegistration registration, SignInSettings settings) {
        String said = settings.signOut().get(registration.getRegistrationId());
        if (said == null) {
            return registration;
        }
        Map<String, Object> metadata =
                new HashMap<>(registration.getProviderDetails().getConfigurationMetadata());
        metadata.put(END_SESSION, said);
        return ClientRegistration.withClientRegistration(registration)
                .providerConfigurationMetadata(metadata)
                .build();
    }

    @Override
    public void onLogoutSuccess(HttpServletRequest request, HttpServletResponse response, Authentication authentication)
            throws IOException, ServletException {
        handler.onLogoutSuccess(request, response, authentication);
    }
}
