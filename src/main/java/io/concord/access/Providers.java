package io.concord.access;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.stereotype.Component;

/// Identity providers that one can sign in with, as `spring.security.oauth2.client.*` names them.
@Component
public class Providers {

    private final ObjectProvider<ClientRegistrationRepository> repository;

    Providers(ObjectProvider<ClientRegistrationRepository> repository) {
        this.repository = repository;
    }

    /// Path that begins signing in → name of the provider.
    public Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        if (repository.getIfAvailable() instanceof Iterable<?> registrations) {
            for (Object one : registrations) {
                if (one instanceof ClientRegistration registration) {
                    names.put(
                            "/oauth2/authorization/" + registration.getRegistrationId(), registration.getClientName());
                }
            }
        }
        return names;
    }
}
