package io.concord.schema;

import io.concord.problem.Reason;

/// One place where a document is not as its schema says.
///
/// @param pointer JSON pointer into the document; for a missing property the place where it should be
/// @param keyword the schema keyword that refused it
/// @param zh what to change, in Chinese
/// @param en the same in English
public record SchemaFault(String pointer, String keyword, String zh, String en) {

    /// The fault as a reason of a refusal.
    public Reason reason() {
        return new Reason("schema-invalid", pointer, zh + "（" + keyword + "）", en + " (" + keyword + ")");
    }
}
