package io.concord.access;

import java.util.Collection;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.UserDetails;

/// A person with a password kept here.
final class LocalAccount implements UserDetails {

    private static final long serialVersionUID = 1;

    private final Person person;
    private final transient String password;
    private final boolean enabled;
    private final boolean unlocked;

    LocalAccount(Person person, String password, boolean enabled, boolean unlocked) {
        this.person = person;
        this.password = password;
        this.enabled = enabled;
        this.unlocked = unlocked;
    }

    public Person getPerson() {
        return person;
    }

    @Override
    public Collection<? extends GrantedAuthority> getAuthorities() {
        return authorities(person);
    }

    static Collection<? extends GrantedAuthority> authorities(Person person) {
        return AuthorityUtils.createAuthorityList(
                person.roles().stream().map(role -> "ROLE_" + role).toList());
    }

    @Override
    public String getPassword() {
        return password == null ? "" : password;
    }

    @Override
    public String getUsername() {
        return person.username();
    }

    @Override
    public boolean isAccountNonLocked() {
        return unlocked;
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }
}
