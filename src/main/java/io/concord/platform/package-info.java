/// Wiring that no feature owns: product files, settings, the embedded database and its migrations.
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.concord.platform;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
