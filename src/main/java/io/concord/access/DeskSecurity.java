package io.concord.access;

import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.session.jdbc.PostgreSqlJdbcIndexedSessionRepositoryCustomizer;
import org.springframework.session.jdbc.config.annotation.web.http.EnableJdbcHttpSession;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/// Who may open which page of the desk. What is not named here is denied; which records somebody sees is decided where
/// they are read (`matter.Visibility`).
@Configuration
@EnableConfigurationProperties(SignInSettings.class)
@EnableJdbcHttpSession(tableName = "access.spring_session", maxInactiveIntervalInSeconds = 3600)
class DeskSecurity {

    private static final String NO_AGENCY = "no-agency";
    /// `spring.servlet.multipart.max-request-size`, in bytes.
    private static final long MOST_UPLOADED = 200L << 20;

    private static final String[] READERS = {"CLERK", "HEAD", "LEADER", "LIAISON", "SECRETARIAT"};
    private static final String[] ANYBODY = {"CLERK", "HEAD", "LEADER", "LIAISON", "SECRETARIAT", "AUDITOR", "ADMIN"};

    @Bean
    @Order(2)
    SecurityFilterChain desk(
            HttpSecurity http,
            People people,
            SignInSettings settings,
            ObjectProvider<ClientRegistrationRepository> providers,
            AuthenticationEventPublisher events,
            InstantSource clock)
            throws Exception {
        DaoAuthenticationProvider local = new DaoAuthenticationProvider(people);
        local.setPasswordEncoder(people.passwords());
        SignOut signOut = SignOut.of(providers.getIfAvailable(), settings);
        http.securityMatcher(
                        "/desk",
                        "/desk/**",
                        "/desk-denied",
                        "/status",
                        "/sign-in",
                        "/sign-in/certificate",
                        "/sign-out",
                        "/oauth2/**",
                        "/login/oauth2/**")
                .authenticationProvider(local)
                .addFilterBefore(
                        new CertificateSignIn(people, events, clock), UsernamePasswordAuthenticationFilter.class)
                .headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(
                                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
                                        + " connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'"
                                        + signOut.origins() + "; frame-ancestors 'none'"))
                        .referrerPolicy(referrer -> referrer.policy(
                                org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter
                                        .ReferrerPolicy.SAME_ORIGIN)))
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                "/sign-in",
                                "/sign-in/certificate",
                                "/sign-out",
                                "/status",
                                "/desk-denied",
                                "/oauth2/**",
                                "/login/oauth2/**")
                        .permitAll()
                        .requestMatchers(HttpMethod.GET, "/desk")
                        .hasAnyRole(ANYBODY)
                        .requestMatchers("/desk/audit/**", "/desk/audit")
                        .hasAnyRole("AUDITOR")
                        .requestMatchers("/desk/operations/**", "/desk/operations")
                        .hasAnyRole("ADMIN")
                        .requestMatchers("/desk/selection/**", "/desk/selection", "/desk/meetings")
                        .hasAnyRole("SECRETARIAT", "LIAISON", "LEADER")
                        .requestMatchers("/desk/board/**", "/desk/board")
                        .hasAnyRole("SECRETARIAT", "LIAISON", "LEADER", "HEAD")
                        // An auditor sees what happened, not what was written.
                        .requestMatchers("/desk/matters/*/file")
                        .hasAnyRole(READERS)
                        .requestMatchers(HttpMethod.GET, "/desk/matters/**")
                        .hasAnyRole("CLERK", "HEAD", "LEADER", "LIAISON", "SECRETARIAT", "AUDITOR")
                        .requestMatchers("/desk/**")
                        .hasAnyRole(READERS)
                        .anyRequest()
                        .denyAll())
                .formLogin(form -> form.loginPage("/sign-in")
                        .loginProcessingUrl("/sign-in")
                        .defaultSuccessUrl("/desk")
                        .failureHandler((request, response, e) ->
                                response.sendRedirect(request.getContextPath() + "/sign-in?" + failure(e))))
                .logout(logout -> logout.logoutUrl("/sign-out").logoutSuccessHandler(signOut))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                new LoginUrlAuthenticationEntryPoint("/sign-in"))
                        .accessDeniedHandler((request, response, e) -> {
                            if (e instanceof CsrfException && isTooLarge(request)) {
                                // Nothing of it was read, the token neither.
                                response.sendRedirect(request.getRequestURI() + "?done=too-large");
                            } else if (e instanceof CsrfException) {
                                // The session is over, or the form is from another one; what was typed was kept.
                                response.sendRedirect(request.getContextPath() + "/sign-in?expired");
                            } else {
                                request.getRequestDispatcher("/desk-denied").forward(request, response);
                            }
                        }));
        if (providers.getIfAvailable() != null) {
            http.oauth2Login(login -> login.loginPage("/sign-in")
                    .defaultSuccessUrl("/desk")
                    .failureHandler((request, response, e) ->
                            response.sendRedirect(request.getContextPath() + "/sign-in?" + failure(e)))
                    .userInfoEndpoint(info -> info.oidcUserService(request -> {
                        OidcUser user = new OidcUserService().loadUser(request);
                        return new ProvidedAccount(person(user, settings), user);
                    })));
        }
        return http.build();
    }

    private static boolean isTooLarge(HttpServletRequest request) {
        return request.getContentLengthLong() > MOST_UPLOADED
                && String.valueOf(request.getContentType()).startsWith("multipart/");
    }

    static String failure(AuthenticationException e) {
        return switch (e) {
            case org.springframework.security.authentication.LockedException locked -> "locked";
            case org.springframework.security.authentication.DisabledException disabled -> "disabled";
            case OAuth2AuthenticationException provider
            when provider.getError().getErrorCode().equals(NO_AGENCY) -> NO_AGENCY;
            default -> "failed";
        };
    }

    /// An identity provider says who somebody is; which agency and which roles, its claims say.
    static Person person(OidcUser user, SignInSettings settings) {
        String agency = user.getClaimAsString(settings.agencyClaim());
        Object said = user.getClaims().get(settings.rolesClaim());
        Collection<?> names = said instanceof Collection<?> many ? many : said == null ? List.of() : List.of(said);
        Set<Role> roles = names.stream()
                .map(name -> String.valueOf(name).toUpperCase(Locale.ROOT))
                .flatMap(name ->
                        Arrays.stream(Role.values()).filter(role -> role.name().equals(name)))
                .collect(Collectors.toSet());
        if (agency == null || roles.isEmpty()) {
            throw new OAuth2AuthenticationException(
                    new OAuth2Error(NO_AGENCY), "the provider names no agency or no role for " + user.getSubject());
        }
        String name = user.getFullName() == null ? user.getSubject() : user.getFullName();
        String post = user.getClaimAsString(settings.postClaim());
        return new Person(user.getSubject(), name, post == null ? "" : post, agency, roles);
    }

    @Bean
    PostgreSqlJdbcIndexedSessionRepositoryCustomizer sessionsOfPostgres() {
        return new PostgreSqlJdbcIndexedSessionRepositoryCustomizer();
    }

    @Bean
    CookieSerializer sessionCookie() {
        DefaultCookieSerializer cookie = new DefaultCookieSerializer();
        cookie.setCookieName("CONCORD_SESSION");
        cookie.setSameSite("Lax");
        cookie.setUseHttpOnlyCookie(true);
        return cookie;
    }
}
