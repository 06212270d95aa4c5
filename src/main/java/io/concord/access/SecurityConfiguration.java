package io.concord.access;

import io.concord.envelope.AgencyCode;
import io.concord.platform.ConcordSettings;
import io.concord.problem.Problems;
import io.concord.problem.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.catalina.valves.SSLValve;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/// What is open to everybody, and what needs an agency's token; everything that is not named is denied.
@Configuration
class SecurityConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(SecurityConfiguration.class);

    /// An agency's own system.
    private static final List<GrantedAuthority> SYSTEM = AuthorityUtils.createAuthorityList("SYSTEM");

    /// Whoever watches over the program: the figures of all agencies, and no record.
    private static final List<GrantedAuthority> OPERATOR = AuthorityUtils.createAuthorityList("OPERATOR");

    /// The doors of agencies' own systems at an edge: the routes there let in only the agency's own system, by its
    /// token at this
    /// edge. The hub's tokens are not known here, so nothing must look for them.
    @Bean
    @Order(1)
    SecurityFilterChain edgeDoors(HttpSecurity http) throws Exception {
        return http.securityMatcher("/edge/**")
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .build();
    }

    @Bean
    SecurityFilterChain api(HttpSecurity http, ConcordSettings settings, Callers callers) throws Exception {
        return http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                // Tokens in a header cannot be sent by a foreign page, and there is no session to ride on.
                .csrf(csrf -> csrf.disable())
                .headers(
                        headers -> headers.contentSecurityPolicy(
                                csp -> csp.policyDirectives(
                                        "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")))
                .authorizeHttpRequests(requests -> requests.requestMatchers(reading(
                                "/",
                                "/log/**",
                                "/problems/**",
                                "/types/**",
                                "/api/v1/types/**",
                                "/api/v1/codes/*",
                                "/api/v1/deadlines/**",
                                "/api/v1/cases",
                                "/api/v1/cases/**",
                                "/api/v1/cases.atom",
                                "/api/v1/articles",
                                "/api/v1/articles/**",
                                "/api/openapi.json",
                                "/cases",
                                "/cases/**",
                                "/library",
                                "/library/**",
                                "/articles/**",
                                "/oai",
                                "/oai/**",
                                "/robots.txt",
                                "/sitemap/**",
                                "/sitemap.xml",
                                "/assets/**",
                                "/webjars/**",
                                "/favicon.ico",
                                "/error",
                                "/not-here",
                                "/actuator/health/**"))
                        .permitAll()
                        .requestMatchers(
                                PathPatternRequestMatcher.withDefaults()
                                        .matcher(HttpMethod.POST, "/api/v1/cases/similar"),
                                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/cases/similar"),
                                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/oai"),
                                PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/log/cosignatures"))
                        .permitAll()
                        .requestMatchers(reading(
                                "/api/v1/records/*",
                                "/api/v1/records/*/status",
                                "/api/v1/records/*/evidence",
                                "/api/v1/records/*/print",
                                "/api/v1/matters/*"))
                        .access((who, request) -> decide(who, request, settings, SYSTEM))
                        .requestMatchers(reading("/actuator/prometheus"))
                        .access((who, request) -> decide(who, request, settings, OPERATOR))
                        .requestMatchers("/api/v1/**")
                        .hasAuthority("SYSTEM")
                        .anyRequest()
                        .denyAll())
                .x509(x509 -> x509.x509PrincipalExtractor(certificate -> callers.ofCertificate(certificate)
                                .map(AgencyCode::value)
                                .orElse(null))
                        .userDetailsService(agency -> new User(agency, "", SYSTEM)))
                .oauth2ResourceServer(server -> server.opaqueToken(token -> {})
                        .authenticationEntryPoint((request, response, e) -> refuse(request, response)))
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, e) -> {
                            if (isReader(request)) {
                                request.getRequestDispatcher("/not-here").forward(request, response);
                            } else {
                                refuse(request, response);
                            }
                        })
                        .accessDeniedHandler((request, response, e) -> refuse(
                                request, response, "token-not-for-this", "该令牌不能用于此接口", "this token is not for this")))
                .build();
    }

    /// Somebody with a browser at an address that no page has; a program is told that it lacks a token.
    private static boolean isReader(HttpServletRequest request) {
        String path = request.getRequestURI();
        return request.getMethod().equals("GET")
                && request.getHeader("Authorization") == null
                && !path.startsWith("/api/")
                && !path.startsWith("/actuator")
                && String.valueOf(request.getHeader("Accept")).contains("text/html");
    }

    private static RequestMatcher reading(String... patterns) {
        List<RequestMatcher> matchers = new ArrayList<>();
        for (String pattern : patterns) {
            matchers.add(PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.GET, pattern));
            matchers.add(PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.HEAD, pattern));
        }
        return new OrRequestMatcher(matchers);
    }

    /// A demo shows its records to whoever sits at the machine; nothing else does.
    private static AuthorizationDecision decide(
            Supplier<Authentication> who,
            RequestAuthorizationContext request,
            ConcordSettings settings,
            List<GrantedAuthority> needed) {
        Authentication caller = who.get();
        boolean known = caller != null
                && caller.isAuthenticated()
                && caller.getAuthorities().containsAll(needed);
        return new AuthorizationDecision(known || settings.demo().enabled() && LocalVisitor.is(request.getRequest()));
    }

    @Bean
    OpaqueTokenIntrospector introspector(Callers callers, @Value("${concord.metrics-token:}") String metricsToken) {
        return token -> {
            if (!metricsToken.isEmpty()
                    && MessageDigest.isEqual(
                            metricsToken.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
                return new DefaultOAuth2AuthenticatedPrincipal("operator", Map.of("sub", "operator"), OPERATOR);
            }
            AgencyCode agency = callers.ofToken(token).orElseThrow(() -> new BadOpaqueTokenException("no such token"));
            return new DefaultOAuth2AuthenticatedPrincipal(agency.value(), Map.of("sub", agency.value()), SYSTEM);
        };
    }

    /// Behind a proxy that ends TLS and checks client certificates, the certificate comes in the header
    /// `ssl_client_escaped_cert`. Only for hubs that nobody but the proxy can reach: whoever can, could set it.
    @Bean
    @ConditionalOnProperty("concord.proxy-certificates")
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> proxyCertificates() {
        return factory -> factory.addEngineValves(new SSLValve());
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("WWW-Authenticate", "Bearer");
        refuse(request, response, "unauthenticated", "令牌缺失或无效", "the token is missing or wrong");
    }

    private static void refuse(
            HttpServletRequest request, HttpServletResponse response, String code, String zh, String en)
            throws IOException {
        String id = UUID.randomUUID().toString();
        LOG.info("problem {}: {} {} {}", id, code, request.getMethod(), request.getRequestURI());
        response.setStatus(Problems.get(code).status());
        response.setContentType(Problems.MEDIA_TYPE);
        response.getOutputStream()
                .write(Problems.render(
                                List.of(Reason.of(code, zh, en)),
                                Problems.chinese(request.getHeader("Accept-Language")),
                                id)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8));
    }
}
