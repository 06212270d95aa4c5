/// What travels: the envelope, its identifiers and values, and the one byte form that may be signed.
///
/// Needs nothing but Jackson; an edge, an auditor and the hub read it alike.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.concord.envelope;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
