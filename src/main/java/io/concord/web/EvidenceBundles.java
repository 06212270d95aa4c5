package io.concord.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.agency.Agencies;
import io.concord.agency.AgencyKey;
import io.concord.delivery.Mailboxes;
import io.concord.envelope.CanonicalJson;
import io.concord.evidence.Bundle;
import io.concord.evidence.Exhibit;
import io.concord.evidence.LogEntry;
import io.concord.evidence.Policy;
import io.concord.evidence.TlogProof;
import io.concord.ledger.LogKeys;
import io.concord.ledger.LogReader;
import io.concord.ledger.StoredRecord;
import io.concord.witness.Witnesses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// Puts together the evidence bundle of a record from what is stored.
@Component
public class EvidenceBundles {

    private final LogReader log;
    private final LogKeys keys;
    private final Agencies agencies;
    private final Mailboxes mailboxes;
    private final Witnesses witnesses;

    EvidenceBundles(LogReader log, LogKeys keys, Agencies agencies, Mailboxes mailboxes, Witnesses witnesses) {
        this.log = log;
        this.keys = keys;
        this.agencies = agencies;
        this.mailboxes = mailboxes;
        this.witnesses = witnesses;
    }

    public Bundle of(StoredRecord record) {
        List<StoredRecord> records = new ArrayList<>(List.of(record));
        for (UUID receipt : mailboxes.receipts(record.messageId())) {
            log.find(receipt).ifPresent(records::add);
        }
        List<Optional<TlogProof>> witnessed =
                records.stream().map(one -> witnesses.proof(one.leafIndex())).toList();
        List<Exhibit> exhibits = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            StoredRecord one = records.get(i);
            exhibits.add(exhibit(one, witnessed.get(i).orElseGet(() -> log.proof(one.leafIndex(), one.treeSize()))));
        }
        // What is not witnessed yet is evidence too; the bundle does not say more of itself than holds of all in it.
        Policy policy = witnessed.stream().allMatch(Optional::isPresent)
                ? witnesses.policy()
                : witnesses.policy().withoutQuorum();
        return Bundle.seal(
                exhibits.getFirst(), exhibits.subList(1, exhibits.size()), keys.keys(), policy.written(), keys.seal());
    }

    private Exhibit exhibit(StoredRecord record, TlogProof proof) {
        AgencyKey key = agencies.register()
                .findKey(record.signedText().keyId())
                .orElseThrow(() -> new IllegalStateException("key of an accepted record is not in the register"));
        return new Exhibit(
                record.body(),
                record.signedText().bytes(),
                record.signature(),
                key.certificate(),
                key.chain(),
                record.salt(),
                log.entries(record.leafIndex(), 1).getFirst(),
                proof.written(),
                status(record, key));
    }

    /// What the register said of the key when the record was accepted; acceptance itself required it to be valid.
    private static byte[] status(StoredRecord record, AgencyKey key) {
        ObjectNode status = JsonNodeFactory.instance
                .objectNode()
                .put("acceptedAt", LogEntry.written(record.acceptedAt()))
                .put("acceptedAtEpoch", record.acceptedAt().getEpochSecond())
                .put("agencyCode", record.sender())
                .put("keyId", record.signedText().keyId())
                .put("keyStatus", "valid")
                .put("keyValidFrom", LogEntry.written(key.validFrom()))
                .put("keyValidTo", LogEntry.written(key.validTo()))
                .put("messageId", record.messageId().toString())
                .put("recordId", record.recordId())
                .put("registerVersion", record.registerVersion())
                .put("version", 1);
        return CanonicalJson.write(status);
    }
}
