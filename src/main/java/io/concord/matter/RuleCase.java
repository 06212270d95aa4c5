package io.concord.matter;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.deadline.Deadlines;
import io.concord.envelope.Envelope;
import io.concord.schema.Catalogue;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a rule looks at: the record, what it is about, and what stands before it.
///
/// @param docDate the record's own day; what was true then decides, not the day on which it is entered
/// @param target the record that it is about; null where there is none
/// @param matter the records of its matter in view, oldest first
/// @param history records of other matters; empty where nothing was stored before
record RuleCase(
        Envelope envelope,
        LocalDate docDate,
        @Nullable Entry target,
        List<Entry> matter,
        Catalogue catalogue,
        Deadlines deadlines,
        History history) {

    /// The head of the record that it is about.
    Entry.@Nullable Head about() {
        return target == null ? null : target.head();
    }

    JsonNode payload() {
        return envelope.payload();
    }

    String region() {
        return envelope.tree().path("regionCode").asText();
    }
}
