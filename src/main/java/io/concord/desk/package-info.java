/// 工作台: pages for those who work without a system of their own. Drafts, forms made from schemas, signing with the
/// agency's key, inbox and outbox, matters, selection, redaction, overdue board, the operator's view.
@ApplicationModule(
        allowedDependencies = {
            "access",
            "agency",
            "attachment",
            "casebook",
            "crypto",
            "deadline",
            "delivery",
            "document",
            "edge",
            "envelope",
            "evidence",
            "flow",
            "intake",
            "ledger",
            "matter",
            "operations",
            "platform",
            "problem",
            "redaction",
            "schema",
            "search",
            "web",
            "witness"
        })
@NullMarked
package io.concord.desk;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
