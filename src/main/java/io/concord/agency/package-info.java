/// Who takes part: agencies, their keys over time, their tokens, and the agreements on who may send what to
/// whom.
@ApplicationModule(allowedDependencies = {"envelope", "crypto", "evidence", "ledger", "platform"})
@NullMarked
package io.concord.agency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
