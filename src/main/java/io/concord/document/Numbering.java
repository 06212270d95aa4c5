package io.concord.document;

import io.concord.envelope.AgencyCode;
import io.concord.matter.Matters;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Assigns document numbers 发文字号 without gaps, for each agency, class and year (R-06; GB/T 9704-2012).
///
/// A number is assigned once, for one record, at its signing; it is not used again, not even after a
/// withdrawal. Numbers
/// that an agency's own system has given count too, as soon as their records are accepted.
@Component
public class Numbering {

    private static final Pattern NUMBER = Pattern.compile("(?<prefix>.+)〔(?<year>[0-9]{4})〕(?<number>[0-9]+)号");

    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Matters matters;
    private final InstantSource clock;

    Numbering(DataSource database, TransactionTemplate transaction, Matters matters, InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.transaction = transaction;
        this.matters = matters;
        this.clock = clock;
    }

    /// A number for a record.
    public record Assigned(String docNo, String recordId, boolean again) {}

    /// How a series stands.
    ///
    /// @param gaps numbers below the last that neither an accepted record nor an assignment accounts for
    /// @param unused numbers that were assigned and whose record has not come
    public record Series(String prefix, int year, long last, List<Long> gaps, List<String> unused) {}

    /// The next number of a series; for a record that has one already, that one.
    ///
    /// @param numberClass of the record type, for example 意见
    /// @param prefix 机关代字, for example 江东工监意; null for the one that the class had last
    /// @return empty where the class has no prefix yet and none is given
    public Optional<Assigned> assign(
            AgencyCode agency, String numberClass, @Nullable String prefix, int year, String recordId) {
        // Read before the transaction: two connections a caller would starve the pool.
        String known = prefix != null ? prefix : lastPrefix(agency, numberClass);
        if (known == null) {
            return Optional.empty();
        }
        long accepted = accepted(agency, known, year).max().orElse(0);
        Optional<Assigned> result = transaction.execute(status -> {
            // One assignment of an agency at a time, on every node.
            sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 11))")
                    .param(agency.value())
                    .query((row, n) -> n)
                    .list();
            Optional<String> had = sql.sql("select doc_no from document.number where agency = ? and record_id = ?")
                    .params(agency.value(), recordId)
                    .query(String.class)
                    .optional();
            if (had.isPresent()) {
                return had.map(docNo -> new Assigned(docNo, recordId, true));
            }
            long next =
                    1 + Math.max(accepted, assigned(agency, known, year).max().orElse(0));
            String docNo = known + "〔" + year + "〕" + next + "号";
            sql.sql("insert into document.number values (?, ?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            agency.value(),
                            numberClass,
                            known,
                            year,
                            next,
                            docNo,
                            recordId,
                            Timestamp.from(clock.instant()))
                    .update();
            return Optional.of(new Assigned(docNo, recordId, false));
        });
        return Objects.requireNonNull(result);
    }

    /// Whether numbers of a class can be assigned: whether it has a prefix.
    public boolean isBegun(AgencyCode agency, String numberClass) {
        return lastPrefix(agency, numberClass) != null;
    }

    /// A number that a person gave to an accepted record: the class goes on from it.
    public void given(AgencyCode agency, String numberClass, String docNo, String recordId) {
        Matcher number = NUMBER.matcher(docNo);
        if (number.matches() && number.group("number").length() <= 9) {
            sql.sql("insert into document.number values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
                    .params(
                            agency.value(),
                            numberClass,
                            number.group("prefix"),
                            Integer.parseInt(number.group("year")),
                            Long.parseLong(number.group("number")),
                            docNo,
                            recordId,
                            Timestamp.from(clock.instant()))
                    .update();
        }
    }

    private @Nullable String lastPrefix(AgencyCode agency, String numberClass) {
        return sql.sql("select prefix from document.number where agency = ? and class = ? order by at desc limit 1")
                .params(agency.value(), numberClass)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private LongStream assigned(AgencyCode agency, String prefix, int year) {
        return sql
                .sql("select number from document.number where agency = ? and prefix = ? and year = ?")
                .params(agency.value(), prefix, year)
                .query(Long.class)
                .list()
                .stream()
                .mapToLong(n -> n);
    }

    private LongStream accepted(AgencyCode agency, String prefix, int year) {
        return matters.documentNumbers(agency, prefix + "〔" + year + "〕").stream()
                .map(NUMBER::matcher)
                .filter(Matcher::matches)
                .mapToLong(m -> Long.parseLong(m.group("number")));
    }

    /// How a series of an agency stands.
    public Series series(AgencyCode agency, String prefix, int year) {
        TreeSet<Long> accepted = new TreeSet<>();
        accepted(agency, prefix, year).forEach(accepted::add);
        TreeSet<Long> all = new TreeSet<>(accepted);
        assigned(agency, prefix, year).forEach(all::add);
        long last = all.isEmpty() ? 0 : all.last();
        return new Series(
                prefix,
                year,
                last,
                LongStream.rangeClosed(1, last)
                        .filter(n -> !all.contains(n))
                        .boxed()
                        .toList(),
                all.stream()
                        .filter(n -> !accepted.contains(n))
                        .map(n -> prefix + "〔" + year + "〕" + n + "号")
                        .toList());
    }
}
