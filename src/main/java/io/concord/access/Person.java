package io.concord.access;

import io.concord.envelope.AgencyCode;
import java.io.Serializable;
import java.util.Set;

/// Somebody who has signed in.
///
/// @param post 职务, as documents name it
/// @param agencyCode the agency that they act for
public record Person(String username, String name, String post, String agencyCode, Set<Role> roles)
        implements Serializable {

    public Person {
        roles = Set.copyOf(roles);
    }

    public AgencyCode agency() {
        return new AgencyCode(agencyCode);
    }

    public boolean is(Role... any) {
        for (Role role : any) {
            if (roles.contains(role)) {
                return true;
            }
        }
        return false;
    }

    /// Whether they may approve what leaves the agency as a document.
    public boolean approves() {
        return is(Role.HEAD, Role.LEADER);
    }

    /// Whether they read what records say, beyond that there are such.
    public boolean reads() {
        return is(Role.CLERK, Role.HEAD, Role.LEADER, Role.LIAISON, Role.SECRETARIAT);
    }
}
