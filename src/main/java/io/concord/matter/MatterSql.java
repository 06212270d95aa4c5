package io.concord.matter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.concord.platform.CopyIn;
import io.concord.problem.Reason;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /// Stores new records and what has changed of others.
    static void save(Connection c, Collection<Entry> entries) throws SQLException {
        CopyIn copy = new CopyIn(c, "matter.entry");
        try (PreparedStatement u =
                c.prepareStatement("update matter.entry set state = ?, flags = ? where message_id = ?")) {
            boolean changed = false;
            for (Entry entry : entries) {
                if (entry.fresh()) {
                    copy(copy, entry);
                } else if (entry.changed()) {
                    u.setString(1, entry.state());
                    u.setArray(2, c.createArrayOf("text", entry.flags().toArray()));
                    u.setObject(3, entry.head().messageId());
                    u.addBatch();
                    changed = true;
                }
            }
            copy.flush();
            if (changed) {
                u.executeBatch();
            }
        }
    }

    private static void copy(CopyIn copy, Entry entry) throws SQLException {
        Entry.Head h = entry.head();
        copy.row(
                h.messageId(),
                h.leafIndex(),
                h.recordId(),
                h.recordVersion(),
                h.matterId(),
                h.type(),
                h.line(),
                h.sender(),
                h.mains(),
                h.copies(),
                h.external(),
                h.region(),
                h.docDate(),
                h.acceptedAt(),
                h.title(),
                h.docNo(),
                h.replyRequired(),
                h.facts(),
                entry.state(),
                List.copyOf(entry.flags()),
                remarks(entry));
    }

    private static ArrayNode remarks(Entry entry) {
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
        CopyIn copy = new CopyIn(c, "matter.transition");
        for (Transition t : transitions) {
            copy.row(
                    t.leafIndex(),
                    t.seq(),
                    t.recordId(),
                    t.recordVersion(),
                    t.event(),
                    t.from(),
                    t.to(),
                    t.actor(),
                    t.on(),
                    t.at(),
                    t.why(),
                    t.reason());
        }
        copy.flush();
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
