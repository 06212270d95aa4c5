package io.concord.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.concord.crypto.Digests;
import io.concord.envelope.CanonicalJson;
import io.concord.ledger.Ledger;
import io.concord.platform.ConcordSettings;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Puts the digest of the trail's last line into the log, as an act of the hub: whoever runs the database can make a
/// new chain of lines, but not one that the log has.
@Component
public class AuditAnchor {

    private static final Logger LOG = LoggerFactory.getLogger(AuditAnchor.class);

    private final Audit audit;
    private final ObjectProvider<Ledger> ledger;
    private final ConcordSettings settings;
    private final InstantSource clock;

    AuditAnchor(Audit audit, ObjectProvider<Ledger> ledger, ConcordSettings settings, InstantSource clock) {
        this.audit = audit;
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "${concord.audit-anchor:PT1H}")
    void tick() {
        if (settings.isHub()) {
            try {
                anchor();
            } catch (RuntimeException e) {
                LOG.warn("the trail could not be put into the log and is tried again: {}", e.toString());
            }
        }
    }

    /// Puts it there where lines have been added since the last time.
    public void anchor() {
        Audit.Line last = audit.last();
        long before = audit.anchored().map(Audit.Anchor::line).orElse(0L);
        if (last != null && last.id() > before) {
            ledger.getObject()
                    .appendAct(
                            Audit.ANCHOR,
                            CanonicalJson.write(JsonNodeFactory.instance
                                    .objectNode()
                                    .put("line", last.id())
                                    .put("digest", Digests.hex(last.digest()))
                                    .put("at", clock.instant().toString())));
        }
    }
}
