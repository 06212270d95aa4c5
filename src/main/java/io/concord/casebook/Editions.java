package io.concord.casebook;

import io.concord.crypto.Digests;
import io.concord.envelope.ChinaTime;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Editions of the open casebook, as it stood after a change of the stream and with the embargoes of a day: each item
/// in the version that it had then. What has been withdrawn since, or is not for everybody any more, is a stone in
/// every edition.
public final class Editions {

    private static final Pattern NAME = Pattern.compile("c([0-9]{1,18})-([0-9]{4}-[0-9]{2}-[0-9]{2})");

    private final JdbcClient sql;

    public Editions(DataSource database) {
        this.sql = JdbcClient.create(database);
    }

    /// @param seq place in the stream of changes
    /// @param day whose embargoes hold
    public record Edition(long seq, LocalDate day) {

        /// @return empty where it is no name of an edition
        public static Optional<Edition> of(String name) {
            Matcher parts = NAME.matcher(name);
            try {
                return parts.matches()
                        ? Optional.of(new Edition(Long.parseLong(parts.group(1)), LocalDate.parse(parts.group(2))))
                        : Optional.empty();
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }

        /// `c1234-2026-07-24`
        public String name() {
            return "c" + seq + "-" + day;
        }
    }

    /// @param item as the edition has it; without its body where it was withdrawn by then or is withheld
    /// @param withheld since when the edition cannot show any more what it had; null while it can
    public record Held(Item item, @Nullable Instant withheld) {}

    /// A manifest as it was first made.
    ///
    /// @param sha256 of its export as JSONL, lower-case hex
    /// @param csvSha256 of its export as CSV
    public record Taken(long items, long newestSeq, String sha256, String csvSha256, Instant at) {}

    public Edition newest(LocalDate today) {
        long seq = sql.sql("select coalesce(max(seq), 0) from casebook.change")
                .query(Long.class)
                .single();
        return new Edition(seq, today);
    }

    /// The first that can be given again.
    public long first() {
        return sql.sql("select seq from casebook.history_start")
                .query(Long.class)
                .single();
    }

    /// Whether there has been such an edition, and what it held is known.
    ///
    /// @param today later ones would show what is under embargo
    public boolean exists(Edition edition, LocalDate today) {
        Instant since = edition.seq() < first() || edition.seq() > newest(today).seq()
                ? Instant.MAX
                : sql.sql("select at from casebook.history where seq <= ? order by seq desc limit 1")
                        .param(edition.seq())
                        .query(Timestamp.class)
                        .optional()
                        .map(Timestamp::toInstant)
                        .orElse(Instant.EPOCH);
        return !edition.day().isAfter(today)
                && since.isBefore(
                        edition.day().plusDays(1).atStartOfDay(ChinaTime.ZONE).toInstant());
    }

    /// What an edition holds, by place in the stream.
    ///
    /// @param after place after which to begin
    /// @param today what is under embargo or closed now is withheld
    public List<Held> items(Edition edition, long after, LocalDate today, int limit) {
        return sql.sql("""
                        select h.seq, h.item, h.version, h.state, h.reason, h.at, v.title, v.body,
                          i.human_id, i.kind, i.source_id, i.published_on, i.changed_at,
                          i.open and (i.embargo is null or i.embargo <= :today) as for_all,
                          gone.state as gone_state, gone.reason as gone_reason, gone.at as gone_at
                        from casebook.history h join casebook.item i on i.id = h.item
                          join casebook.version v on v.item = h.item and v.version = h.version
                          left join lateral (select l.state, l.reason, l.at from casebook.history l
                            where h.state = 'PUBLISHED' and v.body is null and l.item = h.item and l.seq > h.seq and l.state <> 'PUBLISHED'
                            order by l.seq limit 1) gone on true
                        where h.seq > :after and h.seq <= :seq and h.open and (h.embargo is null or h.embargo <= :day)
                          and not exists (select 1 from casebook.history l where l.item = h.item and l.seq > h.seq and l.seq <= :seq)
                        order by h.seq limit :limit""")
                .param("seq", edition.seq())
                .param("day", Date.valueOf(edition.day()))
                .param("after", after)
                .param("today", Date.valueOf(today))
                .param("limit", limit)
                .query((row, n) -> held(row))
                .list();
    }

    private static Held held(ResultSet row) throws SQLException {
        boolean published = row.getString("state").equals("PUBLISHED");
        boolean gone = published && row.getString("body") == null;
        boolean closed = published && !row.getBoolean("for_all");
        String state = row.getString("state");
        String reason = row.getString("reason");
        Instant since = null;
        if (gone) {
            state = said(row, "gone_state", "WITHDRAWN");
            reason = said(row, "gone_reason", "已撤回");
            Timestamp at = row.getTimestamp("gone_at");
            since = (at == null ? row.getTimestamp("changed_at") : at).toInstant();
        } else if (closed) {
            state = "WITHHELD";
            reason = "不再对所有人公开";
            since = row.getTimestamp("changed_at").toInstant();
        }
        return new Held(
                new Item(
                        row.getObject("item", UUID.class),
                        row.getString("human_id"),
                        row.getString("kind"),
                        row.getString("source_id"),
                        state,
                        row.getInt("version"),
                        row.getString("title"),
                        published && !gone && !closed ? Casebook.json(row.getString("body")) : null,
                        true,
                        null,
                        row.getDate("published_on").toLocalDate(),
                        null,
                        null,
                        reason,
                        row.getTimestamp("at").toInstant(),
                        row.getLong("seq")),
                since);
    }

    private static String said(ResultSet row, String column, String otherwise) throws SQLException {
        String text = row.getString(column);
        return text == null ? otherwise : text;
    }

    /// Keeps the first manifest of an edition.
    public void take(Edition edition, Taken manifest) {
        sql.sql("insert into casebook.edition values (?, ?, ?, ?, ?, ?) on conflict do nothing")
                .params(
                        edition.name(),
                        manifest.items(),
                        manifest.newestSeq(),
                        HexFormat.of().parseHex(manifest.sha256()),
                        HexFormat.of().parseHex(manifest.csvSha256()),
                        Timestamp.from(manifest.at()))
                .update();
    }

    /// The first manifest of an edition; empty where nobody asked for one.
    public Optional<Taken> taken(Edition edition) {
        return sql.sql("select * from casebook.edition where name = ?")
                .param(edition.name())
                .query((row, n) -> new Taken(
                        row.getLong("items"),
                        row.getLong("newest_seq"),
                        Digests.hex(row.getBytes("sha256")),
                        Digests.hex(row.getBytes("csv_sha256")),
                        row.getTimestamp("taken_at").toInstant()))
                .optional();
    }
}
