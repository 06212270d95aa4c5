package io.concord.matter;

import io.concord.envelope.AgencyCode;
import io.concord.envelope.ChinaTime;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Numbers new matters 事项主线号 (`MT-{region}-{year}-{6 digits}`) for agencies whose systems know only their own case
/// numbers: across agencies, since two affairs must never share one.
@Component
public class MatterNumbers {

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    MatterNumbers(DataSource database, TransactionTemplate transaction, InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.transaction = transaction;
        this.clock = clock;
    }

    /// The matter for an agency's own case; the same for the same case.
    public String of(AgencyCode agency, String caseNumber) {
        String matterId = transaction.execute(status -> {
            Instant now = clock.instant();
            String series = "MT-%s-%d-"
                    .formatted(agency.region(), now.atZone(ChinaTime.ZONE).getYear());
            sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 13))")
                    .param(series)
                    .query((row, n) -> n)
                    .list();
            Optional<String> had = sql.sql("select matter_id from matter.number where agency = ? and case_number = ?")
                    .params(agency.value(), caseNumber)
                    .query(String.class)
                    .optional();
            return had.orElseGet(() -> next(agency, caseNumber, series, now));
        });
        return Objects.requireNonNull(matterId);
    }

    /// The number after the last that was given out here, and none that an agency has chosen itself: one that chose
    /// the last of the year takes nothing from the others.
    private String next(AgencyCode agency, String caseNumber, String series, Instant now) {
        int next = sql.sql("select coalesce(max(right(matter_id, 6)::int), 0) + 1 from matter.number"
                        + " where matter_id like ? || '%'")
                .param(series)
                .query(Integer.class)
                .single();
        while (isTaken(series + "%06d".formatted(next))) {
            next++;
        }
        String matterId = series + "%06d".formatted(next);
        sql.sql("insert into matter.number values (?, ?, ?, ?)")
                .params(agency.value(), caseNumber, matterId, Timestamp.from(now))
                .update();
        return matterId;
    }

    private boolean isTaken(String matterId) {
        return sql.sql("select exists (select 1 from matter.entry where matter_id = ?)")
                .param(matterId)
                .query(Boolean.class)
                .single();
    }
}
