/// Files that go with records: brought by their digest, kept in parts, given to those who take part.
@ApplicationModule(allowedDependencies = {"envelope", "crypto", "ledger", "schema", "platform", "problem"})
@NullMarked
package io.concord.attachment;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
