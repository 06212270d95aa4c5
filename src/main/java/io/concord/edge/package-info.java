/// The agency side: what was prepared with its bytes fixed, what came in, and the client of the hub.
///
/// Whatever is sent is stored before the first attempt, so a retry always repeats the same bytes under the same id.
@ApplicationModule(allowedDependencies = {"envelope", "crypto", "evidence", "schema", "problem", "platform"})
@NullMarked
package io.concord.edge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
