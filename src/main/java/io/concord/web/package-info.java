/// Pages and JSON for people and systems, and the public log.
@ApplicationModule(
        allowedDependencies = {
            "envelope",
            "crypto",
            "evidence",
            "schema",
            "agency",
            "attachment",
            "ledger",
            "delivery",
            "deadline",
            "matter",
            "document",
            "access",
            "casebook",
            "redaction",
            "search",
            "problem",
            "platform",
            "witness"
        })
@NullMarked
package io.concord.web;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
