package provider;

import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.http.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.autoconfigure.jackson.JacksonAutoConfiguration;
import org.springframework.boot.autoconfigure.security.oauth2.server.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.autoconfigure.security.oauth2.server.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.DispatcherServletAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.ServletWebServerFactoryAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.WebMvcAutoConfiguration;
import org.springframework.boot.autoconfigure.web.servlet.error.ErrorMvcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/// An OpenID provider as an agency might run one: who signs in gets the claims that its directory holds.
public final class IdentityProvider {

    private IdentityProvider() {}

    /// What the directory says of each of its people.
    private static final Map<String, Map<String, Object>> DIRECTORY = Map.of(
            "hexm",
            Map.of(
                    "name",
                    "何晓梅",
                    "agency",
                    "519901-TRADE_UNION-01",
                    "roles",
                    List.of("clerk", "leader"),
                    "post",
                    "副主席"),
            "guest",
            Map.of("name", "无单位者"));

    /// @param hub that people come back to
    public static ConfigurableApplicationContext start(int port, String hub) {
        return new SpringApplicationBuilder(Directory.class)
                .properties(
                        "spring.config.location=optional:classpath:none.yaml",
                        "server.port=" + port,
                        "spring.main.banner-mode=off",
                        "server.servlet.session.cookie.name=PROVIDER",
                        "spring.security.oauth2.authorizationserver.issuer=http://localhost:" + port,
                        "spring.security.oauth2.authorizationserver.client.hub.registration.client-id=concord",
                        "spring.security.oauth2.authorizationserver.client.hub.registration.client-secret={noop}secret",
                        "spring.security.oauth2.authorizationserver.client.hub.registration.client-authentication-methods=client_secret_basic",
                        "spring.security.oauth2.authorizationserver.client.hub.registration.authorization-grant-types=authorization_code",
                        "spring.security.oauth2.authorizationserver.client.hub.registration.redirect-uris=" + hub
                                + "/login/oauth2/code/directory",
                        "spring.security.oauth2.authorizationserver.client.hub.registration.post-logout-redirect-uris="
                                + hub + "/sign-in?signed-out",
                        "spring.security.oauth2.authorizationserver.client.hub.registration.scopes=openid,profile")
                .run();
    }

    /// Its beans.
    @Configuration
    @ImportAutoConfiguration({
        PropertyPlaceholderAutoConfiguration.class,
        ServletWebServerFactoryAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        ErrorMvcAutoConfiguration.class,
        SecurityAutoConfiguration.class,
        OAuth2AuthorizationServerAutoConfiguration.class,
        OAuth2AuthorizationServerJwtAutoConfiguration.class
    })
    static class Directory {

        @Bean
        UserDetailsService users() {
            return new InMemoryUserDetailsManager(DIRECTORY.keySet().stream()
                    .map(name -> User.withUsername(name)
                            .password("{noop}pw")
                            .roles("USER")
                            .build())
                    .toList());
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> claims() {
            return context -> DIRECTORY
                    .getOrDefault(context.getPrincipal().getName(), Map.of())
                    .forEach((claim, value) -> context.getClaims().claim(claim, value));
        }
    }
}
