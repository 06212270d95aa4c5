package io.concord.redaction;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// For what a text is redacted.
///
/// @param names how names are masked
/// @param leave what may be published as it is
/// @param protect whether minors and victims of harassment become 小A
/// @param staffConsent whether the officials agreed to be named
/// @param counts for the rule of rare cases; null where it is not to be applied
public record Profile(
        NameForm names,
        Set<Kind> leave,
        boolean protect,
        boolean staffConsent,
        @Nullable CaseCounts counts) {
    public Profile {
        leave = Set.copyOf(leave);
    }

    /// @param id of the rule data, for example `NAME_SPC`
    /// @param perCharacter whether each character of the given name becomes a 某
    public record NameForm(String id, boolean perCharacter) {}

    public Profile protecting() {
        return new Profile(names, leave, true, staffConsent, counts);
    }

    public Profile withStaffConsent() {
        return new Profile(names, leave, protect, true, counts);
    }

    public Profile counting(CaseCounts by) {
        return new Profile(names, leave, protect, staffConsent, by);
    }

    public Profile naming(NameForm form) {
        return new Profile(form, leave, protect, staffConsent, counts);
    }
}
