/// The command line: serve, verify, canonicalise, doctor, rebuild, play.
@ApplicationModule(
        allowedDependencies = {
            "envelope",
            "crypto",
            "evidence",
            "schema",
            "ledger",
            "agency",
            "operations",
            "matter",
            "demo",
            "platform"
        })
@NullMarked
package io.concord.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
