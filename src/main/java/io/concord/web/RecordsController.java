package io.concord.web;

import io.concord.delivery.DeliveryState;
import io.concord.delivery.Mailboxes;
import io.concord.document.Printing;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.evidence.LogEntry;
import io.concord.ledger.LogReader;
import io.concord.ledger.StoredRecord;
import io.concord.matter.Matters;
import io.concord.witness.Witnesses;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// A record for those who sent or received it: its bytes, how far it has come, its evidence.
@RestController
@RequestMapping("/api/v1/records/{messageId}")
class RecordsController {

    private final LogReader log;
    private final Mailboxes mailboxes;
    private final EvidenceBundles bundles;
    private final Printing printing;
    private final Matters matters;
    private final Witnesses witnesses;

    RecordsController(
            LogReader log,
            Mailboxes mailboxes,
            EvidenceBundles bundles,
            Printing printing,
            Matters matters,
            Witnesses witnesses) {
        this.witnesses = witnesses;
        this.matters = matters;
        this.log = log;
        this.mailboxes = mailboxes;
        this.bundles = bundles;
        this.printing = printing;
    }

    @GetMapping
    ResponseEntity<byte[]> bytes(@PathVariable String messageId, @Nullable Principal caller) {
        StoredRecord record = visible(messageId, caller);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .eTag(record.signedText().sha256())
                .body(record.body());
    }

    @GetMapping("/status")
    Map<String, Object> status(@PathVariable String messageId, @Nullable Principal caller) {
        StoredRecord record = visible(messageId, caller);
        List<Map<String, Object>> recipients = new ArrayList<>();
        for (DeliveryState state : mailboxes.states(record.messageId())) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("agencyCode", state.recipient());
            one.put("role", state.role());
            one.put("state", state.state());
            one.put("offers", state.attempts());
            putTime(one, "offeredAt", state.offeredAt());
            putTime(one, "deliveredAt", state.deliveredAt());
            putTime(one, "receivedAt", state.receivedAt());
            putTime(one, "quarantinedAt", state.quarantinedAt());
            putTime(one, "expiredAt", state.expiredAt());
            if (state.lastError() != null) {
                one.put("lastError", state.lastError());
            }
            recipients.add(one);
        }
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("messageId", record.messageId());
        status.put("recordId", record.recordId());
        status.put("leafIndex", record.leafIndex());
        status.put("acceptedAt", LogEntry.written(record.acceptedAt()));
        status.put("sha256", record.signedText().sha256());
        status.put("sm3", record.signedText().sm3());
        matters.entry(record.messageId()).ifPresent(entry -> {
            status.put("state", entry.state());
            status.put("flags", entry.flags());
            status.put(
                    "remarks",
                    entry.remarks().stream().map(MattersController::remark).toList());
        });
        Witnesses.Seen seen = witnesses.seen(record.leafIndex());
        status.put(
                "evidence",
                Map.of("logged", true, "witnessed", seen.names(), "witnesses", seen.of(), "quorum", seen.quorum()));
        status.put("recipients", recipients);
        status.put("receipts", mailboxes.receipts(record.messageId()));
        return status;
    }

    private static void putTime(Map<String, Object> map, String name, @Nullable Instant time) {
        if (time != null) {
            map.put(name, LogEntry.written(time));
        }
    }

    @GetMapping("/evidence")
    ResponseEntity<byte[]> evidence(@PathVariable String messageId, @Nullable Principal caller) {
        StoredRecord record = visible(messageId, caller);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(record.recordId() + ".evidence.zip")
                                .build()
                                .toString())
                .body(bundles.of(record).zip());
    }

    /// The printed form, to read or to print.
    @GetMapping("/print")
    ResponseEntity<String> print(@PathVariable String messageId, @Nullable Principal caller) {
        StoredRecord record = visible(messageId, caller);
        String html = printing.html(CanonicalJson.parse(record.body()))
                .orElseThrow(() -> new Refusal(
                        "not-found", record.recordType() + " 没有打印格式", record.recordType() + " has no printed form"));
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .body(html);
    }

    /// A-PAIR visibility: sender and recipients only. Without a caller the demo's rule has let the request in.
    private StoredRecord visible(String messageId, @Nullable Principal caller) {
        UUID id;
        try {
            id = UUID.fromString(messageId);
        } catch (IllegalArgumentException e) {
            throw new Refusal("parameter-invalid", "报文标识不是 UUID", "the message id is not a UUID");
        }
        StoredRecord record = log.find(id)
                .orElseThrow(() -> new Refusal("record-not-found", "没有报文 " + id, "there is no message " + id));
        boolean party = caller == null
                || record.sender().equals(caller.getName())
                || mailboxes.isRecipient(new AgencyCode(caller.getName()), id);
        if (!party) {
            throw new Refusal("not-a-party", "本单位不是该报文的发送方或接收方", "your agency neither sent nor received it");
        }
        return record;
    }
}
