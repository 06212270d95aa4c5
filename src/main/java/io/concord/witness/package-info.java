/// Those who watch the log: the program that an agency runs as a witness, and at the hub the asking for cosignatures,
/// their keeping, and who has seen what.
@ApplicationModule(allowedDependencies = {"crypto", "evidence", "ledger", "platform"})
@NullMarked
package io.concord.witness;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
