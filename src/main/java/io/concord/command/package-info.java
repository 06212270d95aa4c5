/// The command line: serve, verify, canonicalise, doctor, rebuild, play, map, queue, delivery, import, reindex,
/// clean, people, witness.
@ApplicationModule(
        allowedDependencies = {
            "access",
            "envelope",
            "crypto",
            "evidence",
            "schema",
            "ledger",
            "agency",
            "operations",
            "matter",
            "demo",
            "delivery",
            "edge",
            "dialect",
            "casebook",
            "redaction",
            "search",
            "problem",
            "platform",
            "witness"
        })
@NullMarked
package io.concord.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
