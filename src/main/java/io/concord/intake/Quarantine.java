package io.concord.intake;

import io.concord.crypto.Digests;
import io.concord.envelope.AgencyCode;
import io.concord.problem.Reason;
import java.sql.Timestamp;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Keeps that something was refused for a mark of secrecy, who sent it and which digest it has, for the
/// security officer.
/// Never the content: a system that may not carry state secrets must not store them either.
@Component
class Quarantine {

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final JdbcClient sql;
    private final InstantSource clock;

    Quarantine(DataSource database, InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.clock = clock;
    }

    void note(AgencyCode caller, byte[] body, Reason reason) {
        String digest = Digests.hex(Digests.sha256(body));
        sql.sql("insert into intake.quarantine values (?, ?, ?, ?, ?) on conflict (sha256) do nothing")
                .params(digest, Timestamp.from(clock.instant()), caller.value(), reason.pointer(), body.length)
                .update();
        LOG.warn(
                "quarantine: {} sent content with a mark of secrecy at {}, sha256 {}",
                caller,
                reason.pointer(),
                digest);
    }
}
