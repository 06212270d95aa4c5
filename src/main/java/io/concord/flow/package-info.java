/// The steps that routes name: each is one small bean without decisions of its own. The only package that sees
/// Camel.
@ApplicationModule(
        allowedDependencies = {
            "envelope",
            "intake",
            "ledger",
            "evidence",
            "access",
            "problem",
            "platform",
            "edge",
            "delivery",
            "agency",
            "dialect"
        })
@NullMarked
package io.concord.flow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
