package io.concord.casebook;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.matter.Ballots;
import io.concord.schema.Catalogue;
import io.concord.search.Lexicon;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Nominated cases on their way through selection, as the joint meeting's secretariat follows them.
@Component
public class Nominations {

    /// States before the round is closed: until then nobody is told how others voted, unless all have.
    private static final Set<String> OPEN =
            Set.of("NOMINATED", "PRELIM_CHECK", "DEIDENTIFIED", "SECRECY_REVIEWED", "SHORTLISTED", "BALLOT");

    private final JdbcClient sql;
    private final Casebook casebook;
    private final Catalogue catalogue;
    private final Lexicon lexicon;
    private final InstantSource clock;

    Nominations(DataSource database, Casebook casebook, Catalogue catalogue, Lexicon lexicon, InstantSource clock) {
        this.lexicon = lexicon;
        this.sql = JdbcClient.create(database);
        this.casebook = casebook;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /// @param ballots how many agencies have voted
    /// @param entitled how many may
    /// @param tally null until all have voted or the round is closed
    /// @param samePoint published cases with the same cause and article; a third is worth a second look
    public record Selection(
            String recordId,
            String title,
            String state,
            int ballots,
            int entitled,
            Ballots.@Nullable Tally tally,
            List<Item> samePoint) {}

    /// @param members agencies of the caller's region, who see what is nominated in it
    /// @return empty where there is no such nomination, or it is not this agency's to see
    public Optional<Selection> find(String recordId, AgencyCode caller, Set<String> members) {
        return sql.sql("select r.body, e.state from ledger.record r join matter.entry e using (message_id)"
                        + " where r.record_id = ? and r.record_type = 'case-nomination' and r.body is not null"
                        + " order by r.record_version desc limit 1")
                .param(recordId)
                .query((row, n) -> new Stored(CanonicalJson.parse(row.getBytes("body")), row.getString("state")))
                .optional()
                .filter(stored -> concerns(stored.envelope(), caller, members))
                .map(stored -> selection(recordId, stored));
    }

    /// Nominations that an agency has to do with, the newest first.
    ///
    /// @param members agencies of its region
    public List<Selection> of(AgencyCode caller, Set<String> members, int limit, int offset) {
        return sql
                .sql("select distinct on (e.record_id) e.record_id, e.leaf_index from matter.entry e"
                        + " where e.record_type = 'case-nomination' and (e.sender = :agency or (e.mains || e.copies) @> array[:agency::text]"
                        + " or e.sender = any (:members)) order by e.record_id, e.leaf_index desc")
                .param("agency", caller.value())
                .param("members", members.toArray(String[]::new))
                .query((row, n) -> new Newest(row.getString("record_id"), row.getLong("leaf_index")))
                .list()
                .stream()
                .sorted(Comparator.comparingLong(Newest::leafIndex).reversed())
                .skip(offset)
                .limit(limit)
                .flatMap(newest -> find(newest.recordId(), caller, members).stream())
                .toList();
    }

    private record Newest(String recordId, long leafIndex) {}

    private record Stored(JsonNode envelope, String state) {}

    private static boolean concerns(JsonNode envelope, AgencyCode caller, Set<String> members) {
        return members.contains(caller.value())
                || envelope.at("/sender/agencyCode").asText().equals(caller.value())
                || envelope.path("recipients").findValuesAsText("agencyCode").contains(caller.value());
    }

    /// Those of the region that nominates, as the rule of the ledger has it, whoever looks.
    private Set<String> members(JsonNode envelope) {
        String region = envelope.at("/sender/agencyCode").asText().substring(0, 6);
        return Set.copyOf(sql.sql("select code from agency.agency where starts_with(code, ? || '-')")
                .param(region)
                .query(String.class)
                .list());
    }

    private Selection selection(String recordId, Stored stored) {
        JsonNode payload = stored.envelope().path("payload");
        JsonNode rule = catalogue
                .rules()
                .get("selection", Publications.today(clock.instant()))
                .values();
        Ballots.Tally tally = Ballots.count(
                voices(recordId),
                Ballots.judges(members(stored.envelope()), rule),
                new LinkedHashSet<>(payload.path("agencies").findValuesAsText("agencyCode")),
                rule);
        boolean open = OPEN.contains(stored.state()) && !(tally.complete() && tally.of() > 0);
        return new Selection(
                recordId,
                payload.path("caseTitle").asText(),
                stored.state(),
                tally.cast(),
                tally.of(),
                open ? null : tally,
                samePoint(payload));
    }

    private List<Ballots.Voice> voices(String recordId) {
        return sql.sql("select r.body from ledger.record r join matter.entry e using (message_id)"
                        + " where e.record_type = 'selection-ballot' and e.facts ->> 'nomination' = ? and r.body is not null"
                        + " order by r.leaf_index")
                .param(recordId)
                .query((row, n) -> Ballots.Voice.of(
                        CanonicalJson.parse(row.getBytes("body")).path("payload")))
                .list();
    }

    private List<Item> samePoint(JsonNode payload) {
        Set<String> fields = new LinkedHashSet<>(CaseBody.texts(payload.path("field")));
        List<Item> same = new ArrayList<>();
        for (JsonNode law : payload.path("law")) {
            for (String article : lexicon.citations().articles(law.asText())) {
                for (Item item : casebook.citing(article, Publications.today(clock.instant()), 20)) {
                    boolean shares = item.body() != null
                            && CaseBody.texts(item.body().at("/tags/field")).stream()
                                    .anyMatch(fields::contains);
                    if (shares && same.stream().noneMatch(s -> s.id().equals(item.id()))) {
                        same.add(item);
                    }
                }
            }
        }
        return same;
    }
}
