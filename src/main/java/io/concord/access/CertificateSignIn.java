package io.concord.access;

import io.concord.agency.Register;
import io.concord.crypto.Digests;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AccountStatusUserDetailsChecker;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AbstractAuthenticationProcessingFilter;
import org.springframework.security.web.authentication.SimpleUrlAuthenticationSuccessHandler;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationProvider;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.security.web.authentication.session.ChangeSessionIdAuthenticationStrategy;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;

/// Signing in with the certificate that TLS was opened with, of a card or a file in the browser: who it belongs to, the
/// accounts here say. TLS has checked its chain and that its holder has the key; the days are looked at again, since a
/// connection may be older.
final class CertificateSignIn extends AbstractAuthenticationProcessingFilter {

    private final InstantSource clock;

    CertificateSignIn(People people, AuthenticationEventPublisher events, InstantSource clock) {
        super(PathPatternRequestMatcher.withDefaults().matcher(HttpMethod.POST, "/sign-in/certificate"));
        this.clock = clock;
        PreAuthenticatedAuthenticationProvider provider = new PreAuthenticatedAuthenticationProvider();
        provider.setPreAuthenticatedUserDetailsService(token -> people.loadByCertificate(token.getName()));
        provider.setUserDetailsChecker(new AccountStatusUserDetailsChecker());
        provider.setThrowExceptionWhenTokenRejected(true);
        ProviderManager manager = new ProviderManager(provider);
        manager.setAuthenticationEventPublisher(events);
        setAuthenticationManager(manager);
        // As a password does: a new number for the session, and the session keeps who it is.
        setSessionAuthenticationStrategy(new ChangeSessionIdAuthenticationStrategy());
        setSecurityContextRepository(new HttpSessionSecurityContextRepository());
        setAuthenticationSuccessHandler(new SimpleUrlAuthenticationSuccessHandler("/desk"));
        setAuthenticationFailureHandler((request, response, e) ->
                response.sendRedirect(request.getContextPath() + "/sign-in?" + DeskSecurity.failure(e)));
    }

    @Override
    public Authentication attemptAuthentication(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        X509Certificate shown =
                Callers.certificate(request).orElseThrow(() -> new BadCredentialsException("no certificate"));
        try {
            shown.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            throw new BadCredentialsException("the certificate is not valid today", e);
        }
        return getAuthenticationManager()
                .authenticate(new PreAuthenticatedAuthenticationToken(fingerprint(shown), shown));
    }

    /// SHA-256 of the DER form, in hexadecimal digits.
    static String fingerprint(X509Certificate certificate) {
        return Digests.hex(Register.digest(certificate));
    }
}
