/// Digests, keys, signatures and certificates: the only package that sees the cryptographic library.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.concord.crypto;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
