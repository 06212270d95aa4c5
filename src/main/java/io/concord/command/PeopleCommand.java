package io.concord.command;

import io.concord.access.People;
import io.concord.access.Person;
import io.concord.access.Role;
import io.concord.envelope.AgencyCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.pem.PemContent;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Accounts of people who sign in with a password kept here.
@Command(
        name = "people",
        mixinStandardHelpOptions = true,
        description = "Add, change or end accounts for the desk. 增改或停用工作台账号。",
        subcommands = {PeopleCommand.Add.class, PeopleCommand.End.class})
final class PeopleCommand implements Runnable {

    @Override
    public void run() {
        System.out.println(
                "concord people add USER --agency CODE --name NAME --roles CLERK[,…] --password | --certificate FILE, concord people end USER");
    }

    /// Adds or changes one.
    @Command(name = "add", mixinStandardHelpOptions = true, description = "Add an account or change it. 新增或更改账号。")
    static final class Add implements Callable<Integer> {

        /// A long one that people can keep beats a short one with signs in it (NIST SP 800-63B 3.1.1).
        private static final int SHORTEST = 12;

        @Mixin
        private DatabaseOptions at = new DatabaseOptions();

        @Parameters(description = "Name to sign in with. 登录名。")
        private String username = "";

        @Option(names = "--agency", required = true, description = "Code of the agency. 单位代码。")
        private String agency = "";

        @Option(names = "--name", required = true, description = "Name of the person. 姓名。")
        private String name = "";

        @Option(names = "--post", description = "Post, as documents name it. 职务。")
        private String post = "";

        @Option(names = "--roles", required = true, split = ",", description = "${COMPLETION-CANDIDATES}. 角色，可多个。")
        private Set<Role> roles = Set.of();

        @ArgGroup(multiplicity = "1")
        private Proof proof = new Proof();

        /// How somebody shows who they are: one of two.
        static final class Proof {

            @Option(
                    names = "--password",
                    interactive = true,
                    arity = "0..1",
                    description = "At least 12 characters; asked for. 口令，至少12字，按提示输入。")
            private @Nullable String password;

            @Option(
                    names = "--certificate",
                    description = "PEM file of the certificate that is shown instead of a password. 以证书登录，PEM 文件。")
            private @Nullable Path certificate;
        }

        @Override
        public Integer call() throws IOException {
            String password = proof.password;
            if (password != null && password.length() < SHORTEST) {
                System.err.println("口令至少 " + SHORTEST + " 个字符。 The password has at least " + SHORTEST + " characters.");
                return 1;
            }
            try {
                agency = new AgencyCode(agency).value();
            } catch (IllegalArgumentException e) {
                System.err.println("单位代码不符 not an agency code: " + agency);
                return 1;
            }
            X509Certificate shown = proof.certificate == null ? null : certificate(proof.certificate);
            DataSource database =
                    password == null && shown == null ? null : at.open().orElse(null);
            if (database == null) {
                return 1;
            }
            Person person = new Person(username, name, post, agency, roles);
            if (password != null) {
                People.of(database).enter(person, password);
            } else if (shown != null && !People.of(database).enter(person, shown)) {
                System.err.println("证书已属他人 this certificate is another person's");
                return 1;
            }
            System.out.println(username + ": 已登记 entered");
            return 0;
        }

        /// Whoever reads this has been told why, where there is none.
        private static @Nullable X509Certificate certificate(Path file) {
            try {
                return PemContent.of(Files.readString(file)).getCertificates().getFirst();
            } catch (IOException | IllegalStateException | NoSuchElementException e) {
                System.err.println("没有可读的 PEM 证书 no PEM certificate to read: " + file);
                return null;
            }
        }
    }

    /// Ends one.
    @Command(name = "end", mixinStandardHelpOptions = true, description = "End an account. 停用账号。")
    static final class End implements Callable<Integer> {

        @Mixin
        private DatabaseOptions at = new DatabaseOptions();

        @Parameters(description = "Name to sign in with. 登录名。")
        private String username = "";

        @Override
        public Integer call() throws IOException {
            DataSource database = at.open().orElse(null);
            if (database == null) {
                return 1;
            }
            boolean was = People.of(database).end(username);
            System.out.println(username + (was ? ": 已停用 ended" : ": 没有此账号 no such account"));
            return was ? 0 : 1;
        }
    }
}
