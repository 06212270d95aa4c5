/// For those who run it: the doctor and the health of the program.
@ApplicationModule(
        allowedDependencies = {
            "envelope",
            "crypto",
            "evidence",
            "schema",
            "agency",
            "casebook",
            "ledger",
            "delivery",
            "edge",
            "dialect",
            "platform",
            "problem",
            "witness"
        })
@NullMarked
package io.concord.operations;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
