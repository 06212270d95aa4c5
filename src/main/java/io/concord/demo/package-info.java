/// The demonstration: fictional agencies with fresh keys, two letters in a union's native table, and the story
/// of
/// their way.
@ApplicationModule(
        allowedDependencies = {"envelope", "crypto", "evidence", "access", "agency", "ledger", "platform", "witness"})
@NullMarked
package io.concord.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
