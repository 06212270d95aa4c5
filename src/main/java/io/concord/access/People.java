package io.concord.access;

import java.security.cert.X509Certificate;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.security.authentication.event.AuthenticationFailureBadCredentialsEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Accounts with passwords kept here, for those who have no identity provider.
@Component
public class People implements UserDetailsService {

    /// Known to whoever reads the sign-in page of a demo; such accounts open only on the machine itself.
    public static final String DEMO_PASSWORD = "concord-demo";

    private static final String ANEW = "update set name = excluded.name, post = excluded.post,"
            + " agency = excluded.agency, roles = excluded.roles, password = excluded.password,"
            + " certificate = excluded.certificate, demo = false, active = true, failures = 0, locked_until = null";

    private final JdbcClient sql;
    private final Audit audit;
    private final SignInSettings settings;
    private final InstantSource clock;
    private final PasswordEncoder passwords = PasswordEncoderFactories.createDelegatingPasswordEncoder();

    People(DataSource database, Audit audit, SignInSettings settings, InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.audit = audit;
        this.settings = settings;
        this.clock = clock;
    }

    /// For commands beside the program.
    public static People of(DataSource database) {
        InstantSource clock = InstantSource.system();
        return new People(
                database,
                new Audit(database, new TransactionTemplate(new DataSourceTransactionManager(database)), clock),
                new SignInSettings(0, Duration.ZERO, "", "", "", java.util.Map.of()),
                clock);
    }

    PasswordEncoder passwords() {
        return passwords;
    }

    /// Adds an account or changes it; its password too.
    public void enter(Person person, String password) {
        enter(person, passwords.encode(password), null, false, ANEW);
    }

    /// The same for somebody who signs in with a certificate and has no password.
    ///
    /// @return false when the certificate is another person's
    public boolean enter(Person person, X509Certificate certificate) {
        try {
            String nobodys = passwords.encode(new Base64StringKeyGenerator(32).generateKey());
            enter(person, nobodys, CertificateSignIn.fingerprint(certificate), false, ANEW);
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /// Accounts of the demo; what is there already stays as it is.
    public void enterDemo(List<Person> people) {
        String one = passwords.encode(DEMO_PASSWORD);
        people.forEach(person -> enter(person, one, null, true, "nothing"));
    }

    private void enter(Person person, String encoded, @Nullable String certificate, boolean demo, String otherwise) {
        sql.sql("insert into access.person (username, name, post, agency, roles, password, certificate, demo)"
                        + " values (:username, :name, :post, :agency, :roles, :password, :certificate, :demo)"
                        + " on conflict (username) do " + otherwise)
                .param("username", person.username())
                .param("name", person.name())
                .param("post", person.post())
                .param("agency", person.agencyCode())
                .param("roles", person.roles().stream().map(Role::name).toArray(String[]::new))
                .param("password", encoded)
                .param("certificate", certificate)
                .param("demo", demo)
                .update();
    }

    /// Whoever has left no longer signs in; what they did stays theirs.
    ///
    /// @return whether there was such an account
    public boolean end(String username) {
        return sql.sql("update access.person set active = false where username = ?")
                        .param(username)
                        .update()
                == 1;
    }

    /// The demo's accounts, by agency.
    public List<Person> demo() {
        return sql.sql("select * from access.person where demo and active order by agency, username")
                .query((row, n) -> person(row))
                .list();
    }

    @Override
    public UserDetails loadUserByUsername(String username) {
        return find("username", username).orElseThrow(() -> new UsernameNotFoundException("no such account"));
    }

    UserDetails loadByCertificate(String fingerprint) {
        return find("certificate", fingerprint)
                .orElseThrow(() -> new UsernameNotFoundException("nobody has this certificate"));
    }

    private Optional<LocalAccount> find(String column, String value) {
        return sql.sql("select * from access.person where " + column + " = ?")
                .param(value)
                .query((row, n) -> {
                    Timestamp until = row.getTimestamp("locked_until");
                    return new LocalAccount(
                            person(row),
                            row.getString("password"),
                            row.getBoolean("active") && (!row.getBoolean("demo") || isLocal()),
                            // Whoever guesses passwords must not lock out somebody who has none.
                            column.equals("certificate")
                                    || until == null
                                    || until.toInstant().isBefore(clock.instant()));
                })
                .optional();
    }

    private static boolean isLocal() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes here
                && LocalVisitor.is(here.getRequest());
    }

    private static Person person(ResultSet row) throws SQLException {
        Array roles = row.getArray("roles");
        Set<Role> known =
                Arrays.stream((String[]) roles.getArray()).map(Role::valueOf).collect(Collectors.toSet());
        return new Person(
                row.getString("username"),
                row.getString("name"),
                row.getString("post"),
                row.getString("agency"),
                known);
    }

    @EventListener
    void failed(AuthenticationFailureBadCredentialsEvent event) {
        String username = event.getAuthentication().getName();
        int changed = sql.sql("update access.person set failures = failures + 1,"
                        + " locked_until = case when failures + 1 >= :most then :until else locked_until end"
                        + " where username = :username")
                .param("most", settings.attempts())
                .param("until", Timestamp.from(clock.instant().plus(settings.lock())))
                .param("username", username)
                .update();
        if (changed == 1) {
            audit.note(username, "", "sign-in-failed", "", "");
        }
    }

    @EventListener
    void succeeded(AuthenticationSuccessEvent event) {
        Person person = switch (event.getAuthentication().getPrincipal()) {
            case LocalAccount local -> local.getPerson();
            case ProvidedAccount provided -> provided.getPerson();
            default -> null;
        };
        if (person != null) {
            sql.sql("update access.person set failures = 0, locked_until = null where username = ?")
                    .param(person.username())
                    .update();
            audit.note(person, "signed-in", "", "");
        }
    }
}
