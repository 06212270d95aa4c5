/// The casebook: typical cases, excellent documents, research, proposals and practice cards as they were published,
/// their versions and their withdrawal; made from accepted records and from imports.
@ApplicationModule(
        allowedDependencies = {
            "envelope",
            "crypto",
            "schema",
            "ledger",
            "matter",
            "search",
            "platform",
            "problem",
            "redaction"
        })
@NullMarked
package io.concord.casebook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
