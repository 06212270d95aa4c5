package io.concord.access;

import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/// A person whom an identity provider vouches for.
final class ProvidedAccount extends DefaultOidcUser {

    private static final long serialVersionUID = 1;

    private final Person person;

    ProvidedAccount(Person person, OidcUser user) {
        super(LocalAccount.authorities(person), user.getIdToken(), user.getUserInfo());
        this.person = person;
    }

    public Person getPerson() {
        return person;
    }

    @Override
    public String getName() {
        return person.username();
    }
}
