package io.concord.operations;

import io.concord.ledger.CommitParticipant;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.util.List;
import org.springframework.stereotype.Component;

/// Counts what this node accepts.
@Component
class AcceptedCount implements CommitParticipant {

    private final Counter accepted;

    AcceptedCount(MeterRegistry registry) {
        this.accepted = Counter.builder("concord.accepted")
                .description("Records accepted by this node")
                .register(registry);
    }

    @Override
    public void join(Connection connection, List<Accepted> batch) {
        accepted.increment(batch.size());
    }
}
