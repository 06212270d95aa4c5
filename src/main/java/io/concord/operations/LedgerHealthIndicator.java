package io.concord.operations;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.stereotype.Component;

/// Ready only when this process can really do its work; says in the log why it cannot, since the answer does not.
@Component
class LedgerHealthIndicator extends AbstractHealthIndicator {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerHealthIndicator.class);

    private final Readiness readiness;
    /// The trouble that was said last, so that it is said once.
    private volatile String said = "";

    LedgerHealthIndicator(Readiness readiness) {
        super("the ledger does not answer");
        this.readiness = readiness;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        String trouble = readiness.trouble().orElse("");
        if (!trouble.equals(said)) {
            if (trouble.isEmpty()) {
                LOG.info("ready again");
            } else {
                LOG.error("not ready: {}", trouble);
            }
            said = trouble;
        }
        builder.status(trouble.isEmpty() ? "UP" : "OUT_OF_SERVICE");
    }
}
