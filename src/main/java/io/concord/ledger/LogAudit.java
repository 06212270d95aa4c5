package io.concord.ledger;

import io.concord.crypto.Digests;
import io.concord.envelope.CanonicalJson;
import io.concord.evidence.LogEntry;
import io.concord.evidence.Merkle;
import io.concord.evidence.SignedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Rebuilds the tree from nothing but the stored entries, and checks that every stored record is what its entry
/// commits to.
final class LogAudit {

    private static final int STEP = 1024;

    private final LogReader reader;
    private final JdbcClient sql;
    private final List<String> findings = new ArrayList<>();

    LogAudit(LogReader reader, JdbcClient sql) {
        this.reader = reader;
        this.sql = sql;
    }

    List<String> findings() {
        // Both at once: a log that is in use grows meanwhile.
        Head head = sql.sql("select size, root from ledger.head")
                .query((row, n) -> new Head(row.getLong(1), row.getBytes(2)))
                .single();
        long size = head.size();
        TileTree rebuilt = new TileTree(0, (level, n) -> new byte[0]);
        for (long first = 0; first < size; first += STEP) {
            List<byte[]> entries = reader.entries(first, (int) Math.min(STEP, size - first));
            if (entries.size() < Math.min(STEP, size - first)) {
                findings.add("entries are missing between " + first + " and " + (first + STEP));
                return findings;
            }
            entries.forEach(entry -> rebuilt.append(Merkle.leafHash(entry)));
            compareTiles(rebuilt);
        }
        if (!Arrays.equals(Merkle.root(size, rebuilt), head.root())) {
            findings.add("the entries do not give the stored root at size " + size);
        }
        records(size);
        return findings;
    }

    private record Head(long size, byte[] root) {}

    private void compareTiles(TileTree rebuilt) {
        rebuilt.takeChanged().forEach((key, hashes) -> {
            byte[] stored = reader.tile(key.level(), key.n());
            if (stored.length < hashes.length || !Arrays.equals(Arrays.copyOf(stored, hashes.length), hashes)) {
                findings.add("tile " + key.level() + "/" + key.n() + " differs from the entries");
            }
        });
    }

    private void records(long size) {
        for (long first = 0; first < size; first += STEP) {
            long end = Math.min(size, first + STEP);
            List<byte[]> entries = reader.entries(first, (int) (end - first));
            for (StoredRecord record : reader.between(first, end)) {
                record(record, entries.get((int) (record.leafIndex() - first)));
            }
        }
    }

    private void record(StoredRecord record, byte[] entry) {
        SignedText text = record.signedText();
        String kind = CanonicalJson.parse(entry).path("kind").asText();
        LogEntry expected = LogEntry.of(kind, record.acceptedAt(), record.salt(), text.bytes(), record.signature());
        if (!Digests.hex(Digests.sha256(record.body())).equals(text.sha256())
                || !Digests.hex(Digests.sm3(record.body())).equals(text.sm3())) {
            findings.add("record " + record.messageId() + " has other bytes than were accepted");
        } else if (!Arrays.equals(entry, expected.bytes())) {
            findings.add(
                    "record " + record.messageId() + " is not what log entry " + record.leafIndex() + " commits to");
        }
    }
}
