package io.concord.matter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.ledger.Ledger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/// Puts matters together and takes them apart. The records stay as they are; an act of the hub, in the log,
/// says which
/// belong together, at whose word and why.
@Component
public class MatterLinks {

    private final DataSource database;
    private final Ledger ledger;
    private final InstantSource clock;

    MatterLinks(DataSource database, Ledger ledger, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Puts one matter into another: its records show in both timelines, new ones should name the other.
    ///
    /// @return leaf index of the act
    public long merge(String matterId, String into, AgencyCode actor, String reason) {
        return link("matter-merge", matterId, into, List.of(), actor, reason);
    }

    /// Says that some records of a matter go on as another.
    ///
    /// @return leaf index of the act
    public long split(String matterId, String other, List<String> records, AgencyCode actor, String reason) {
        return link("matter-split", matterId, other, records, actor, reason);
    }

    private long link(
            String kind, String matterId, String other, List<String> records, AgencyCode actor, String reason) {
        ObjectNode act = JsonNodeFactory.instance
                .objectNode()
                .put("matterId", matterId)
                .put("otherId", other)
                .put("actor", actor.value())
                .put("at", clock.instant().toString())
                .put("reason", reason);
        ArrayNode list = act.putArray("records");
        records.forEach(list::add);
        long leafIndex = ledger.appendAct(kind, CanonicalJson.write(act));
        try (Connection c = database.getConnection()) {
            insert(c, leafIndex, kind, act);
        } catch (SQLException e) {
            throw new IllegalStateException("the act is in the log at " + leafIndex + "; rebuild the matters", e);
        }
        return leafIndex;
    }

    static void insert(Connection c, long leafIndex, String kind, JsonNode act) throws SQLException {
        try (PreparedStatement s =
                c.prepareStatement("insert into matter.link values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing")) {
            s.setLong(1, leafIndex);
            s.setString(2, kind);
            s.setString(3, act.path("matterId").asText());
            s.setString(4, act.path("otherId").asText());
            s.setArray(
                    5,
                    c.createArrayOf(
                            "text",
                            act.path("records")
                                    .valueStream()
                                    .map(JsonNode::asText)
                                    .toArray()));
            s.setString(6, act.path("actor").asText());
            s.setTimestamp(7, Timestamp.from(Instant.parse(act.path("at").asText())));
            s.setString(8, act.path("reason").asText());
            s.executeUpdate();
        }
    }
}
