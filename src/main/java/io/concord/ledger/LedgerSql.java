package io.concord.ledger;

import io.concord.crypto.Digests;
import io.concord.evidence.Merkle;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/// The statements of the batch writer: one statement a table, whatever the size of the batch.
final class LedgerSql {

    private LedgerSql() {}

    record Head(long size, byte[] root) {}

    /// Takes the row lock that makes the one order of the log, until the transaction ends.
    static Head lockHead(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("select size, root from ledger.head for update");
                ResultSet r = s.executeQuery()) {
            r.next();
            return new Head(r.getLong(1), r.getBytes(2));
        }
    }

    /// Digests of those messages that are stored already.
    static Map<UUID, byte[]> stored(Connection c, List<SignedRecord> records) throws SQLException {
        Map<UUID, byte[]> found = new HashMap<>();
        try (PreparedStatement s =
                c.prepareStatement("select message_id, sha256 from ledger.record where message_id = any (?)")) {
            s.setArray(1, array(c, "uuid", records, r -> r.envelope().messageId()));
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    found.put(r.getObject(1, UUID.class), r.getBytes(2));
                }
            }
        }
        return found;
    }

    /// Those record ids with versions, joined by a space, that are taken already.
    static Set<String> takenIds(Connection c, List<SignedRecord> records) throws SQLException {
        Set<String> taken = new HashSet<>();
        String sql = "select record_id, record_version from ledger.record"
                + " join unnest(?::text[], ?::int[]) as wanted (id, version) on record_id = id and record_version = version";
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setArray(1, array(c, "text", records, r -> r.envelope().recordId()));
            s.setArray(2, array(c, "int4", records, r -> r.envelope().recordVersion()));
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    taken.add(r.getString(1) + " " + r.getInt(2));
                }
            }
        }
        return taken;
    }

    static void insertEntries(Connection c, long first, List<byte[]> entries) throws SQLException {
        String sql = "insert into ledger.entry select ? + i - 1, e from unnest(?::bytea[]) with ordinality as u (e, i)";
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setLong(1, first);
            s.setArray(2, c.createArrayOf("bytea", entries.toArray(byte[][]::new)));
            s.executeUpdate();
        }
    }

    static void insertRecords(Connection c, List<BatchWriter.Placed> batch, long treeSize, Timestamp acceptedAt)
            throws SQLException {
        String sql = """
                insert into ledger.record (message_id, leaf_index, record_id, record_version, record_type, schema_version,
                    matter_id, sender, suite, key_id, register_version, sha256, sm3, signature, salt, body, tree_size, accepted_at)
                select *, ?, ? from unnest(?::uuid[], ?::bigint[], ?::text[], ?::int[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::text[], ?::bigint[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[], ?::bytea[])""";
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setLong(1, treeSize);
            s.setTimestamp(2, acceptedAt);
            s.setArray(3, array(c, "uuid", batch, p -> p.record().envelope().messageId()));
            s.setArray(4, array(c, "int8", batch, BatchWriter.Placed::leafIndex));
            s.setArray(5, array(c, "text", batch, p -> p.record().envelope().recordId()));
            s.setArray(6, array(c, "int4", batch, p -> p.record().envelope().recordVersion()));
            s.setArray(
                    7,
                    array(
                            c,
                            "text",
                            batch,
                            p -> p.record().envelope().recordType().value()));
            s.setArray(8, array(c, "text", batch, p -> p.record().envelope().schemaVersion()));
            s.setArray(9, array(c, "text", batch, p -> p.record().envelope().matterId()));
            s.setArray(
                    10,
                    array(c, "text", batch, p -> p.record().envelope().sender().value()));
            s.setArray(11, array(c, "text", batch, p -> p.record().signedText().suite()));
            s.setArray(12, array(c, "text", batch, p -> p.record().signedText().keyId()));
            s.setArray(13, array(c, "int8", batch, p -> p.record().registerVersion()));
            s.setArray(
                    14,
                    bytes(c, batch, p -> Digests.unhex(p.record().signedText().sha256())));
            s.setArray(
                    15,
                    bytes(c, batch, p -> Digests.unhex(p.record().signedText().sm3())));
            s.setArray(16, bytes(c, batch, p -> p.record().signature()));
            s.setArray(17, bytes(c, batch, BatchWriter.Placed::salt));
            s.setArray(18, bytes(c, batch, p -> p.record().envelope().bytes()));
            s.executeUpdate();
        }
    }

    static void insertAct(
            Connection c, long leafIndex, String kind, byte[] statement, byte[] signature, byte[] salt, byte[] body)
            throws SQLException {
        try (PreparedStatement s = c.prepareStatement("insert into ledger.act values (?, ?, ?, ?, ?, ?)")) {
            s.setLong(1, leafIndex);
            s.setString(2, kind);
            s.setBytes(3, statement);
            s.setBytes(4, signature);
            s.setBytes(5, salt);
            s.setBytes(6, body);
            s.executeUpdate();
        }
    }

    static void storeTiles(Connection c, Map<TileTree.Key, byte[]> tiles) throws SQLException {
        String sql =
                "insert into ledger.tile values (?, ?, ?) on conflict (level, n) do update set hashes = excluded.hashes";
        try (PreparedStatement s = c.prepareStatement(sql)) {
            for (Map.Entry<TileTree.Key, byte[]> tile : tiles.entrySet()) {
                s.setInt(1, tile.getKey().level());
                s.setLong(2, tile.getKey().n());
                s.setBytes(3, tile.getValue());
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    /// Stored hashes of a tile, over the transaction's own connection.
    static byte[] tile(Connection c, int level, long n) {
        try (PreparedStatement s = c.prepareStatement("select hashes from ledger.tile where level = ? and n = ?")) {
            s.setInt(1, level);
            s.setLong(2, n);
            try (ResultSet r = s.executeQuery()) {
                return r.next() ? r.getBytes(1) : new byte[0];
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a tile could not be read", e);
        }
    }

    static void storeHead(Connection c, long size, byte[] root, String note) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("update ledger.head set size = ?, root = ?, note = ?");
                PreparedStatement t = c.prepareStatement("insert into ledger.checkpoint values (?, ?)")) {
            s.setLong(1, size);
            s.setBytes(2, root);
            s.setString(3, note);
            s.executeUpdate();
            t.setLong(1, size);
            t.setString(2, note);
            t.executeUpdate();
        }
    }

    /// Reads back what the batch has written and hashes it again: a checkpoint is only released for what is really
    /// there.
    ///
    /// @throws SQLException when the database holds other bytes than it was given
    static void readBack(Connection c, long first, List<byte[]> entries, List<BatchWriter.Placed> records)
            throws SQLException {
        String sql =
                "select sha256('\\x00'::bytea || entry) from ledger.entry where leaf_index >= ? order by leaf_index";
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setLong(1, first);
            try (ResultSet r = s.executeQuery()) {
                for (byte[] entry : entries) {
                    require(r.next() && Arrays.equals(r.getBytes(1), Merkle.leafHash(entry)), "entry");
                }
            }
        }
        if (records.isEmpty()) {
            return;
        }
        try (PreparedStatement s = c.prepareStatement(
                "select sha256(body) from ledger.record where leaf_index >= ? order by leaf_index")) {
            s.setLong(1, first);
            try (ResultSet r = s.executeQuery()) {
                for (BatchWriter.Placed placed : records) {
                    require(
                            r.next()
                                    && Digests.hex(r.getBytes(1))
                                            .equals(placed.record().signedText().sha256()),
                            "record");
                }
            }
        }
    }

    private static void require(boolean same, String what) throws SQLException {
        if (!same) {
            throw new SQLException(
                    "the database gave back another " + what + " than it was given; nothing was accepted");
        }
    }

    /// The driver sends `byte[][]` as it is, but no `Object[]` of byte arrays.
    private static <T> Array bytes(Connection c, List<T> rows, Function<T, byte[]> column) throws SQLException {
        return c.createArrayOf("bytea", rows.stream().map(column).toArray(byte[][]::new));
    }

    private static <T> Array array(Connection c, String type, List<T> rows, Function<T, Object> column)
            throws SQLException {
        return c.createArrayOf(type, rows.stream().map(column).toArray());
    }
}
