package io.concord.desk;

import io.concord.access.Person;
import io.concord.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// 查询码: with one, a party sees how far its own affair has come, and nothing else (A-PARTY).
@Component
class QueryCodes {

    /// Without letters and digits that are mistaken for each other.
    private static final String LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int LENGTH = 16;
    private static final int VALID_DAYS = 365;

    private final JdbcClient sql;
    private final SecureRandom random;
    private final InstantSource clock;

    QueryCodes(DataSource database, SecureRandom random, InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.random = random;
        this.clock = clock;
    }

    /// What a code opens.
    record Opened(String matterId, String agency, String party) {}

    /// A new code; shown once, only its digest is kept.
    String give(Person person, String matterId, String party, LocalDate today) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            code.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        sql.sql("insert into desk.query_code values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        digest(code.toString()),
                        person.agencyCode(),
                        matterId,
                        party,
                        person.username(),
                        Timestamp.from(clock.instant()),
                        Date.valueOf(today.plusDays(VALID_DAYS)))
                .update();
        return code.toString();
    }

    Optional<Opened> open(String code, LocalDate today) {
        return sql.sql("select * from desk.query_code where sha256 = ? and valid_to >= ?")
                .params(digest(code), Date.valueOf(today))
                .query((row, n) ->
                        new Opened(row.getString("matter_id"), row.getString("agency"), row.getString("party")))
                .optional();
    }

    private static byte[] digest(String code) {
        String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
        return Digests.sha256(plain.getBytes(StandardCharsets.UTF_8));
    }
}
