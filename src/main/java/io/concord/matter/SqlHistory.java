package io.concord.matter;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What is stored, and what the batch at hand has added to it.
final class SqlHistory implements History {

    private static final int MOST = 500;

    private final Connection connection;
    private final World world;

    SqlHistory(Connection connection, World world) {
        this.connection = connection;
        this.world = world;
    }

    /// The database failed: nothing is said of the record, it may come again.
    static final class Unreadable extends RuntimeException {
        Unreadable(SQLException cause) {
            super("the history could not be read", cause);
        }
    }

    private interface Binding {
        void on(PreparedStatement s) throws SQLException;
    }

    private List<Entry.Head> query(String where, Binding binding, Predicate<Entry.Head> same) {
        return query(where, 20, binding, same);
    }

    private List<Entry.Head> query(String where, int limit, Binding binding, Predicate<Entry.Head> same) {
        List<Entry.Head> heads = new ArrayList<>();
        try (PreparedStatement s = connection.prepareStatement(
                "select * from matter.entry where " + where + " order by leaf_index desc limit " + limit)) {
            binding.on(s);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    heads.add(MatterSql.head(r));
                }
            }
        } catch (SQLException e) {
            throw new Unreadable(e);
        }
        world.entries().stream()
                .filter(Entry::fresh)
                .map(Entry::head)
                .filter(same)
                .forEach(head -> heads.addFirst(head));
        return heads;
    }

    @Override
    public List<Entry.Head> letters(String type, String uscc, String otherThanMatter, LocalDate since) {
        return query(
                "record_type = ? and facts ->> 'employer' = ? and matter_id <> ? and doc_date >= ? and state <> 'WITHDRAWN'",
                s -> {
                    s.setString(1, type);
                    s.setString(2, uscc);
                    s.setString(3, otherThanMatter);
                    s.setDate(4, Date.valueOf(since));
                },
                head -> head.type().equals(type)
                        && head.facts().path("employer").asText().equals(uscc)
                        && !head.matterId().equals(otherThanMatter)
                        && !head.docDate().isBefore(since));
    }

    @Override
    public Optional<Entry.Head> numbered(String sender, String docNo, String otherThanRecordId) {
        return query(
                        "sender = ? and doc_no = ? and record_id <> ?",
                        s -> {
                            s.setString(1, sender);
                            s.setString(2, docNo);
                            s.setString(3, otherThanRecordId);
                        },
                        head -> head.sender().equals(sender)
                                && head.docNo().equals(docNo)
                                && !head.recordId().equals(otherThanRecordId))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Entry.Head> find(String recordId) {
        return query(
                        "record_id = ?",
                        s -> s.setString(1, recordId),
                        head -> head.recordId().equals(recordId))
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Entry.Head> latest(String type, String fact, String value) {
        return withFact(type, fact, value, 1).stream().findFirst();
    }

    @Override
    public List<Entry.Head> all(String type, String fact, String value) {
        return withFact(type, fact, value, MOST).reversed();
    }

    private List<Entry.Head> withFact(String type, String fact, String value, int limit) {
        return query(
                "record_type = ? and (facts ->> ? = ? or facts -> ? @> to_jsonb(?::text))",
                limit,
                s -> {
                    s.setString(1, type);
                    s.setString(2, fact);
                    s.setString(3, value);
                    s.setString(4, fact);
                    s.setString(5, value);
                },
                head -> head.type().equals(type) && holds(head, fact, value));
    }

    @Override
    public Set<String> agencies(String region) {
        try (PreparedStatement s =
                connection.prepareStatement("select code from agency.agency where starts_with(code, ? || '-')")) {
            s.setString(1, region);
            Set<String> codes = new LinkedHashSet<>();
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    codes.add(r.getString(1));
                }
            }
            return codes;
        } catch (SQLException e) {
            throw new Unreadable(e);
        }
    }

    private static boolean holds(Entry.Head head, String fact, String value) {
        return head.facts().path(fact).asText().equals(value)
                || head.facts()
                        .path(fact)
                        .valueStream()
                        .anyMatch(v -> v.asText().equals(value));
    }
}
