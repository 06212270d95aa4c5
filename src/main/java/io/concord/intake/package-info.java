/// Checks what comes in, says whether it may pass, and has it accepted.
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
            "redaction",
            "platform",
            "problem"
        })
@NullMarked
package io.concord.intake;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
