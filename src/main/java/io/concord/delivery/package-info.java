/// Brings accepted records to their recipients until they have them: mailboxes, offers, receipts.
@ApplicationModule(allowedDependencies = {"envelope", "ledger", "platform"})
@NullMarked
package io.concord.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
