/// Native ↔ canonical: an agency's own format and its declarative mappings. The only package that sees the mapping
/// language.
@ApplicationModule(allowedDependencies = {"envelope", "crypto", "problem", "platform"})
@NullMarked
package io.concord.dialect;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
