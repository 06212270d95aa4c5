/// What makes a record provable: signing text, Merkle tree, proofs, signed notes, and the bundle with its verifier.
///
/// No Spring, no SQL: an auditor reads this package, `envelope` and `crypto` on their own.
@ApplicationModule(allowedDependencies = {"envelope", "crypto"})
@NullMarked
package io.concord.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
