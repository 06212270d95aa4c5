package io.concord.delivery;

import io.concord.delivery.Subscription.Protocol;
import io.concord.delivery.Subscription.State;
import io.concord.envelope.ChinaTime;
import io.concord.ledger.LogReader;
import io.concord.problem.Reason;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Who is told of events: made, looked at, paused and ended here; [Notifier] does the telling.
@Component
public class Subscriptions {

    private static final int MOST = 20;
    private static final int LONGEST_SINK = 500;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Timestamp NEVER = Timestamp.from(Instant.EPOCH);

    private final JdbcClient sql;
    private final EventKinds kinds;
    private final LogReader log;
    private final InstantSource clock;

    Subscriptions(DataSource database, EventKinds kinds, LogReader log, InstantSource clock) {
        this.sql = JdbcClient.create(database);
        this.kinds = kinds;
        this.log = log;
        this.clock = clock;
    }

    /// @param owner agency; null for the whole hub
    /// @param from entry of the log to begin with; null begins with what comes from now on
    public record Wish(
            @Nullable String owner,
            List<String> types,
            String filters,
            String protocol,
            String sink,
            @Nullable Long from) {}

    /// Kinds of events that there are today.
    public List<EventKinds.Kind> kinds() {
        return kinds.on("000000", LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE));
    }

    /// What stands against a wish; empty where nothing does.
    public List<Reason> check(Wish wish) {
        List<Reason> reasons = new ArrayList<>();
        Set<String> known = kinds().stream().map(EventKinds.Kind::type).collect(Collectors.toSet());
        List<String> unknown =
                wish.types().stream().filter(type -> !known.contains(type)).toList();
        if (wish.types().isEmpty() || !unknown.isEmpty()) {
            reasons.add(new Reason(
                    "parameter-invalid",
                    "/types",
                    unknown.isEmpty() ? "请至少选择一类事件" : "没有这类事件：" + String.join("、", unknown),
                    unknown.isEmpty()
                            ? "choose at least one type of event"
                            : "there is no such type of event: " + String.join(", ", unknown),
                    known.stream().sorted().toList()));
        }
        try {
            EventFilter.of(wish.filters());
        } catch (IllegalArgumentException e) {
            reasons.add(new Reason(
                    "parameter-invalid",
                    "/filters",
                    "过滤条件有误：" + e.getMessage(),
                    "the filters are wrong: " + e.getMessage()));
        }
        if (Arrays.stream(Protocol.values()).noneMatch(p -> p.name().equals(wish.protocol()))) {
            reasons.add(new Reason("parameter-invalid", "/protocol", "应为 HTTP、JMS 或 KAFKA", "one of HTTP, JMS, KAFKA"));
        } else {
            sink(wish).ifPresent(reasons::add);
        }
        if (wish.from() != null && (wish.from() < 0 || wish.from() > log.size())) {
            reasons.add(new Reason(
                    "parameter-invalid",
                    "/config/from",
                    "应在 0 与日志现有条数之间",
                    "between 0 and the present size of the log"));
        }
        if (of(wish.owner()).size() >= MOST) {
            reasons.add(new Reason(
                    "parameter-invalid",
                    "",
                    "一个单位最多 " + MOST + " 个订阅，请先删除不用的",
                    "an agency has at most " + MOST + " subscriptions; end one first"));
        }
        return reasons;
    }

    private static Optional<Reason> sink(Wish wish) {
        if (wish.protocol().equals(Protocol.HTTP.name())) {
            try {
                URI address = new URI(wish.sink());
                if (Set.of("http", "https").contains(String.valueOf(address.getScheme()))
                        && address.getHost() != null
                        && address.getUserInfo() == null
                        && address.getFragment() == null
                        && wish.sink().length() <= LONGEST_SINK) {
                    return Optional.empty();
                }
            } catch (URISyntaxException e) {
                // Said below, with all other ways of being none.
            }
            return Optional.of(new Reason(
                    "parameter-invalid",
                    "/sink",
                    "应为 http 或 https 地址，不含用户名、密码和 #",
                    "an http or https address without user, password or fragment"));
        }
        // A queue of one's own: nobody writes into another's.
        String owner = wish.owner();
        if (!wish.sink().matches("[A-Za-z0-9._-]{1,120}")
                || owner != null && !wish.sink().startsWith(owner + ".")) {
            return Optional.of(
                    new Reason(
                            "parameter-invalid",
                            "/sink",
                            "队列或主题名只用字母、数字、点、连字符和下划线，并以本单位编码加点开头",
                            "a queue or topic is named with letters, digits, dots, hyphens and underscores, beginning with the agency's code and a dot"));
        }
        return Optional.empty();
    }

    /// Makes a subscription of a wish against which nothing stands.
    public Subscription make(Wish wish, String by) {
        UUID id = UUID.randomUUID();
        Long from = wish.from();
        sql.sql(
                        "insert into delivery.subscription (id, owner, created_by, created_at, types, filters, protocol, sink, state, next_leaf)"
                                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        id,
                        wish.owner(),
                        by,
                        Timestamp.from(clock.instant()),
                        wish.types().toArray(String[]::new),
                        wish.filters(),
                        wish.protocol(),
                        wish.sink(),
                        (wish.protocol().equals(Protocol.HTTP.name()) ? State.WAITING : State.ACTIVE).name(),
                        from == null ? log.size() : from)
                .update();
        return find(id).orElseThrow();
    }

    public Optional<Subscription> find(UUID id) {
        return sql.sql("select * from delivery.subscription where id = ?")
                .param(id)
                .query((row, n) -> read(row))
                .optional();
    }

    /// An agency's, the oldest first.
    ///
    /// @param owner null for those of the whole hub
    public List<Subscription> of(@Nullable String owner) {
        return sql.sql("select * from delivery.subscription where owner is not distinct from ? order by created_at, id")
                .param(owner)
                .query((row, n) -> read(row))
                .list();
    }

    /// Everybody's, those with trouble first.
    public List<Subscription> all() {
        return sql.sql(
                        "select * from delivery.subscription order by (state = 'STOPPED') desc, attempts > 0 desc, created_at, id")
                .query((row, n) -> read(row))
                .list();
    }

    /// Stops telling for a while; what happens meanwhile is told afterwards.
    public void pause(UUID id) {
        sql.sql("update delivery.subscription set state = 'PAUSED' where id = ? and state in ('WAITING', 'ACTIVE')")
                .param(id)
                .update();
    }

    /// Goes on from where it was; an HTTP sink is asked again whether it wants events.
    public void resume(UUID id) {
        sql.sql(
                        "update delivery.subscription set state = case when protocol = 'HTTP' then 'WAITING' else 'ACTIVE' end, attempts = 0,"
                                + " failing_from = null, next_try = '-infinity', last_error = null where id = ? and state in ('PAUSED', 'STOPPED')")
                .param(id)
                .update();
    }

    /// @return whether there was one
    public boolean end(UUID id) {
        return sql.sql("delete from delivery.subscription where id = ?")
                        .param(id)
                        .update()
                > 0;
    }

    /// Those for which there is something to do now and at which no other node is, taken for a while.
    List<Subscription> take(long size) {
        Timestamp now = Timestamp.from(clock.instant());
        // A lease that ends far ahead was taken before the clock was set back.
        return sql.sql("""
                        update delivery.subscription set leased_until = :until
                        where state in ('WAITING', 'ACTIVE') and (next_try <= :now or next_try > :never)
                          and (leased_until <= :now or leased_until > :never) and (state = 'WAITING' or next_leaf < :size)
                        returning *""")
                .param("now", now)
                .param("until", Timestamp.from(clock.instant().plus(LEASE)))
                .param("never", Timestamp.from(clock.instant().plus(Duration.ofDays(1))))
                .param("size", size)
                .query((row, n) -> read(row))
                .list();
    }

    /// The sink wants events.
    void agreed(UUID id) {
        sql.sql(
                        "update delivery.subscription set state = 'ACTIVE', attempts = 0, failing_from = null, last_error = null"
                                + " where id = ? and state = 'WAITING'")
                .param(id)
                .update();
    }

    /// How far it has come.
    ///
    /// @param refused why an event was left out; null where none was
    /// @return whether it is still to go on
    boolean came(UUID id, long next, int sent, @Nullable String refused) {
        Timestamp now = Timestamp.from(clock.instant());
        return sql.sql("""
                                update delivery.subscription set next_leaf = :next, sent = sent + :sent, refused = refused + :refused,
                                  attempts = 0, refusals = 0, failing_from = null, last_error = case when :error is not null or attempts > 0 then :error else last_error end,
                                  sent_at = case when :sent > 0 then :now else sent_at end, leased_until = :until
                                where id = :id returning state""")
                .param("id", id)
                .param("next", next)
                .param("sent", sent)
                .param("refused", refused == null ? 0 : 1)
                .param("error", refused, java.sql.Types.VARCHAR)
                .param("now", now)
                .param("until", Timestamp.from(clock.instant().plus(LEASE)))
                .query(String.class)
                .optional()
                .filter(State.ACTIVE.name()::equals)
                .isPresent();
    }

    /// It did not get through.
    ///
    /// @param stop whether it is not tried again
    /// @param refused whether the sink found the event wrong, rather than could not be asked
    void failed(UUID id, String why, boolean refused, Instant nextTry, boolean stop) {
        sql.sql(
                        "update delivery.subscription set attempts = attempts + 1, refusals = refusals + ?, failing_from = coalesce(failing_from, ?), last_error = ?,"
                                + " next_try = ?, state = case when ? then 'STOPPED' else state end where id = ?")
                .params(refused ? 1 : 0, Timestamp.from(clock.instant()), why, Timestamp.from(nextTry), stop, id)
                .update();
    }

    void release(UUID id) {
        sql.sql("update delivery.subscription set leased_until = '-infinity' where id = ?")
                .param(id)
                .update();
    }

    private static Subscription read(ResultSet row) throws SQLException {
        return new Subscription(
                row.getObject("id", UUID.class),
                row.getString("owner"),
                row.getString("created_by"),
                row.getTimestamp("created_at").toInstant(),
                List.of((String[]) row.getArray("types").getArray()),
                row.getString("filters"),
                Protocol.valueOf(row.getString("protocol")),
                row.getString("sink"),
                State.valueOf(row.getString("state")),
                row.getLong("next_leaf"),
                row.getLong("sent"),
                row.getLong("refused"),
                row.getInt("attempts"),
                row.getInt("refusals"),
                instant(row.getTimestamp("failing_from")),
                instant(row.getTimestamp("next_try")),
                instant(row.getTimestamp("sent_at")),
                row.getString("last_error"));
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null || timestamp.before(NEVER) ? null : timestamp.toInstant();
    }
}
