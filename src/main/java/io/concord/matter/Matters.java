package io.concord.matter;

import io.concord.deadline.Clock;
import io.concord.deadline.ClockStore;
import io.concord.envelope.AgencyCode;
import io.concord.schema.Catalogue;
import io.concord.schema.Condition;
import io.concord.schema.RecordTypeDescriptor;
import io.concord.schema.RecordTypeDescriptor.Follow;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Answers about matters, for one agency at a time: it sees what it may see.
@Component
public final class Matters {

    private final DataSource database;
    private final Catalogue catalogue;
    private final MatterFold fold;
    private final InstantSource clock;

    Matters(DataSource database, Catalogue catalogue, MatterJudge judge, InstantSource clock) {
        this.database = database;
        this.catalogue = catalogue;
        this.fold = judge.fold();
        this.clock = clock;
    }

    /// A matter as one agency sees it.
    ///
    /// @param hidden how many records of it the agency may not see
    /// @param mergedInto the matter that it was put into; null where it stands for itself
    /// @param links what was merged or split
    public record Matter(
            String matterId,
            List<Entry> entries,
            List<Transition> transitions,
            int hidden,
            @Nullable String mergedInto,
            List<Link> links) {

        /// Flags of all its records together.
        public Set<String> flags() {
            Set<String> flags = new LinkedHashSet<>();
            entries.forEach(entry -> flags.addAll(entry.flags()));
            return flags;
        }
    }

    /// Two matters that were put together, or one that was taken apart.
    public record Link(
            String kind,
            String matterId,
            String otherId,
            List<String> records,
            String actor,
            String at,
            String reason) {}

    /// A possible next record.
    ///
    /// @param type of the record, with `:step` where it names one
    /// @param target record that it would be about
    public record Next(String type, String target, String zh, String en) {}

    /// A line of the list of matters.
    public record Summary(
            String matterId,
            String title,
            int records,
            LocalDate opened,
            LocalDate last,
            Set<String> flags,
            int open) {}

    /// @param agency null for whoever may see everything
    public Optional<Matter> find(String matterId, @Nullable AgencyCode agency) {
        try (Connection c = database.getConnection()) {
            List<Link> links = links(c, matterId);
            List<Entry> all = new ArrayList<>(entries(c, matterId));
            for (Link link : links) {
                if (link.kind().equals("matter-merge") && link.otherId().equals(matterId)) {
                    all.addAll(entries(c, link.matterId()));
                }
            }
            all.sort(Comparator.comparingLong(entry -> entry.head().leafIndex()));
            // Each matter for itself: what was put together gives nobody a view of what it was not in.
            Set<String> held = new LinkedHashSet<>();
            all.stream()
                    .filter(entry -> agency != null && Visibility.isParty(agency, entry.head()))
                    .forEach(entry -> held.add(entry.head().matterId()));
            List<Entry> seen = all.stream()
                    .filter(entry -> agency == null
                            || Visibility.sees(
                                    agency,
                                    entry.head(),
                                    fold.type(entry),
                                    held.contains(entry.head().matterId())))
                    .toList();
            if (seen.isEmpty()) {
                return Optional.empty();
            }
            String into = links.stream()
                    .filter(link -> link.kind().equals("matter-merge")
                            && link.matterId().equals(matterId))
                    .map(Link::otherId)
                    .findFirst()
                    .orElse(null);
            // Whoever takes no part sees what is public, not how much there is besides.
            int hidden = agency != null && held.isEmpty() ? 0 : all.size() - seen.size();
            return Optional.of(new Matter(matterId, seen, transitions(c, seen), hidden, into, links));
        } catch (SQLException e) {
            throw new IllegalStateException("the matter could not be read", e);
        }
    }

    private static List<Entry> entries(Connection c, String matterId) throws SQLException {
        List<Entry> entries = MatterSql.find(c, List.of(), List.of(), List.of(matterId));
        List<String> ids =
                entries.stream().map(entry -> entry.head().recordId()).toList();
        for (Clock clock : ids.isEmpty() ? List.<Clock>of() : ClockStore.of(c, ids)) {
            entries.stream()
                    .filter(entry ->
                            entry.head().recordId().equals(clock.terms().recordId())
                                    && entry.head().recordVersion()
                                            == clock.terms().recordVersion())
                    .forEach(entry -> entry.clocks().add(clock));
        }
        return entries;
    }

    private static List<Transition> transitions(Connection c, List<Entry> entries) throws SQLException {
        List<Transition> transitions = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(
                "select * from matter.transition where record_id = any (?) order by leaf_index, seq")) {
            s.setArray(
                    1,
                    c.createArrayOf(
                            "text",
                            entries.stream()
                                    .map(entry -> entry.head().recordId())
                                    .distinct()
                                    .toArray()));
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    transitions.add(MatterSql.transition(r));
                }
            }
        }
        return transitions;
    }

    private static List<Link> links(Connection c, String matterId) throws SQLException {
        List<Link> links = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(
                "select * from matter.link where matter_id = ? or other_id = ? order by leaf_index")) {
            s.setString(1, matterId);
            s.setString(2, matterId);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    links.add(new Link(
                            r.getString("kind"),
                            r.getString("matter_id"),
                            r.getString("other_id"),
                            List.of((String[]) r.getArray("records").getArray()),
                            r.getString("actor"),
                            r.getTimestamp("at").toInstant().toString(),
                            r.getString("reason")));
                }
            }
        }
        return links;
    }

    /// Whether the agency sent the first record of a matter.
    public boolean isOwner(String matterId, AgencyCode agency) {
        return find(matterId, null)
                .map(matter -> matter.entries().getFirst().head().sender().equals(agency.value()))
                .orElse(false);
    }

    /// Whether the agency sent or received a record of a matter.
    public boolean takesPart(String matterId, AgencyCode agency) {
        return find(matterId, null).stream()
                .flatMap(matter -> matter.entries().stream())
                .anyMatch(entry -> Visibility.isParty(agency, entry.head()));
    }

    /// The matters that an agency takes part in, the one with the latest record first.
    public List<Summary> of(AgencyCode agency, int limit, int offset) {
        // Most pages are found among the newest records; only somebody with few, or far back, has all of them read.
        List<Summary> list = List.of();
        for (long window : new long[] {8L * ((long) limit + offset), 64L * ((long) limit + offset), Long.MAX_VALUE}) {
            list = of(agency, limit, offset, window);
            if (list.size() == limit) {
                return list;
            }
        }
        return list;
    }

    /// @param window how many of the newest records are looked at
    private List<Summary> of(AgencyCode agency, int limit, int offset, long window) {
        String sql = """
                with newest as (select matter_id, leaf_index from matter.entry
                    where sender = ? or (mains || copies) @> array[?::text] order by leaf_index desc limit ?),
                page as (select matter_id, max(leaf_index) as last from newest group by matter_id order by last desc limit ? offset ?)
                select e.matter_id, min(doc_date) as opened, max(doc_date) as last, count(*) as records,
                    count(*) filter (where reply_required and state not in ('CLOSED', 'ARCHIVED', 'RETURNED', 'NOT_ACCEPTED', 'WITHDRAWN', 'SUPERSEDED')) as open,
                    (array_agg(title order by leaf_index))[1] as title,
                    (select array_agg(distinct f) from matter.entry x, unnest(x.flags) f where x.matter_id = e.matter_id) as flags
                from page join matter.entry e using (matter_id) where sender = ? or (mains || copies) @> array[?::text]
                group by e.matter_id, page.last order by page.last desc""";
        List<Summary> list = new ArrayList<>();
        try (Connection c = database.getConnection();
                PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, agency.value());
            s.setString(2, agency.value());
            s.setLong(3, window);
            s.setInt(4, limit);
            s.setInt(5, offset);
            s.setString(6, agency.value());
            s.setString(7, agency.value());
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    java.sql.Array flags = r.getArray("flags");
                    list.add(new Summary(
                            r.getString("matter_id"),
                            r.getString("title"),
                            r.getInt("records"),
                            r.getDate("opened").toLocalDate(),
                            r.getDate("last").toLocalDate(),
                            flags == null ? Set.of() : Set.of((String[]) flags.getArray()),
                            r.getInt("open")));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the matters could not be read", e);
        }
        return list;
    }

    /// What an agency could send next in a matter: answers to what is open, and records that may follow.
    ///
    /// @param day on which it would be dated
    public List<Next> next(Matter matter, AgencyCode agency, LocalDate day) {
        List<Next> next = new ArrayList<>();
        for (Entry entry : matter.entries()) {
            String id = entry.head().recordId();
            for (String type : fold.alternatives(entry, agency.value())) {
                String[] parts = type.split(":", 2);
                RecordTypeDescriptor its = descriptor(parts[0]);
                if (its.maySend(agency.kind())) {
                    String step = parts.length > 1 ? " · " : "";
                    next.add(new Next(
                            type,
                            id,
                            its.name().get("zh") + step + (parts.length > 1 ? stepName(parts[1], true) : ""),
                            its.name().get("en") + step + (parts.length > 1 ? stepName(parts[1], false) : "")));
                }
            }
            RecordTypeDescriptor own = fold.type(entry);
            for (Follow follow : own.followedBy()) {
                Condition when = catalogue.condition(follow.when());
                boolean role = entry.roles(agency.value()).contains(follow.by());
                if (role
                        && descriptor(follow.type()).maySend(agency.kind())
                        && (when == null
                                || when.holds(Map.of(
                                        "target", MatterFold.view(entry, day),
                                        "record", Map.of(),
                                        "payload", Map.of(),
                                        "matter", Map.of())))) {
                    next.add(new Next(follow.type(), id, follow.zh(), follow.en()));
                }
            }
            terms(entry, agency, day).forEach(next::add);
        }
        return next;
    }

    /// What may be sent because a term runs: more time by whoever owes something, where its rule gives any; an urging
    /// by
    /// whoever waits, once the last day has come.
    private List<Next> terms(Entry entry, AgencyCode agency, LocalDate day) {
        Set<String> types = new LinkedHashSet<>();
        for (Clock clock : entry.clocks()) {
            LocalDate due = clock.due();
            if (clock.isOpen() && clock.terms().kind() == Clock.Kind.DUTY) {
                if (clock.terms().obligors().contains(agency.value()) && fold.isExtensible(clock)) {
                    types.add("extension");
                }
                if (clock.terms().owner().equals(agency.value()) && due != null && !day.isBefore(due)) {
                    types.add("urge");
                }
            }
        }
        List<Next> next = new ArrayList<>();
        for (String type : types) {
            Map<String, String> name = descriptor(type).name();
            next.add(new Next(
                    type, entry.head().recordId(), String.valueOf(name.get("zh")), String.valueOf(name.get("en"))));
        }
        return next;
    }

    private RecordTypeDescriptor descriptor(String type) {
        return catalogue.latest(type).orElseThrow(() -> new IllegalStateException("no record type " + type));
    }

    private String stepName(String step, boolean chinese) {
        return Optional.ofNullable(catalogue.codeLists().get("procedure-step"))
                .flatMap(list -> list.find(step))
                .map(item -> chinese ? item.zh() : item.en())
                .orElse(step);
    }

    /// A line of a due list.
    ///
    /// @param overdue whether its last day is over
    public record Due(Clock clock, String title, String docNo, boolean overdue) {}

    /// The terms that run for or against an agency, the earliest first.
    ///
    /// @param role `obligor` for what it owes, `owner` for what it waits for
    /// @param until last due day to list; null for all
    public List<Due> due(AgencyCode agency, String role, @Nullable LocalDate until, int limit, int offset) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), io.concord.envelope.ChinaTime.ZONE);
        String sql = "select c.*, e.title, e.doc_no from deadline.clock c join matter.entry e"
                + " on e.record_id = c.record_id and e.record_version = c.record_version where c.state = 'OPEN' and "
                + (role.equals("owner") ? "c.owner = ?" : "c.obligors @> array[?::text]")
                + (until == null ? "" : " and c.due <= ?")
                + " order by c.due, c.record_id, c.record_version, c.rule, c.item, c.anchor limit ? offset ?";
        List<Due> list = new ArrayList<>();
        try (Connection c = database.getConnection();
                PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, agency.value());
            if (until != null) {
                s.setDate(2, Date.valueOf(until));
            }
            s.setInt(until == null ? 2 : 3, limit);
            s.setInt(until == null ? 3 : 4, offset);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    Clock due = ClockStore.read(r);
                    list.add(new Due(due, r.getString("title"), r.getString("doc_no"), due.isOverdue(today)));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the due list could not be read", e);
        }
        return list;
    }

    /// Document numbers of an agency that start with a text.
    public List<String> documentNumbers(AgencyCode agency, String start) {
        List<String> numbers = new ArrayList<>();
        try (Connection c = database.getConnection();
                PreparedStatement s = c.prepareStatement(
                        "select distinct doc_no from matter.entry where sender = ? and starts_with(doc_no, ?)")) {
            s.setString(1, agency.value());
            s.setString(2, start);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    numbers.add(r.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the document numbers could not be read", e);
        }
        return numbers;
    }

    /// What was remarked when a record was accepted; empty when it is not known.
    public Optional<Entry> entry(java.util.UUID messageId) {
        try (Connection c = database.getConnection()) {
            return MatterSql.find(c, List.of(), List.of(messageId), List.of()).stream()
                    .findFirst();
        } catch (SQLException e) {
            throw new IllegalStateException("the record could not be read", e);
        }
    }
}
