/// The command line: serve, verify, canonicalise, doctor.
@ApplicationModule(
        allowedDependencies = {"envelope", "crypto", "evidence", "schema", "ledger", "agency", "operations", "platform"
        })
@NullMarked
package io.concord.command;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
