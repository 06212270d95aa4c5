package io.concord.edge;

import io.concord.envelope.AgencyCode;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Which matter a system's own case number belongs to. The hub numbers a new one, since matters are numbered across
/// agencies; this edge keeps the answer.
@Component
public class CaseMatters {

    private final JdbcClient sql;
    private final HubClient hub;

    CaseMatters(DataSource database, HubClient hub) {
        this.sql = JdbcClient.create(database);
        this.hub = hub;
    }

    /// @throws HubUnavailable when the case is new and the hub does not answer
    public String of(AgencyCode agency, String nativeCase) {
        return sql.sql("select matter_id from edge.matter where agency = ? and native_case = ?")
                .params(agency.value(), nativeCase)
                .query(String.class)
                .optional()
                .orElseGet(() -> number(agency, nativeCase));
    }

    private String number(AgencyCode agency, String nativeCase) {
        String matterId = hub.matterFor(agency.value(), nativeCase);
        sql.sql("insert into edge.matter values (?, ?, ?) on conflict do nothing")
                .params(agency.value(), nativeCase, matterId)
                .update();
        return matterId;
    }
}
