package io.concord.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.delivery.Mailboxes;
import io.concord.envelope.Envelope;
import io.concord.envelope.RecordType;
import io.concord.ledger.LogReader;
import io.concord.ledger.StoredRecord;
import io.concord.problem.Reason;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// A receipt is for a record that its sender really received, with the same digests (R-02 of the field's rules).
@Component
class ReceiptRules {

    private final LogReader log;
    private final Mailboxes mailboxes;

    ReceiptRules(LogReader log, Mailboxes mailboxes) {
        this.log = log;
        this.mailboxes = mailboxes;
    }

    void check(Envelope envelope, List<Reason> reasons) {
        if (!envelope.recordType().equals(RecordType.RECEIPT)) {
            return;
        }
        JsonNode payload = envelope.payload();
        UUID forMessage = UUID.fromString(payload.path("forMessageId").asText());
        Optional<StoredRecord> record = log.find(forMessage);
        if (record.isEmpty()) {
            reasons.add(new Reason(
                    "receipt-for-unknown-record",
                    "/payload/forMessageId",
                    "没有报文 " + forMessage,
                    "there is no message " + forMessage));
        } else if (!mailboxes.isRecipient(envelope.sender(), forMessage)) {
            reasons.add(new Reason(
                    "receipt-not-recipient",
                    "/payload/forMessageId",
                    envelope.sender() + " 不是该报文的接收方",
                    envelope.sender() + " is not a recipient of it"));
        } else if (!payload.at("/digest/sha256")
                        .asText()
                        .equals(record.get().signedText().sha256())
                || !payload.at("/digest/sm3")
                        .asText()
                        .equals(record.get().signedText().sm3())) {
            reasons.add(new Reason(
                    "receipt-digest-mismatch", "/payload/digest", "与原文摘要不同", "differs from the record's digests"));
        }
    }
}
