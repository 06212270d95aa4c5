/// Who is calling and what they may see.
@ApplicationModule(allowedDependencies = {"envelope", "agency", "crypto", "ledger", "problem", "platform"})
@NullMarked
package io.concord.access;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
