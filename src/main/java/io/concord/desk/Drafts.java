package io.concord.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.access.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Records that somebody is writing: kept from the first key on, on the way to an approver, sent or given up.
@Component
class Drafts {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcClient sql;
    private final InstantSource clock;

    Drafts(DataSource database, InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.clock = clock;
    }

    /// Where a draft is.
    enum State {
        EDITING,
        /// Before an approver.
        AWAITING,
        SENT,
        DROPPED
    }

    /// @param id also the message id of the record that it becomes
    /// @param note why an approver gave it back
    record Draft(
            UUID id,
            String agency,
            String author,
            String authorName,
            String recordType,
            ObjectNode envelope,
            State state,
            int revision,
            String note,
            Instant changedAt) {

        public boolean isOpen() {
            return state == State.EDITING || state == State.AWAITING;
        }

        public String title() {
            return envelope.path("title").asText();
        }
    }

    Draft begin(Person person, String recordType, ObjectNode envelope) {
        UUID id = UUID.randomUUID();
        Timestamp now = Timestamp.from(clock.instant());
        sql.sql(
                        "insert into desk.draft (id, agency, author, author_name, record_type, envelope, state, made_at, changed_at)"
                                + " values (?, ?, ?, ?, ?, ?::jsonb, 'EDITING', ?, ?)")
                .params(
                        id,
                        person.agencyCode(),
                        person.username(),
                        person.name(),
                        recordType,
                        envelope.toString(),
                        now,
                        now)
                .update();
        return find(person, id).orElseThrow();
    }

    /// A draft of the person's own, or of their agency once it was submitted: what somebody is still writing is theirs.
    Optional<Draft> find(Person person, UUID id) {
        return sql.sql("select * from desk.draft where id = ? and agency = ? and (author = ? or state <> 'EDITING')")
                .params(id, person.agencyCode(), person.username())
                .query((row, n) -> draft(row))
                .optional();
    }

    /// Those that are still being written or wait for an approver, the last changed first.
    List<Draft> open(Person person) {
        return sql.sql(
                        "select * from desk.draft where agency = ? and (state = 'AWAITING' or state = 'EDITING' and author = ?)"
                                + " order by changed_at desc limit 200")
                .params(person.agencyCode(), person.username())
                .query((row, n) -> draft(row))
                .list();
    }

    /// Keeps what was typed.
    ///
    /// @param revision that the writer has seen
    /// @return false where somebody else has changed it since, or it is no longer open
    boolean keep(UUID id, int revision, ObjectNode envelope, State state, String note) {
        return sql.sql(
                                "update desk.draft set envelope = ?::jsonb, state = ?, note = ?, revision = revision + 1, changed_at = ?"
                                        + " where id = ? and revision = ? and state in ('EDITING', 'AWAITING')")
                        .params(envelope.toString(), state.name(), note, Timestamp.from(clock.instant()), id, revision)
                        .update()
                == 1;
    }

    void close(UUID id, ObjectNode envelope, State state) {
        sql.sql(
                        "update desk.draft set envelope = ?::jsonb, state = ?, revision = revision + 1, changed_at = ? where id = ?")
                .params(envelope.toString(), state.name(), Timestamp.from(clock.instant()), id)
                .update();
    }

    /// The next serial number of a record type, above all that the agency has used.
    int serial(String agency, String rt, int year) {
        String start = "%s-%s-%d-".formatted(agency, rt.replace("-", ""), year);
        int used = sql.sql("select coalesce(max(right(record_id, 6)::int), 0) from matter.entry where sender = ?"
                        + " and starts_with(record_id, ?)")
                .params(agency, start)
                .query(Integer.class)
                .single();
        return sql.sql(
                        "insert into desk.serial as s values (:agency, :rt, :year, :used + 1)"
                                + " on conflict (agency, rt, year) do update set last = greatest(s.last, :used) + 1 returning last")
                .param("agency", agency)
                .param("rt", rt)
                .param("year", year)
                .param("used", used)
                .query(Integer.class)
                .single();
    }

    private static Draft draft(ResultSet row) throws SQLException {
        try {
            return new Draft(
                    row.getObject("id", UUID.class),
                    row.getString("agency"),
                    row.getString("author"),
                    row.getString("author_name"),
                    row.getString("record_type"),
                    (ObjectNode) JSON.readTree(row.getString("envelope")),
                    State.valueOf(row.getString("state")),
                    row.getInt("revision"),
                    row.getString("note"),
                    row.getTimestamp("changed_at").toInstant());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept draft is not JSON", e);
        }
    }
}
