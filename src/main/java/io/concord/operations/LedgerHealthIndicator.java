package io.concord.operations;

import io.concord.ledger.Ledger;
import io.concord.ledger.LogReader;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.stereotype.Component;

/// Ready only when the hub can really accept: the writer runs and the log can be read.
@Component
class LedgerHealthIndicator extends AbstractHealthIndicator {

    private final Ledger ledger;
    private final LogReader log;

    LedgerHealthIndicator(Ledger ledger, LogReader log) {
        super("the ledger does not answer");
        this.ledger = ledger;
        this.log = log;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        builder.status(ledger.isAlive() ? "UP" : "OUT_OF_SERVICE").withDetail("size", log.size());
    }
}
