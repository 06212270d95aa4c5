/// What can go wrong and what the reader should change, by stable code and in the reader's language (RFC 9457).
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.concord.problem;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
