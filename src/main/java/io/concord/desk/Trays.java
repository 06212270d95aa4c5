package io.concord.desk;

import io.concord.access.Person;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// 收件箱 and 发件箱 of an agency, a page at a time, and what is due.
@Component
class Trays {

    static final int PAGE = 30;
    private static final int MOST_COUNTED = 999;

    private final JdbcClient sql;

    Trays(DataSource database) {
        this.sql = JdbcClient.create(database);
    }

    /// A record in a tray.
    ///
    /// @param receivedAt when it was signed for; of what was sent, when the last recipient had signed
    /// @param due the next day on which the agency owes something for it; null for none
    record Line(
            long leafIndex,
            UUID messageId,
            String recordId,
            String matterId,
            String type,
            String sender,
            List<String> mains,
            String title,
            String docNo,
            LocalDate docDate,
            String state,
            Instant acceptedAt,
            @Nullable Instant receivedAt,
            @Nullable LocalDate due) {}

    /// @param unsigned records that wait to be signed for
    /// @param owed terms that run against the agency
    /// @param overdue those of them that are over
    /// @param awaited terms that run for it
    record Counts(long unsigned, long owed, long overdue, long awaited) {

        /// As it is shown: whether there are a thousand or ten thousand, nobody decides by.
        public String shown(long count) {
            return count > MOST_COUNTED ? MOST_COUNTED + "+" : String.valueOf(count);
        }
    }

    private static final String RECEIVED = """
            select e.*, i.received_at, (select min(c.due) from deadline.clock c where c.record_id = e.record_id
              and c.record_version = e.record_version and c.state = 'OPEN' and c.obligors @> array[:agency::text]) as due
            from delivery.item i join matter.entry e using (message_id)
            where i.recipient = :agency and i.leaf_index < :before and i.record_type <> 'receipt' """;

    private static final String SENT = """
            select e.*, (select case when count(*) filter (where i.received_at is null) = 0 then max(i.received_at) end
              from delivery.item i where i.message_id = e.message_id) as received_at,
              (select min(c.due) from deadline.clock c where c.record_id = e.record_id
              and c.record_version = e.record_version and c.state = 'OPEN' and c.owner = :agency) as due
            from matter.entry e where e.sender = :agency and e.leaf_index < :before and e.record_type <> 'receipt' """;

    /// @param unsigned only those that wait to be signed for
    /// @param before leaf index to go on from
    List<Line> received(Person person, boolean unsigned, long before) {
        return lines(
                RECEIVED + (unsigned ? "and i.received_at is null and i.acknowledge = 'signed' " : "")
                        + "order by i.leaf_index desc limit " + PAGE,
                person,
                before);
    }

    List<Line> sent(Person person, long before) {
        return lines(SENT + "order by e.leaf_index desc limit " + PAGE, person, before);
    }

    private List<Line> lines(String query, Person person, long before) {
        return sql.sql(query)
                .param("agency", person.agencyCode())
                .param("before", before)
                .query((row, n) -> line(row))
                .list();
    }

    private static Line line(ResultSet row) throws SQLException {
        Timestamp received = row.getTimestamp("received_at");
        Date due = row.getDate("due");
        return new Line(
                row.getLong("leaf_index"),
                row.getObject("message_id", UUID.class),
                row.getString("record_id"),
                row.getString("matter_id"),
                row.getString("record_type"),
                row.getString("sender"),
                List.of((String[]) row.getArray("mains").getArray()),
                row.getString("title"),
                row.getString("doc_no"),
                row.getDate("doc_date").toLocalDate(),
                row.getString("state"),
                row.getTimestamp("accepted_at").toInstant(),
                received == null ? null : received.toInstant(),
                due == null ? null : due.toLocalDate());
    }

    /// The newest version of each record, by record id.
    Map<String, UUID> messageIds(List<String> recordIds) {
        Map<String, UUID> ids = new HashMap<>();
        if (!recordIds.isEmpty()) {
            sql.sql("select record_id, message_id from matter.entry where record_id in (:ids) order by record_version")
                    .param("ids", recordIds)
                    .query(row -> {
                        ids.put(row.getString("record_id"), row.getObject("message_id", UUID.class));
                    });
        }
        return ids;
    }

    Counts counts(Person person, LocalDate today) {
        return sql.sql("""
                        select (select count(*) from (select 1 from delivery.item where recipient = :agency and received_at is null
                            and acknowledge = 'signed' limit :most) x) as unsigned,
                          (select count(*) from (select 1 from deadline.clock where state = 'OPEN' and obligors @> array[:agency::text]
                            and kind <> 'option' limit :most) x) as owed,
                          (select count(*) from (select 1 from deadline.clock where state = 'OPEN' and obligors @> array[:agency::text]
                            and kind <> 'option' and due < :today limit :most) x) as overdue,
                          (select count(*) from (select 1 from deadline.clock where state = 'OPEN' and owner = :agency
                            limit :most) x) as awaited""")
                .param("most", MOST_COUNTED + 1)
                .param("agency", person.agencyCode())
                .param("today", Date.valueOf(today))
                .query((row, n) -> new Counts(
                        row.getLong("unsigned"), row.getLong("owed"), row.getLong("overdue"), row.getLong("awaited")))
                .single();
    }
}
