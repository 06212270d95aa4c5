/// Brings accepted records to their recipients until they have them: mailboxes, pushes, offers, receipts, quarantine,
/// replay; and tells subscribers of events.
@ApplicationModule(allowedDependencies = {"envelope", "schema", "agency", "evidence", "ledger", "platform", "problem"})
@NullMarked
package io.concord.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
