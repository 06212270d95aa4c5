package io.concord.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.concord.Envelopes;
import io.concord.envelope.AgencyCode;
import io.concord.evidence.SignedText;
import io.concord.ledger.StoredRecord;
import io.concord.platform.ConcordSettings;
import io.concord.schema.Catalogues;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventKindsTest {

    private static final String ARBITRATION = "519901-ARB_COMMISSION-01";
    private static final String UNION = "519901-TRADE_UNION-01";
    private static final EventKinds KINDS = new EventKinds(
            Catalogues.product(),
            new ConcordSettings(
                    Set.of(ConcordSettings.Role.HUB),
                    ".",
                    Path.of("data"),
                    "https://hub.example",
                    new ConcordSettings.Database("", null, null, 0, 4),
                    new ConcordSettings.Demo(false)));

    private static StoredRecord stored(ObjectNode envelope) {
        byte[] body = Envelopes.canonical(envelope);
        return new StoredRecord(
                UUID.fromString(envelope.path("messageId").asText()),
                7,
                8,
                envelope.path("recordId").asText(),
                1,
                envelope.path("recordType").asText(),
                envelope.path("matterId").asText(),
                envelope.at("/sender/agencyCode").asText(),
                1,
                new SignedText(SignedText.SUBMIT, "sm2-sm3", "x", "0".repeat(64), "0".repeat(64), "0".repeat(64)),
                new byte[0],
                new byte[0],
                body,
                Instant.parse("2026-01-15T02:00:00Z"));
    }

    private static List<CloudEvent> told(ObjectNode envelope, @Nullable String agency) {
        return KINDS.of(stored(envelope), agency == null ? null : new AgencyCode(agency));
    }

    private static List<String> types(List<CloudEvent> events) {
        return events.stream().map(CloudEvent::getType).toList();
    }

    private static ObjectNode collective() {
        ObjectNode envelope = Envelopes.clue(ARBITRATION, "519901-HRSS-01");
        envelope.put("recordType", "intake-registration");
        ObjectNode payload =
                envelope.putObject("payload").put("collective", true).put("applicantCount", 12);
        payload.putObject("applicant").put("name", "刘小飞");
        return envelope;
    }

    @Test
    void partiesAreToldWithTheRecordNobodyElseIs() {
        ObjectNode clue = Envelopes.clue("519901-HRSS-01", "519901-COURT-01");
        for (String party : new String[] {"519901-HRSS-01", "519901-COURT-01", null}) {
            List<CloudEvent> events = told(clue, party);
            assertThat(types(events)).containsExactly("io.concord.record.accepted");
            String data = text(events.getFirst());
            assertThat(data)
                    .contains(clue.path("messageId").asText(), "\"leafIndex\":7")
                    .doesNotContain("线索", "何晓梅", "蓉川");
            assertThat(events.getFirst().getSubject())
                    .isEqualTo(clue.path("recordId").asText());
        }
        assertThat(told(clue, UNION)).isEmpty();
    }

    @Test
    void receiptsSayWhatTheyAreFor() {
        String id = UUID.randomUUID().toString();
        ObjectNode receipt = Envelopes.receipt("519901-COURT-01", "519901-HRSS-01", id, "0", "0", "SIGNED");
        List<CloudEvent> events = told(receipt, "519901-HRSS-01");
        assertThat(types(events)).containsExactly("io.concord.record.accepted", "io.concord.record.received");
        assertThat(text(events.getLast())).contains(id);
    }

    /// `domain.md` M-407: metadata, no identities, and only in the region.
    @Test
    void aCollectiveDisputeIsToldToInspectionAndUnionWithoutIdentities() {
        List<CloudEvent> events = told(collective(), UNION);
        assertThat(types(events)).containsExactly("io.concord.dispute.collective");
        assertThat(text(events.getFirst()))
                .contains("\"applicantCount\":12", "MT-519901-2026-000777")
                .doesNotContain("刘小飞", "messageId", "RT01");
        assertThat(told(collective(), "519901-LABOUR_INSPECTION-01")).hasSize(1);
        assertThat(told(collective(), "519902-TRADE_UNION-01")).isEmpty();
        assertThat(told(collective(), "519901-COURT-01")).isEmpty();
        ObjectNode single = collective();
        ((ObjectNode) single.get("payload")).put("collective", false);
        assertThat(told(single, UNION)).isEmpty();
    }

    @Test
    void publishedCasesAreToldToEverybody() {
        ObjectNode publication = Envelopes.clue("519901-HRSS-01", "519901-COURT-01");
        publication.put("recordType", "case-publication");
        publication.putObject("payload").put("caseId", "LC-519901-2026-01-01").put("batch", "2026-1");
        List<CloudEvent> events = told(publication, UNION);
        assertThat(types(events)).containsExactly("io.concord.case.published");
        assertThat(text(events.getFirst())).contains("LC-519901-2026-01-01");
    }

    private static String text(CloudEvent event) {
        return new String(Objects.requireNonNull(event.getData()).toBytes(), StandardCharsets.UTF_8);
    }
}
