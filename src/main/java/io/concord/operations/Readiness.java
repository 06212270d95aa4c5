package io.concord.operations;

import io.concord.ledger.Ledger;
import io.concord.ledger.LogKeys;
import io.concord.ledger.LogReader;
import io.concord.platform.ConcordSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/// Whether this process can do its work: not only whether it runs. A hub must be able to sign, to write, and to go on
/// from the
/// log that it has signed; an edge must be able to store.
@Component
class Readiness {

    /// Below this the database may fail at any moment. In bytes.
    private static final long LEAST_DISK = 64L << 20;

    private final Ledger ledger;
    private final LogReader log;
    private final LogKeys keys;
    private final ConcordSettings settings;

    Readiness(Ledger ledger, LogReader log, LogKeys keys, ConcordSettings settings) {
        this.ledger = ledger;
        this.log = log;
        this.keys = keys;
        this.settings = settings;
    }

    /// What keeps it from working, for people; empty when nothing does.
    Optional<String> trouble() {
        try {
            if (Files.getFileStore(settings.data()).getUsableSpace() < LEAST_DISK) {
                return Optional.of("disk-full: less than 64 MiB are left for " + settings.data());
            }
        } catch (IOException e) {
            return Optional.of("data-folder: " + e);
        }
        if (!settings.isHub()) {
            return Optional.empty();
        }
        if (!ledger.isAlive()) {
            return Optional.of("ledger-stopped: the writer of the ledger does not run");
        }
        if (!ledger.trouble().isEmpty()) {
            return Optional.of("ledger: " + ledger.trouble());
        }
        try {
            log.size();
        } catch (DataAccessException e) {
            return Optional.of("database: " + e.getMessage());
        }
        return signs();
    }

    /// A key in a device may be locked or gone while everything else runs.
    private Optional<String> signs() {
        byte[] probe = "concord readiness".getBytes(StandardCharsets.UTF_8);
        try {
            return keys.seal().key().key().verify(probe, keys.seal().secret().sign(probe))
                    ? Optional.empty()
                    : Optional.of("key: what the log's key signs does not verify");
        } catch (RuntimeException e) {
            return Optional.of("key-locked: the log's key cannot sign: " + e.getMessage());
        }
    }
}
