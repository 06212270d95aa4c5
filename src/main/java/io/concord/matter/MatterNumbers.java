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

    private String next(AgencyCode agency, String caseNumber, String series, Instant now) {
        long last = sql.sql("""
                        select coalesce(max(right(matter_id, 6)::bigint), 0) from (
                          select matter_id from matter.number where matter_id like :series || '%'
                          union all select matter_id from matter.entry where matter_id like :series || '%') m""").param("series", series).query(Long.class).single();
        String matterId = series + "%06d".formatted(last + 1);
        sql.sql("insert into matter.number values (?, ?, ?, ?)")
                .params(agency.value(), caseNumber, matterId, Timestamp.from(now))
                .update();
        return matterId;
    }
}
