/// Brings accepted records to their recipients until they have them: mailboxes, pushes, offers, receipts, quarantine,
/// replay.
@ApplicationModule(allowedDependencies = {"envelope", "schema", "agency", "ledger", "platform"})
@NullMarked
package io.concord.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
