package io.concord.matter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.concord.problem.Reason;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/// The statements of the matters' tables.
final class MatterSql {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MatterSql() {}

    /// Records by their ids and message ids, and all of some matters.
    static List<Entry> find(
            Connection c, Collection<String> recordIds, Collection<UUID> messageIds, Collection<String> matterIds)
            throws SQLException {
        String sql = "select * from matter.entry where record_id = any (?)"
                + " union select * from matter.entry where message_id = any (?)"
                + " union select * from matter.entry where matter_id = any (?)";
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setArray(1, c.createArrayOf("text", recordIds.toArray()));
            s.setArray(2, c.createArrayOf("uuid", messageIds.toArray()));
            s.setArray(3, c.createArrayOf("text", matterIds.toArray()));
            List<Entry> entries = new ArrayList<>();
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    entries.add(entry(r));
                }
            }
            return entries;
        }
    }

    static Entry entry(ResultSet r) throws SQLException {
        Entry entry = new Entry(head(r), r.getString("state"), false);
        entry.flags().addAll(texts(r.getArray("flags")));
        for (JsonNode remark : json(r.getString("remarks"))) {
            entry.remarks()
                    .add(new Reason(
                            remark.path("code").asText(),
                            remark.path("pointer").asText(),
                            remark.path("zh").asText(),
                            remark.path("en").asText()));
        }
        return entry;
    }

    static Entry.Head head(ResultSet r) throws SQLException {
        return new Entry.Head(
                r.getLong("leaf_index"),
                r.getObject("message_id", UUID.class),
                r.getString("record_id"),
                r.getInt("record_version"),
                r.getString("matter_id"),
                r.getString("record_type"),
                r.getString("line"),
                r.getString("sender"),
                texts(r.getArray("mains")),
                texts(r.getArray("copies")),
                texts(r.getArray("external")),
                r.getString("region"),
                r.getDate("doc_date").toLocalDate(),
                r.getTimestamp("accepted_at").toInstant(),
                r.getString("title"),
                r.getString("doc_no"),
                r.getBoolean("reply_required"),
                json(r.getString("facts")));
    }

    static void save(Connection c, Collection<Entry> entries) throws SQLException {
        String insert =
                "insert into matter.entry values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?::jsonb)";
        try (PreparedStatement s = c.prepareStatement(insert);
                PreparedStatement u =
                        c.prepareStatement("update matter.entry set state = ?, flags = ? where message_id = ?")) {
            boolean fresh = false;
            boolean changed = false;
            for (Entry entry : entries) {
                if (entry.fresh()) {
                    bind(c, s, entry);
                    s.addBatch();
                    fresh = true;
                } else if (entry.changed()) {
                    u.setString(1, entry.state());
                    u.setArray(2, c.createArrayOf("text", entry.flags().toArray()));
                    u.setObject(3, entry.head().messageId());
                    u.addBatch();
                    changed = true;
                }
            }
            if (fresh) {
                s.executeBatch();
            }
            if (changed) {
                u.executeBatch();
            }
        }
    }

    private static void bind(Connection c, PreparedStatement s, Entry entry) throws SQLException {
        Entry.Head h = entry.head();
        s.setObject(1, h.messageId());
        s.setLong(2, h.leafIndex());
        s.setString(3, h.recordId());
        s.setInt(4, h.recordVersion());
        s.setString(5, h.matterId());
        s.setString(6, h.type());
        s.setString(7, h.line());
        s.setString(8, h.sender());
        s.setArray(9, c.createArrayOf("text", h.mains().toArray()));
        s.setArray(10, c.createArrayOf("text", h.copies().toArray()));
        s.setArray(11, c.createArrayOf("text", h.external().toArray()));
        s.setString(12, h.region());
        s.setDate(13, Date.valueOf(h.docDate()));
        s.setTimestamp(14, Timestamp.from(h.acceptedAt()));
        s.setString(15, h.title());
        s.setString(16, h.docNo());
        s.setBoolean(17, h.replyRequired());
        s.setString(18, h.facts().toString());
        s.setString(19, entry.state());
        s.setArray(20, c.createArrayOf("text", entry.flags().toArray()));
        s.setString(21, remarks(entry).toString());
    }

    static ArrayNode remarks(Entry entry) {
        ArrayNode remarks = JSON.createArrayNode();
        for (Reason remark : entry.remarks()) {
            remarks.addObject()
                    .put("code", remark.code())
                    .put("pointer", remark.pointer())
                    .put("zh", remark.zh())
                    .put("en", remark.en());
        }
        return remarks;
    }

    static void save(Connection c, List<Transition> transitions) throws SQLException {
        if (transitions.isEmpty()) {
            return;
        }
        try (PreparedStatement s =
                c.prepareStatement("insert into matter.transition values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Transition t : transitions) {
                s.setLong(1, t.leafIndex());
                s.setInt(2, t.seq());
                s.setString(3, t.recordId());
                s.setInt(4, t.recordVersion());
                s.setString(5, t.event());
                s.setString(6, t.from());
                s.setString(7, t.to());
                s.setString(8, t.actor());
                s.setDate(9, Date.valueOf(t.on()));
                s.setTimestamp(10, Timestamp.from(t.at()));
                s.setString(11, t.why());
                s.setString(12, t.reason());
                s.addBatch();
            }
            s.executeBatch();
        }
    }

    static Transition transition(ResultSet r) throws SQLException {
        return new Transition(
                r.getLong("leaf_index"),
                r.getInt("seq"),
                r.getString("record_id"),
                r.getInt("record_version"),
                r.getString("event"),
                r.getString("from_state"),
                r.getString("to_state"),
                r.getString("actor"),
                r.getDate("on_day").toLocalDate(),
                r.getTimestamp("at").toInstant(),
                r.getString("why"),
                r.getString("reason"));
    }

    static JsonNode json(String text) throws SQLException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new SQLException("not JSON in a matter's table", e);
        }
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
