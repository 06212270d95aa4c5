package io.concord.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.agency.Agencies;
import io.concord.agency.Register;
import io.concord.attachment.Attachments;
import io.concord.deadline.Deadlines;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.Envelope;
import io.concord.envelope.Gate;
import io.concord.envelope.JsonFault;
import io.concord.evidence.SignedText;
import io.concord.ledger.Ledger;
import io.concord.ledger.LogReader;
import io.concord.ledger.Outcome;
import io.concord.ledger.SignedRecord;
import io.concord.platform.Trail;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The way of a submission: strict JSON → schema → agreement → signature → accept.
///
/// Runs on the caller's thread without lock; SQL is only touched by the ledger's batch and, for a refusal, to
/// see
/// whether the same record was accepted before: an answer once given stays given, whatever has expired since.
@Component
public class Intake {

    /// No record type allows more; checked before the type is known. In bytes.
    private static final int LARGEST = 4 << 20;

    private final Catalogue catalogue;
    private final Agencies agencies;
    private final Ledger ledger;
    private final LogReader log;
    private final ReceiptRules receipts;
    private final Deadlines deadlines;
    private final Quarantine quarantine;
    private final Attachments attachments;
    private final InstantSource clock;
    private final PublicationGate gate;

    Intake(
            Catalogue catalogue,
            Agencies agencies,
            Ledger ledger,
            LogReader log,
            ReceiptRules receipts,
            Deadlines deadlines,
            Quarantine quarantine,
            Attachments attachments,
            InstantSource clock) {
        this.catalogue = catalogue;
        this.agencies = agencies;
        this.ledger = ledger;
        this.log = log;
        this.receipts = receipts;
        this.deadlines = deadlines;
        this.quarantine = quarantine;
        this.attachments = attachments;
        this.clock = clock;
        this.gate = new PublicationGate(catalogue);
    }

    /// Checks a submission and, when nothing stands against it, has it accepted.
    ///
    /// @return completes when the record is durable or refused, or exceptionally with [Ledger.Unavailable]
    public CompletableFuture<Verdict> submit(Submission submission) {
        Gate gate = CanonicalJson.check(submission.body(), LARGEST);
        return switch (gate) {
            case Gate.Refused refused -> refuse(List.of(notCanonical(refused)));
            case Gate.Passed passed -> parsed(submission, CanonicalJson.parse(submission.body()), passed.nfc());
        };
    }

    private static Reason notCanonical(Gate.Refused refused) {
        return Reason.of(refused.fault().code(), "第 " + refused.offset() + " 字节处", "at byte " + refused.offset());
    }

    private CompletableFuture<Verdict> parsed(Submission submission, JsonNode tree, boolean nfc) {
        List<Reason> reasons = new ArrayList<>();
        Optional<Reason> mark = SecrecyMarks.find(tree);
        if (mark.isPresent()) {
            quarantine.note(submission.caller(), submission.body(), mark.get());
            return refuse(List.of(mark.get()));
        }
        catalogue.checkEnvelope(tree).forEach(fault -> reasons.add(fault.reason()));
        if (!nfc) {
            reasons.add(Reason.of("text-not-nfc", "报文中有未按 NFC 规范化的文本", "some text of the record is not in NFC"));
        }
        if (!reasons.isEmpty()) {
            return acceptedBefore(submission, tree) ? replay(tree) : refuse(reasons);
        }
        Envelope envelope = Envelope.of(submission.body(), tree);
        Register register = agencies.register();
        RecordTypeDescriptor type = content(envelope, submission.caller(), register, reasons);
        SignedText text = SignatureChecks.check(submission, envelope, register, clock.instant(), reasons);
        if (type != null && reasons.isEmpty()) {
            receipts.check(envelope, reasons);
        }
        if (!reasons.isEmpty() || type == null || text == null) {
            return acceptedBefore(submission, tree) ? replay(tree) : refuse(reasons);
        }
        return accept(new SignedRecord(
                envelope,
                text,
                SignatureChecks.decode(submission.signature()),
                type.logKind(),
                type.acknowledge(),
                register.version(),
                register.findKey(text.keyId()).orElseThrow().validTo()));
    }

    /// What stands against a record that is still being written; nothing is signed or stored. What only the commit can
    /// judge, its place in the matter, is not asked.
    ///
    /// @param body canonical
    public List<Reason> examine(byte[] body, AgencyCode caller) {
        JsonNode tree = CanonicalJson.parse(body);
        List<Reason> reasons = new ArrayList<>();
        SecrecyMarks.find(tree).ifPresent(reasons::add);
        catalogue.checkEnvelope(tree).forEach(fault -> reasons.add(fault.reason()));
        if (reasons.isEmpty()) {
            content(Envelope.of(body, tree), caller, agencies.register(), reasons);
        } else {
            // Both halves at once: whoever writes sees all that is wrong.
            catalogue
                    .latest(tree.path("recordType").asText())
                    .ifPresent(
                            type -> catalogue.checkPayload(type, tree).forEach(fault -> reasons.add(fault.reason())));
        }
        return reasons;
    }

    private @Nullable RecordTypeDescriptor content(
            Envelope envelope, AgencyCode caller, Register register, List<Reason> reasons) {
        HeaderChecks checks = new HeaderChecks(catalogue, register, clock.instant());
        RecordTypeDescriptor type = checks.type(envelope, reasons);
        if (type != null) {
            if (envelope.bytes().length > type.maxBytes()) {
                reasons.add(Reason.of(
                        JsonFault.TOO_LARGE.code(),
                        "该类型最多 " + type.maxBytes() + " 字节",
                        "this type allows " + type.maxBytes() + " bytes"));
            }
            catalogue.checkPayload(type, envelope.tree()).forEach(fault -> reasons.add(fault.reason()));
            checks.header(envelope, type, caller, reasons);
            if (reasons.isEmpty()) {
                // They speak of fields that only a record of the right shape has.
                new RecordRules(catalogue, deadlines, register, reasons).check(envelope, type);
                reasons.addAll(attachments.check(envelope));
                gate.check(envelope, clock.instant().atZone(ChinaTime.ZONE).toLocalDate(), reasons);
            }
        }
        return type;
    }

    private CompletableFuture<Verdict> accept(SignedRecord record) {
        return ledger.append(record).thenApply(outcome -> switch (outcome) {
            case Outcome.Accepted accepted -> {
                if (!accepted.replay()) {
                    Trail.note(
                            record.envelope().messageId(),
                            "accepted",
                            "#" + accepted.acceptance().leafIndex() + " "
                                    + record.envelope().recordId());
                }
                yield new Verdict.Accepted(accepted.acceptance());
            }
            case Outcome.OtherContent other ->
                new Verdict.Refused(List.of(Reason.of(
                        "message-id-other-content",
                        "报文标识 " + other.messageId() + " 已用于其他内容",
                        "message id " + other.messageId() + " was accepted with other content")));
            case Outcome.KeyExpired expired ->
                new Verdict.Refused(List.of(Reason.of(
                        "key-expired", "已于 " + expired.validTo() + " 过期", "expired at " + expired.validTo())));
            case Outcome.Refused refused -> new Verdict.Refused(refused.reasons());
            case Outcome.RecordIdTaken taken ->
                new Verdict.Refused(List.of(new Reason(
                        "record-id-taken",
                        "/recordId",
                        taken.recordId() + " 第 " + taken.recordVersion() + " 版已存在",
                        taken.recordId() + " version " + taken.recordVersion() + " exists")));
        });
    }

    /// Whether these very bytes were accepted from this caller before; only asked when something stands against
    /// them now.
    private boolean acceptedBefore(Submission submission, JsonNode tree) {
        String messageId = tree.path("messageId").asText();
        return messageId.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                && submission
                        .caller()
                        .value()
                        .equals(tree.at("/sender/agencyCode").asText())
                && log.find(UUID.fromString(messageId))
                        .filter(stored -> Arrays.equals(stored.body(), submission.body()))
                        .isPresent();
    }

    private CompletableFuture<Verdict> replay(JsonNode tree) {
        return CompletableFuture.completedFuture(new Verdict.Accepted(
                log.acceptance(UUID.fromString(tree.path("messageId").asText()))));
    }

    private static CompletableFuture<Verdict> refuse(List<Reason> reasons) {
        return CompletableFuture.completedFuture(new Verdict.Refused(reasons));
    }
}
