package io.concord.web;

import io.concord.delivery.MailboxItem;
import io.concord.delivery.MailboxPoll;
import io.concord.envelope.AgencyCode;
import io.concord.evidence.LogEntry;
import io.concord.ledger.LogReader;
import io.concord.ledger.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// An agency's mailbox: what waits for it, in order, and a long poll for what comes.
@RestController
class MailboxController {

    /// Most bytes of records in one answer; the rest is fetched one by one.
    private static final int LARGEST = 8 << 20;

    private final MailboxPoll poll;
    private final LogReader log;

    MailboxController(MailboxPoll poll, LogReader log) {
        this.poll = poll;
        this.log = log;
    }

    /// @param after `cursor` of the last answer that was stored; see [io.concord.delivery.Mailboxes#offer]
    /// @param stored leaf indexes of receipts that are stored
    /// @param records whether items have the canonical text of their record too, in `record`
    /// @param wait seconds to wait when nothing is there, 0 by default
    @GetMapping("/api/v1/mailbox")
    Map<String, Object> mailbox(
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(defaultValue = "") List<Long> stored,
            @RequestParam(defaultValue = "false") boolean records,
            @RequestParam(defaultValue = "0") long wait,
            Principal caller)
            throws InterruptedException {
        if (wait < 0) {
            throw new Refusal("parameter-invalid", "wait 不得为负", "wait cannot be negative");
        }
        List<Map<String, Object>> items = new ArrayList<>();
        int bytes = 0;
        long cursor = after == null ? -1 : after;
        List<MailboxItem> found = poll.poll(new AgencyCode(caller.getName()), after, stored, Duration.ofSeconds(wait));
        Map<UUID, StoredRecord> texts =
                records ? log.find(found.stream().map(MailboxItem::messageId).toList()) : Map.of();
        for (MailboxItem item : found) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("leafIndex", item.leafIndex());
            one.put("messageId", item.messageId());
            one.put("recordType", item.recordType());
            one.put("matterId", item.matterId());
            one.put("sender", item.sender());
            one.put("role", item.role());
            one.put("attempt", item.attempt());
            one.put("offeredAt", LogEntry.written(item.offeredAt()));
            one.put("href", "/api/v1/records/" + item.messageId());
            StoredRecord text = texts.get(item.messageId());
            if (text != null && bytes < LARGEST) {
                bytes += text.body().length;
                one.put("record", new String(text.body(), StandardCharsets.UTF_8));
            }
            items.add(one);
            cursor = Math.max(cursor, item.leafIndex());
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("items", items);
        if (cursor >= 0) {
            answer.put("cursor", cursor);
        }
        return answer;
    }
}
