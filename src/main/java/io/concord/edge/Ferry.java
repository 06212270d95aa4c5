package io.concord.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.concord.envelope.AgencyCode;
import io.concord.evidence.NoteKey;
import io.concord.evidence.OfflinePackage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The way of an edge without a network to the hub: what waits is packed into a signed file, and the file that comes
/// back is
/// taken in. Either file may be lost, come twice or in another order; nothing is lost or doubled by it.
@Component
public class Ferry {

    /// Most records of one package; what is left goes with the next.
    private static final int MOST = 5000;

    /// In characters; well below what the other side unpacks.
    private static final int LARGEST = 24 << 20;

    private final Outbox outbox;
    private final Inbox inbox;
    private final Sender sender;
    private final HubClient hub;
    private final EdgeAgencies agencies;
    private final EdgeSettings settings;
    private final JdbcClient sql;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();

    Ferry(
            Outbox outbox,
            Inbox inbox,
            Sender sender,
            HubClient hub,
            EdgeAgencies agencies,
            EdgeSettings settings,
            DataSource database,
            InstantSource clock) {
        this.outbox = outbox;
        this.inbox = inbox;
        this.sender = sender;
        this.hub = hub;
        this.agencies = agencies;
        this.settings = settings;
        this.sql = JdbcClient.create(database);
        this.clock = clock;
    }

    /// A package to carry over.
    public record Packed(String name, byte[] zip) {}

    /// Packs all that waits, when something new does or the last package is older than the ferry's period: an empty one
    /// asks for
    /// what is in the mailbox.
    public Optional<Packed> pack(AgencyCode agency) {
        Instant now = clock.instant();
        long newest = outbox.newest(agency);
        Optional<Last> last = sql.sql("select newest, packed_at from edge.ferry where agency = ?")
                .param(agency.value())
                .query((row, n) -> new Last(
                        row.getLong("newest"), row.getTimestamp("packed_at").toInstant()))
                .optional();
        if (last.isPresent()
                && last.get().newest >= newest
                && last.get().at.plus(settings.ferryPeriod()).isAfter(now)) {
            return Optional.empty();
        }
        EdgeAgency known = agencies.get(agency.value());
        StringBuilder lines = new StringBuilder();
        for (Prepared prepared : outbox.all(agency, MOST)) {
            if (lines.length() < LARGEST) {
                lines.append(hub.line(prepared)).append('\n');
            }
        }
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("submissions.ndjson", lines.toString().getBytes(StandardCharsets.UTF_8));
        files.put(
                "stored.txt",
                inbox.unconfirmed(agency).stream()
                        .map(place -> place + "\n")
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.UTF_8));
        String id = UUID.randomUUID().toString();
        byte[] zip = new OfflinePackage(
                        "submissions",
                        agency.value(),
                        id,
                        now.truncatedTo(ChronoUnit.SECONDS).toString(),
                        files)
                .seal(known.key(), agency.value());
        return Optional.of(new Packed(agency + "-" + now.toEpochMilli() + ".zip", zip));
    }

    private record Last(long newest, Instant at) {}

    /// Notes that a package has been written where it will be fetched; before that it is made again.
    public void packed(AgencyCode agency) {
        sql.sql("insert into edge.ferry values (?, ?, ?) on conflict (agency) do update set newest = excluded.newest,"
                        + " packed_at = excluded.packed_at")
                .params(agency.value(), outbox.newest(agency), Timestamp.from(clock.instant()))
                .update();
    }

    /// Takes in what came back: answers first, then records.
    ///
    /// @return how many answers and records it had
    /// @throws OfflinePackage.Damaged when it is not whole, or not signed by the hub
    public int unpack(byte[] zip) {
        OfflinePackage.Opened opened = OfflinePackage.open(zip);
        OfflinePackage content = opened.content();
        boolean trusted = content.kind().equals("answers")
                && hub.logKeys().stream().map(NoteKey::key).anyMatch(opened::isSignedBy);
        if (!trusted) {
            throw new IllegalArgumentException("the package is not an answer signed by the hub");
        }
        AgencyCode agency = new AgencyCode(content.agency());
        int count = 0;
        inbox.confirmed(
                agency,
                new String(content.files().getOrDefault("stored.txt", new byte[0]), StandardCharsets.UTF_8)
                        .lines()
                        .map(Long::valueOf)
                        .toList());
        for (JsonNode answer : lines(content, "answers.ndjson")) {
            outbox.find(UUID.fromString(answer.path("messageId").asText()))
                    .ifPresent(prepared -> sender.note(List.of(hub.answer(prepared, answer.path("answer")))));
            count++;
        }
        List<JsonNode> items = lines(content, "mailbox.ndjson");
        Set<UUID> here =
                inbox.having(agency, items.stream().map(Ferry::messageId).toList());
        inbox.store(
                agency,
                items.stream()
                        .filter(item -> !here.contains(messageId(item)))
                        .map(item -> new Inbox.Fetched(
                                item.path("record").asText().getBytes(StandardCharsets.UTF_8),
                                item.path("leafIndex").asLong()))
                        .toList());
        return count + items.size();
    }

    private static UUID messageId(JsonNode item) {
        return UUID.fromString(item.path("messageId").asText());
    }

    private List<JsonNode> lines(OfflinePackage content, String name) {
        byte[] bytes = content.files().get(name);
        return bytes == null
                ? List.of()
                : new String(bytes, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .map(this::line)
                        .toList();
    }

    private JsonNode line(String text) {
        try {
            return json.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("a line of the package is not JSON", e);
        }
    }
}
