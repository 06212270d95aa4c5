package io.concord.matter;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks into records beyond the matter at hand.
interface History {

    /// Letters of a type to an organisation in other matters.
    ///
    /// @param uscc of the organisation
    /// @param since first document date
    List<Entry.Head> letters(String type, String uscc, String otherThanMatter, LocalDate since);

    /// The record that carries a document number already.
    Optional<Entry.Head> numbered(String sender, String docNo, String otherThanRecordId);

    /// The latest version of a record.
    Optional<Entry.Head> find(String recordId);

    /// The latest record of a type whose fact of that name has that value.
    Optional<Entry.Head> latest(String type, String fact, String value);

    /// All records of a type whose fact of that name has that value, oldest first.
    List<Entry.Head> all(String type, String fact, String value);

    /// Codes of the agencies of a region.
    Set<String> agencies(String region);

    /// Knows nothing; for a rebuild, which judges nothing.
    History NONE = new History() {
        @Override
        public List<Entry.Head> letters(String type, String uscc, String otherThanMatter, LocalDate since) {
            return List.of();
        }

        @Override
        public Optional<Entry.Head> numbered(String sender, String docNo, String otherThanRecordId) {
            return Optional.empty();
        }

        @Override
        public Optional<Entry.Head> find(String recordId) {
            return Optional.empty();
        }

        @Override
        public Optional<Entry.Head> latest(String type, String fact, String value) {
            return Optional.empty();
        }

        @Override
        public List<Entry.Head> all(String type, String fact, String value) {
            return List.of();
        }

        @Override
        public Set<String> agencies(String region) {
            return Set.of();
        }
    };
}
