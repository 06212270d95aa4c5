package io.concord.ledger;

import io.concord.evidence.Checkpoint;
import io.concord.evidence.Merkle;
import io.concord.evidence.SignedNote;
import io.concord.evidence.SignedText;
import io.concord.evidence.Tiles;
import io.concord.evidence.TlogProof;
import java.io.ByteArrayOutputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads what is committed: records, the public log, and proofs at any size.
public final class LogReader {

    private static final HexFormat HEX = HexFormat.of();

    private final JdbcClient sql;

    public LogReader(DataSource database) {
        this.sql = JdbcClient.create(database);
    }

    /// A record with its position, by message id.
    public Optional<StoredRecord> find(UUID messageId) {
        return sql.sql("select * from ledger.record where message_id = ?")
                .param(messageId)
                .query((row, n) -> stored(row))
                .optional();
    }

    /// Several records by their message ids; what is not stored, or without its body, is not among them.
    public Map<UUID, StoredRecord> find(List<UUID> messageIds) {
        return messageIds.isEmpty()
                ? Map.of()
                : sql
                        .sql("select * from ledger.record where message_id in (:ids) and body is not null")
                        .param("ids", messageIds)
                        .query((row, n) -> stored(row))
                        .list()
                        .stream()
                        .collect(Collectors.toMap(StoredRecord::messageId, record -> record));
    }

    /// Records, newest first.
    public List<StoredRecord> newest(int limit, int offset) {
        return sql.sql("select * from ledger.record where body is not null order by leaf_index desc limit ? offset ?")
                .params(limit, offset)
                .query((row, n) -> stored(row))
                .list();
    }

    /// Records whose bodies are kept, by leaf index, from `first` up to but not including `end`.
    public List<StoredRecord> between(long first, long end) {
        return sql.sql("select * from ledger.record where leaf_index >= ? and leaf_index < ? and body is not null"
                        + " and salt is not null order by leaf_index")
                .params(first, end)
                .query((row, n) -> stored(row))
                .list();
    }

    private static StoredRecord stored(ResultSet row) throws SQLException {
        SignedText text = new SignedText(
                SignedText.SUBMIT,
                row.getString("suite"),
                row.getString("sender"),
                row.getString("key_id"),
                HEX.formatHex(row.getBytes("sha256")),
                HEX.formatHex(row.getBytes("sm3")));
        return new StoredRecord(
                row.getObject("message_id", UUID.class),
                row.getLong("leaf_index"),
                row.getLong("tree_size"),
                row.getString("record_id"),
                row.getInt("record_version"),
                row.getString("record_type"),
                row.getString("matter_id"),
                row.getString("sender"),
                row.getLong("register_version"),
                text,
                row.getBytes("signature"),
                row.getBytes("salt"),
                row.getBytes("body"),
                row.getTimestamp("accepted_at").toInstant());
    }

    /// The answer that the submitter of a stored record got.
    ///
    /// @throws IllegalStateException when the record is not stored
    public Acceptance acceptance(UUID messageId) {
        StoredRecord record = find(messageId).orElseThrow(() -> new IllegalStateException("not stored: " + messageId));
        return new Acceptance(
                messageId,
                record.recordId(),
                record.leafIndex(),
                record.acceptedAt(),
                record.salt(),
                proof(record.leafIndex(), record.treeSize()).written());
    }

    /// Proof of a leaf against a checkpoint that was signed.
    public TlogProof proof(long leafIndex, long treeSize) {
        return new TlogProof(
                leafIndex,
                Merkle.inclusion(leafIndex, treeSize, new TileTree(treeSize, this::tile)),
                checkpointAt(treeSize)
                        .orElseThrow(() -> new IllegalStateException("no checkpoint of size " + treeSize)));
    }

    /// Proof that the tree of size `older` is a prefix of the tree of size `newer`, for witnesses and monitors.
    public List<byte[]> consistency(long older, long newer) {
        return Merkle.consistency(older, newer, new TileTree(newer, this::tile));
    }

    /// The newest checkpoint, empty before the first entry.
    public Optional<String> latest() {
        return sql.sql("select note from ledger.head where note is not null")
                .query(String.class)
                .optional();
    }

    public Optional<String> checkpointAt(long treeSize) {
        return sql.sql("select note from ledger.checkpoint where size = ?")
                .param(treeSize)
                .query(String.class)
                .optional();
    }

    public long size() {
        return sql.sql("select size from ledger.head").query(Long.class).single();
    }

    /// Root over the first `size` leaves, from the stored tiles.
    public byte[] root(long size) {
        return Merkle.root(size, new TileTree(size, this::tile));
    }

    /// Stored hashes of a tile, as many as there are.
    byte[] tile(int level, long n) {
        return sql.sql("select hashes from ledger.tile where level = ? and n = ?")
                .params(level, n)
                .query((row, i) -> row.getBytes(1))
                .optional()
                .orElse(new byte[0]);
    }

    /// The bytes under `/log/tile/…`; empty where the log has not grown that far.
    public Optional<byte[]> resource(Tiles.Address address) {
        if (address.isEntries()) {
            return entryBundle(address);
        }
        byte[] hashes = tile(address.level(), address.n());
        int wanted = address.width() * Tiles.HASH;
        return hashes.length < wanted ? Optional.empty() : Optional.of(Arrays.copyOf(hashes, wanted));
    }

    private Optional<byte[]> entryBundle(Tiles.Address address) {
        long first = address.n() * Tiles.WIDTH;
        List<byte[]> entries = entries(first, address.width());
        if (entries.size() < address.width()) {
            return Optional.empty();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] entry : entries) {
            // Big-endian uint16 length before each entry (C2SP tlog-tiles).
            out.write(entry.length >> 8);
            out.write(entry.length);
            out.writeBytes(entry);
        }
        return Optional.of(out.toByteArray());
    }

    /// Entries from a leaf index on.
    public List<byte[]> entries(long first, int count) {
        return sql.sql("select entry from ledger.entry where leaf_index >= ? and leaf_index < ? order by leaf_index")
                .params(first, first + count)
                .query((row, n) -> row.getBytes(1))
                .list();
    }

    /// Rebuilds the whole tree from the entries and compares it with the head, and every record with its digests.
    ///
    /// @return what is wrong, empty when all agree
    public List<String> audit() {
        return new LogAudit(this, sql).findings();
    }

    /// Whether the log here has a prefix of that checkpoint's size and root.
    public boolean holds(String note) {
        Checkpoint head = Checkpoint.parse(SignedNote.parse(note).text());
        return head.size() <= size() && Arrays.equals(root(head.size()), head.root());
    }
}
