package io.concord.dialect;

import java.util.Optional;

/// What the surroundings of a document know: the numbers under which things were sent before.
public interface Scope {

    /// The record id of what was sent under a native key; empty where nothing was.
    Optional<String> recordOf(String nativeKey);

    /// The native key under which a record was sent from here; empty where it was not.
    Optional<String> keyOf(String recordId);

    /// The matter to which the system's own case number belongs, numbered now where it is new.
    String matterOf(String nativeCase);

    /// Nothing is known, as in a trial: a native case is some matter.
    Scope NONE = new Scope() {
        @Override
        public Optional<String> recordOf(String nativeKey) {
            return Optional.empty();
        }

        @Override
        public Optional<String> keyOf(String recordId) {
            return Optional.empty();
        }

        @Override
        public String matterOf(String nativeCase) {
            return "MT-100000-2000-000001";
        }
    };
}
