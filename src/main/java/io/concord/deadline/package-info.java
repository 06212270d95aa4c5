/// 期限: calendars, rules and day counting; the clocks of open records, urging, and evidence of silence.
///
/// What a term is, for whom and from when, is data under `schemas/rules/deadlines.yaml` and
/// `schemas/calendars`.
@ApplicationModule(
        allowedDependencies = {
            "envelope",
            "evidence",
            "crypto",
            "problem",
            "schema",
            "agency",
            "ledger",
            "delivery",
            "platform"
        })
@NullMarked
package io.concord.deadline;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
