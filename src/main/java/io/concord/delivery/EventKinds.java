package io.concord.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.Envelope;
import io.concord.evidence.LogEntry;
import io.concord.ledger.StoredRecord;
import io.concord.platform.ConcordSettings;
import io.concord.schema.Catalogue;
import io.concord.schema.Condition;
import io.concord.schema.RecordTypeDescriptor;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Which events a record of the log makes, for whom, and what they say: `schemas/rules/events.yaml`.
///
/// An event names a record and its place in the log; it never carries the record, nor anybody's name.
@Component
public class EventKinds {

    private static final String PUBLIC = "public";

    private final Catalogue catalogue;
    private final URI source;

    EventKinds(Catalogue catalogue, ConcordSettings settings) {
        this.catalogue = catalogue;
        this.source = URI.create(settings.publicUrl());
    }

    /// @param toKinds kinds of agency that may be told although they are no party; empty for parties alone
    /// @param open whether everybody may be told
    public record Kind(
            String type,
            Map<String, String> name,
            @Nullable Condition when,
            List<String> toKinds,
            boolean open,
            List<String> tell) {}

    /// Those of a day.
    ///
    /// @param region of the sender
    public List<Kind> on(String region, LocalDate day) {
        List<Kind> kinds = new ArrayList<>();
        for (JsonNode event :
                catalogue.rules().get("events", region, day).values().path("events")) {
            List<String> toKinds = new ArrayList<>();
            event.path("to").forEach(kind -> toKinds.add(kind.asText()));
            List<String> tell = new ArrayList<>();
            event.path("tell").forEach(field -> tell.add(field.asText()));
            kinds.add(new Kind(
                    event.path("type").asText(),
                    Map.of(
                            "zh", event.at("/name/zh").asText(),
                            "en", event.at("/name/en").asText()),
                    catalogue.condition(event.path("when").textValue()),
                    toKinds,
                    event.path("to").asText().equals(PUBLIC),
                    tell));
        }
        return kinds;
    }

    /// The events of a record of which an agency may be told.
    ///
    /// @param agency null for the whole hub
    List<CloudEvent> of(StoredRecord record, @Nullable AgencyCode agency) {
        Envelope envelope = Envelope.of(record.body(), CanonicalJson.parse(record.body()));
        AgencyCode sender = envelope.sender();
        boolean party = agency == null
                || agency.equals(sender)
                || envelope.recipients().stream()
                        .anyMatch(recipient -> recipient.agency().equals(agency));
        Map<String, Object> variables =
                Map.of("record", Condition.value(envelope.tree()), "payload", Condition.value(envelope.payload()));
        List<CloudEvent> events = new ArrayList<>();
        for (Kind kind : on(sender.region(), LocalDate.ofInstant(record.acceptedAt(), ChinaTime.ZONE))) {
            boolean may = party
                    || kind.open && isPublic(record.recordType())
                    || agency != null
                            && kind.toKinds().contains(agency.kind())
                            && agency.region().equals(sender.region());
            if (may && (kind.when() == null || kind.when().holds(variables))) {
                events.add(event(kind, record, envelope, party));
            }
        }
        return events;
    }

    private boolean isPublic(String recordType) {
        return catalogue
                .latest(recordType)
                .map(RecordTypeDescriptor::visibility)
                .filter(visibility -> visibility.contains("A-PUBLIC"))
                .isPresent();
    }

    private CloudEvent event(Kind kind, StoredRecord record, Envelope envelope, boolean party) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("recordType", record.recordType())
                .put("matterId", record.matterId())
                .put("sender", record.sender())
                .put("leafIndex", record.leafIndex())
                .put("acceptedAt", LogEntry.written(record.acceptedAt()));
        if (party) {
            data.put("messageId", record.messageId().toString())
                    .put("recordId", record.recordId())
                    .put("recordVersion", record.recordVersion());
            ArrayNode recipients = data.putArray("recipients");
            envelope.recipients()
                    .forEach(recipient -> recipients.add(recipient.agency().value()));
            data.put("record", source + "/api/v1/records/" + record.messageId());
        }
        for (String field : kind.tell()) {
            JsonNode value = envelope.payload().path(field);
            if (value.isValueNode()) {
                data.set(field, value);
            }
        }
        return CloudEventBuilder.v1()
                .withId(record.messageId() + "/" + kind.type())
                .withSource(source)
                .withType(kind.type())
                .withSubject(party ? record.recordId() : record.matterId())
                .withTime(record.acceptedAt().atOffset(ZoneOffset.UTC))
                .withExtension("recordtype", record.recordType())
                .withExtension("matterid", record.matterId())
                .withExtension("sender", record.sender())
                .withExtension("region", envelope.sender().region())
                .withExtension("partitionkey", record.matterId())
                .withData("application/json", data.toString().getBytes(StandardCharsets.UTF_8))
                .build();
    }
}
