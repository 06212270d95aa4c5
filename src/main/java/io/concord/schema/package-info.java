/// What may be said: record types with their schemas and descriptors, code lists and rules, and the check of a
/// record.
///
/// A record type is a folder under `schemas/records`, not Java code. The only package that sees the schema
/// validator.
@ApplicationModule(allowedDependencies = {"envelope", "platform", "problem"})
@NullMarked
package io.concord.schema;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
