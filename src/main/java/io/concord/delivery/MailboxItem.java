package io.concord.delivery;

import java.time.Instant;
import java.util.UUID;

/// A record waiting in an agency's mailbox.
///
/// @param leafIndex orders the mailbox, and is the cursor for `after`
/// @param attempt from 1: how often it has been offered, this time included
public record MailboxItem(
        long leafIndex,
        UUID messageId,
        String recordType,
        String matterId,
        String sender,
        String role,
        int attempt,
        Instant offeredAt) {}
