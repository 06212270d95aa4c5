package io.concord.agency;

import io.concord.crypto.VerifyingKey;
import io.concord.envelope.AgencyCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// The register of agencies as stored; gives out snapshots and notices when another node has changed it.
@Component
public class Agencies {

    private static final Logger LOG = LoggerFactory.getLogger(Agencies.class);

    private final JdbcClient sql;
    private volatile Register register;

    Agencies(DataSource database) {
        this.sql = JdbcClient.create(database);
        this.register = read();
    }

    /// The newest snapshot that this node knows; at most a second behind a change made elsewhere.
    public Register register() {
        return register;
    }

    /// Reads again where the stored version has moved.
    @Scheduled(fixedDelay = 1000)
    void refresh() {
        try {
            if (storedVersion() != register.version()) {
                register = read();
            }
        } catch (RuntimeException e) {
            LOG.warn("the register could not be read; version {} stays in use: {}", register.version(), e.toString());
        }
    }

    void refreshNow() {
        register = read();
    }

    private long storedVersion() {
        return sql.sql("select number from agency.version").query(Long.class).single();
    }

    private Register read() {
        // The version first: should a change slip in between, the next look reads once more.
        long version = storedVersion();
        Map<AgencyCode, Agency> agencies = new HashMap<>();
        sql.sql("select * from agency.agency")
                .query((row, n) -> agency(row))
                .list()
                .forEach(a -> agencies.put(a.code(), a));
        Map<String, AgencyKey> keys = new HashMap<>();
        sql.sql("select * from agency.signing_key")
                .query((row, n) -> key(row))
                .list()
                .forEach(k -> keys.put(k.key().id(), k));
        Map<String, Register.Token> tokens = new HashMap<>();
        sql.sql("select encode(sha256, 'hex') as hash, * from agency.token")
                .query((row, n) -> tokens.put(
                        row.getString("hash"),
                        new Register.Token(new AgencyCode(row.getString("agency_code")), instant(row, "valid_to"))))
                .list();
        Map<String, AgencyCode> certificates = new HashMap<>();
        sql.sql("select encode(sha256, 'hex') as hash, agency_code from agency.client_certificate")
                .query((row, n) ->
                        certificates.put(row.getString("hash"), new AgencyCode(row.getString("agency_code"))))
                .list();
        List<Agreement> agreements = sql.sql("select * from agency.agreement")
                .query((row, n) -> agreement(row))
                .list();
        return new Register(version, agencies, keys, tokens, certificates, agreements);
    }

    private static Agency agency(ResultSet row) throws SQLException {
        return new Agency(
                new AgencyCode(row.getString("code")),
                row.getString("name"),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_to", LocalDate.class));
    }

    private static AgencyKey key(ResultSet row) throws SQLException {
        return new AgencyKey(
                new AgencyCode(row.getString("agency_code")),
                VerifyingKey.of(row.getBytes("spki")),
                row.getString("certificate"),
                row.getString("chain"),
                row.getTimestamp("valid_from").toInstant(),
                row.getTimestamp("valid_to").toInstant(),
                instant(row, "revoked_at"));
    }

    private static Agreement agreement(ResultSet row) throws SQLException {
        return new Agreement(
                row.getString("record_type"),
                row.getString("sender"),
                row.getString("recipient"),
                row.getObject("valid_from", LocalDate.class),
                row.getObject("valid_to", LocalDate.class));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp value = row.getTimestamp(column);
        return value == null ? null : value.toInstant();
    }
}
