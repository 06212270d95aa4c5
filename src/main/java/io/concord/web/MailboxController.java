package io.concord.web;

import io.concord.delivery.MailboxItem;
import io.concord.delivery.MailboxPoll;
import io.concord.envelope.AgencyCode;
import io.concord.evidence.LogEntry;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// An agency's mailbox: what waits for it, in order, and a long poll for what comes.
@RestController
class MailboxController {

    private final MailboxPoll poll;

    MailboxController(MailboxPoll poll) {
        this.poll = poll;
    }

    /// @param after `cursor` of the last answer that was stored; see [io.concord.delivery.Mailboxes#offer]
    /// @param stored leaf indexes of receipts that are stored
    /// @param wait seconds to wait when nothing is there, 0 by default
    @GetMapping("/api/v1/mailbox")
    Map<String, Object> mailbox(
            @RequestParam(required = false) @Nullable Long after,
            @RequestParam(defaultValue = "") List<Long> stored,
            @RequestParam(defaultValue = "0") long wait,
            Principal caller)
            throws InterruptedException {
        if (wait < 0) {
            throw new Refusal("parameter-invalid", "wait 不得为负", "wait cannot be negative");
        }
        List<Map<String, Object>> items = new ArrayList<>();
        long cursor = after == null ? -1 : after;
        for (MailboxItem item : poll.poll(new AgencyCode(caller.getName()), after, stored, Duration.ofSeconds(wait))) {
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
