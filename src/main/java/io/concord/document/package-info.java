/// 文书: document numbers and printed forms.
@ApplicationModule(allowedDependencies = {"envelope", "problem", "schema", "agency", "ledger", "matter", "platform"})
@NullMarked
package io.concord.document;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
