/// The durable accept: what was accepted is stored, logged in the Merkle tree and proved, in one commit a
/// batch.
@ApplicationModule(allowedDependencies = {"envelope", "crypto", "evidence", "platform", "problem"})
@NullMarked
package io.concord.ledger;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
