/// 事项: the thread of records about one affair: states, transitions, relations, rules across records, next
/// steps.
///
/// A read model: the ledger alone gives it again (`concord rebuild`).
@ApplicationModule(
        allowedDependencies = {"envelope", "problem", "schema", "agency", "ledger", "deadline", "platform", "evidence"})
@NullMarked
package io.concord.matter;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
