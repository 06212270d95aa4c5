package io.concord.casebook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.crypto.Digests;
import io.concord.envelope.CanonicalJson;
import io.concord.search.Fold;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Everything that was published, with its versions; what readers see is read here and nowhere else.
public final class Casebook {

    private static final ObjectMapper JSON = new ObjectMapper();
    /// The number of a published case in a text.
    private static final Pattern OTHER_CASE = Pattern.compile("LC-[0-9]{6}-[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private static final String COLUMNS =
            "select i.*, c.seq from casebook.item i join casebook.change c on c.item = i.id ";

    private static final String FOR_ALL =
            " from casebook.item i where i.state = 'PUBLISHED' and i.open and (i.embargo is null or i.embargo <= ?)";

    private final DataSource database;
    private final JdbcClient sql;

    public Casebook(DataSource database) {
        this.database = database;
        this.sql = JdbcClient.create(database);
    }

    /// What is published, new or anew.
    ///
    /// @param aliases official numbers under which it is found too
    /// @param articles that it cites, and record ids of letters that were used in it
    /// @param reason why there is another version
    public record Edition(
            UUID id,
            String kind,
            String sourceId,
            String title,
            ObjectNode body,
            boolean open,
            @Nullable LocalDate embargo,
            LocalDate publishedOn,
            @Nullable String recordId,
            List<String> aliases,
            List<String> articles,
            String reason) {}

    /// Publishes; the same content again changes nothing.
    ///
    /// @return whether it is new or another version
    public boolean publish(Edition edition, Instant at) {
        byte[] canonical = CanonicalJson.write(edition.body());
        byte[] digest = Digests.sha256((edition.title() + "\n" + new String(canonical, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
        Optional<Integer> version = sql.sql("select version from casebook.item where id = ? for update")
                .param(edition.id())
                .query(Integer.class)
                .optional();
        // From the same record (or import) with the same content, now or before: the ledger may be read again.
        boolean same = sql.sql(
                                "select count(*) from casebook.version where item = ? and sha256 = ? and record_id is not distinct from ?")
                        .param(1, edition.id())
                        .param(2, digest)
                        .param(3, edition.recordId(), java.sql.Types.VARCHAR)
                        .query(Integer.class)
                        .single()
                > 0;
        if (same) {
            return false;
        }
        int next = version.orElse(0) + 1;
        String humanId = version.isPresent() ? "" : freeId(edition.id());
        sql.sql("""
                        insert into casebook.item (id, human_id, kind, source_id, state, version, title, body, open, embargo, published_on,
                          record_id, reason, changed_at)
                        values (:id, :human, :kind, :source, 'PUBLISHED', :version, :title, :body::jsonb, :open, :embargo, :day, :record, :reason, :at)
                        on conflict (id) do update set state = 'PUBLISHED', version = excluded.version, title = excluded.title, body = excluded.body,
                          open = excluded.open, embargo = excluded.embargo, record_id = excluded.record_id, reason = excluded.reason,
                          changed_at = excluded.changed_at""")
                .param("id", edition.id())
                .param("human", humanId)
                .param("kind", edition.kind())
                .param("source", edition.sourceId())
                .param("version", next)
                .param("title", edition.title())
                .param("body", edition.body().toString())
                .param("open", edition.open())
                .param(
                        "embargo",
                        edition.embargo() == null ? null : Date.valueOf(edition.embargo()),
                        java.sql.Types.DATE)
                .param("day", Date.valueOf(edition.publishedOn()))
                .param("record", edition.recordId(), java.sql.Types.VARCHAR)
                .param("reason", next == 1 ? null : edition.reason(), java.sql.Types.VARCHAR)
                .param("at", Timestamp.from(at))
                .update();
        sql.sql("insert into casebook.version values (?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)")
                .params(
                        edition.id(),
                        next,
                        edition.title(),
                        edition.body().toString(),
                        digest,
                        Digests.sha256(CaseBody.text(edition.body()).getBytes(StandardCharsets.UTF_8)),
                        edition.reason(),
                        Timestamp.from(at),
                        edition.recordId())
                .update();
        Set<String> aliases = new LinkedHashSet<>(edition.aliases());
        aliases.add(edition.sourceId());
        for (String alias : aliases) {
            if (!alias.isBlank()) {
                sql.sql("insert into casebook.alias values (?, ?) on conflict do nothing")
                        .params(Fold.of(alias), edition.id())
                        .update();
            }
        }
        sql.sql("delete from casebook.citation where item = ?")
                .param(edition.id())
                .update();
        Set<String> cited = new LinkedHashSet<>(edition.articles());
        OTHER_CASE.matcher(CaseBody.text(edition.body())).results().forEach(found -> cited.add(found.group()));
        for (String key : edition.open() ? cited : Set.<String>of()) {
            sql.sql("insert into casebook.citation values (?, ?) on conflict do nothing")
                    .params(edition.id(), key)
                    .update();
        }
        changed(edition.id(), at);
        return true;
    }

    private String freeId(UUID id) {
        for (int salt = 0; ; salt++) {
            String humanId = HumanId.of(id, salt);
            if (sql.sql("select count(*) from casebook.item where human_id = ?")
                            .param(humanId)
                            .query(Integer.class)
                            .single()
                    == 0) {
                return humanId;
            }
        }
    }

    /// Takes out of sight: its text is gone from here, a page that says why stays.
    ///
    /// @param successor that replaces it; null where nothing does
    public void withdraw(UUID id, String reason, @Nullable UUID successor, Instant at) {
        int changes = sql.sql(
                        "update casebook.item set state = :state, body = null, successor = :successor, reason = :reason,"
                                + " changed_at = :at where id = :id"
                                + " and (state, reason, successor) is distinct from (:state, :reason, cast(:successor as uuid))")
                .param("state", successor == null ? "WITHDRAWN" : "SUPERSEDED")
                .param("successor", successor, java.sql.Types.OTHER)
                .param("reason", reason)
                .param("at", Timestamp.from(at))
                .param("id", id)
                .update();
        if (changes == 1) {
            sql.sql("update casebook.version set body = null where item = ?")
                    .param(id)
                    .update();
            sql.sql("delete from casebook.citation where item = ?").param(id).update();
            changed(id, at);
        }
    }

    /// Has those who follow the changes see what an embargo has kept from them until today.
    ///
    /// @return how many there are
    int endEmbargoes(LocalDate today, Instant at) {
        List<UUID> shown = sql.sql(
                        "update casebook.item set changed_at = :at where state = 'PUBLISHED' and embargo <= :today"
                                + " and changed_at < (embargo::timestamp at time zone 'Asia/Shanghai') returning id")
                .param("at", Timestamp.from(at))
                .param("today", Date.valueOf(today))
                .query(UUID.class)
                .list();
        shown.forEach(id -> changed(id, at));
        return shown.size();
    }

    /// In the order in which readers can see it: a place once read is never filled later.
    private void changed(UUID id, Instant at) {
        sql.sql("select pg_advisory_xact_lock(hashtextextended('casebook.change', 14))")
                .query((row, n) -> n)
                .list();
        sql.sql("insert into casebook.change (item, at) values (?, ?) on conflict (item) do update"
                        + " set seq = nextval('casebook.change_seq_seq'), at = excluded.at")
                .params(id, Timestamp.from(at))
                .update();
        sql.sql("insert into casebook.history select c.seq, i.id, i.version, i.state, i.reason, i.open, i.embargo, c.at"
                        + " from casebook.change c join casebook.item i on i.id = c.item where i.id = ?")
                .param(id)
                .update();
    }

    /// By id, by what people call it, by an official number: none, one or several.
    public List<Item> find(String name) {
        String typed = name.strip();
        if (typed.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            return sql.sql(COLUMNS + "where i.id = ?")
                    .param(UUID.fromString(typed))
                    .query((row, n) -> item(row))
                    .list();
        }
        return sql.sql(COLUMNS + "where i.human_id = ? or i.id in (select item from casebook.alias where alias = ?)"
                        + " order by i.published_on desc limit 50")
                .params(HumanId.normalise(typed), Fold.of(typed))
                .query((row, n) -> item(row))
                .list();
    }

    /// Several by their readable ids, as search gives them; what is gone meanwhile is not among them.
    public Map<String, Item> named(Collection<String> humanIds) {
        return humanIds.isEmpty()
                ? Map.of()
                : sql
                        .sql(COLUMNS + "where i.human_id in (:ids)")
                        .param("ids", humanIds)
                        .query((row, n) -> item(row))
                        .list()
                        .stream()
                        .collect(Collectors.toMap(Item::humanId, item -> item));
    }

    /// What only one node does at a time; it ends with the connection, so also with its holder.
    ///
    /// @param mine whether it was free
    record Turn(String what, boolean mine, Connection lock) implements AutoCloseable {

        @Override
        public void close() {
            try (lock) {
                if (mine) {
                    advisory(lock, "select pg_advisory_unlock(hashtextextended(?, 16))", what);
                }
            } catch (SQLException e) {
                throw new DataAccessResourceFailureException("a lock could not be given back", e);
            }
        }

        private static boolean advisory(Connection c, String statement, String what) throws SQLException {
            try (PreparedStatement s = c.prepareStatement(statement)) {
                s.setString(1, what);
                try (ResultSet row = s.executeQuery()) {
                    return row.next() && row.getBoolean(1);
                }
            }
        }
    }

    Turn turn(String what) {
        try {
            Connection lock = database.getConnection();
            try {
                boolean mine = Turn.advisory(lock, "select pg_try_advisory_lock(hashtextextended(?, 16))", what);
                return new Turn(what, mine, lock);
            } catch (SQLException e) {
                lock.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException("the database is away", e);
        }
    }

    /// How often an operator has asked for the indexes to be made anew.
    int indexEdition() {
        return sql.sql("select number from casebook.index_edition")
                .query(Integer.class)
                .single();
    }

    /// Has the ledger read from its beginning; what is here already changes nothing.
    public void readLedgerAgain() {
        sql.sql("update casebook.place set leaf_index = -1").update();
    }

    /// Has every node make its index anew, beside the one that answers meanwhile.
    public void makeIndexesAnew() {
        sql.sql("update casebook.index_edition set number = number + 1").update();
    }

    public Optional<Item> get(UUID id) {
        return sql.sql(COLUMNS + "where i.id = ?")
                .param(id)
                .query((row, n) -> item(row))
                .optional();
    }

    /// The item that a record published.
    Optional<Item> ofRecord(String recordId) {
        return sql.sql(COLUMNS + "where i.record_id = ?")
                .param(recordId)
                .query((row, n) -> item(row))
                .optional();
    }

    /// What has changed, in order; deletions too.
    public List<Item> changesAfter(long seq, int limit) {
        return sql.sql(COLUMNS + "where c.seq > ? order by c.seq limit ?")
                .params(seq, limit)
                .query((row, n) -> item(row))
                .list();
    }

    /// Open items by place in the stream, for harvesting: an embargo counts at the moment of asking.
    ///
    /// @param kind null for all
    public List<Item> harvest(
            long after,
            @Nullable Instant from,
            @Nullable Instant until,
            @Nullable String kind,
            LocalDate today,
            int limit) {
        return sql.sql(COLUMNS + """
                        where c.seq > :after and i.open and (i.embargo is null or i.embargo <= :today)
                          and (:from::timestamptz is null or i.changed_at >= :from::timestamptz)
                          and (:until::timestamptz is null or i.changed_at < :until::timestamptz)
                          and (:kind::text is null or i.kind = :kind::text)
                        order by c.seq limit :limit""")
                .param("after", after)
                .param("today", Date.valueOf(today))
                .param("from", from == null ? null : Timestamp.from(from), java.sql.Types.TIMESTAMP)
                .param("until", until == null ? null : Timestamp.from(until), java.sql.Types.TIMESTAMP)
                .param("kind", kind, java.sql.Types.VARCHAR)
                .param("limit", limit)
                .query((row, n) -> item(row))
                .list();
    }

    /// When what everybody may see has changed last.
    public Optional<Instant> latest(LocalDate today) {
        return sql.sql("select max(changed_at) from casebook.item where open and (embargo is null or embargo <= ?)")
                .param(Date.valueOf(today))
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }

    /// How many items everybody may see.
    public long open(LocalDate today) {
        return sql.sql("select count(*)" + FOR_ALL)
                .param(Date.valueOf(today))
                .query(Long.class)
                .single();
    }

    /// Where an item is and since when it is as it is.
    public record Address(String humanId, Instant changedAt) {}

    /// Those that everybody may see, in an order that what comes later seldom changes.
    public List<Address> addresses(LocalDate today, long from, int limit) {
        return sql.sql("select i.human_id, i.changed_at" + FOR_ALL + " order by i.published_on, i.id offset ? limit ?")
                .params(Date.valueOf(today), from, limit)
                .query((row, n) -> new Address(
                        row.getString("human_id"),
                        row.getTimestamp("changed_at").toInstant()))
                .list();
    }

    public Instant earliest() {
        return sql.sql("select min(changed_at) from casebook.item")
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant)
                .orElse(Instant.EPOCH);
    }

    /// A version of an item; digests stay when its text is gone.
    public record Version(
            int version,
            String title,
            @Nullable ObjectNode body,
            String sha256,
            String textSha256,
            String reason,
            Instant at) {}

    public List<Version> versions(UUID id) {
        return sql.sql("select * from casebook.version where item = ? order by version")
                .param(id)
                .query((row, n) -> new Version(
                        row.getInt("version"),
                        row.getString("title"),
                        json(row.getString("body")),
                        Digests.hex(row.getBytes("sha256")),
                        Digests.hex(row.getBytes("text_sha256")),
                        row.getString("reason"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    /// Open items that cite an article, `劳动合同法#30`, or came of a letter, by its record id.
    public List<Item> citing(String article, LocalDate today, int limit) {
        return sql.sql(COLUMNS
                        + "join casebook.citation t on t.item = i.id where t.article = ? and i.state = 'PUBLISHED'"
                        + " and (i.embargo is null or i.embargo <= ?) order by i.published_on desc limit ?")
                .params(article, Date.valueOf(today), limit)
                .query((row, n) -> item(row))
                .list();
    }

    /// How many open items name an official number.
    long citedAs(List<String> numbers, UUID but) {
        return numbers.isEmpty()
                ? 0
                : sql.sql(
                                "select count(distinct item) from casebook.citation where article in (:numbers) and item <> :but")
                        .param("numbers", numbers)
                        .param("but", but)
                        .query(Long.class)
                        .single();
    }

    /// How many open items there are by region and year: what is here, and by that what is not.
    ///
    /// @param year empty where nobody said it; the day of an import says nothing of it
    public record Coverage(String kind, String region, String year, long items) {}

    public List<Coverage> coverage(LocalDate today) {
        return sql.sql("""
                        select kind, coalesce(body -> 'tags' -> 'region' ->> 0, '') as region,
                          coalesce(body -> 'tags' -> 'year' ->> 0, '') as year, count(*) as n
                        from casebook.item where state = 'PUBLISHED' and open and (embargo is null or embargo <= ?) group by 1, 2, 3 order by 1, 2, 3""")
                .param(Date.valueOf(today))
                .query((row, n) -> new Coverage(
                        row.getString("kind"), row.getString("region"), row.getString("year"), row.getLong("n")))
                .list();
    }

    /// How many open items name an agency as one of theirs; one that several made counts for each of them.
    ///
    /// @param agency its code; empty for items that name none
    public record AgencyCoverage(String kind, String agency, long items) {}

    public List<AgencyCoverage> coverageByAgency(LocalDate today) {
        return sql.sql("""
                        select i.kind, coalesce(a.code, '') as agency, count(distinct i.id) as n
                        from casebook.item i left join lateral jsonb_array_elements_text(i.body -> 'tags' -> 'agency') as a(code) on true
                        where i.state = 'PUBLISHED' and i.open and (i.embargo is null or i.embargo <= ?) group by 1, 2 order by 1, 2""")
                .param(Date.valueOf(today))
                .query((row, n) -> new AgencyCoverage(row.getString("kind"), row.getString("agency"), row.getLong("n")))
                .list();
    }

    public long newestChange() {
        return sql.sql("select coalesce(max(seq), 0) from casebook.change")
                .query(Long.class)
                .single();
    }

    private static Item item(ResultSet row) throws SQLException {
        Date embargo = row.getDate("embargo");
        return new Item(
                row.getObject("id", UUID.class),
                row.getString("human_id"),
                row.getString("kind"),
                row.getString("source_id"),
                row.getString("state"),
                row.getInt("version"),
                row.getString("title"),
                json(row.getString("body")),
                row.getBoolean("open"),
                embargo == null ? null : embargo.toLocalDate(),
                row.getDate("published_on").toLocalDate(),
                row.getString("record_id"),
                row.getObject("successor", UUID.class),
                row.getString("reason"),
                row.getTimestamp("changed_at").toInstant(),
                row.getLong("seq"));
    }

    static @Nullable ObjectNode json(@Nullable String text) {
        try {
            return text == null ? null : (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored body is not JSON", e);
        }
    }
}
