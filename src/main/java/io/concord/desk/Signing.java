package io.concord.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.access.Audit;
import io.concord.access.Person;
import io.concord.access.Role;
import io.concord.crypto.SigningKey;
import io.concord.document.Numbering;
import io.concord.edge.EdgeAgencies;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.ChinaTime;
import io.concord.evidence.SignedText;
import io.concord.intake.Intake;
import io.concord.intake.Submission;
import io.concord.intake.Verdict;
import io.concord.ledger.Ledger;
import io.concord.ledger.StoredRecord;
import io.concord.matter.MatterNumbers;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.springframework.stereotype.Component;

/// Makes a draft a record: numbers it, signs it with the agency's key, and hands it in like any agency's system would.
@Component
class Signing {

    private final Catalogue catalogue;
    private final EdgeAgencies keys;
    private final Intake intake;
    private final Numbering numbering;
    private final MatterNumbers matterNumbers;
    private final Drafts drafts;
    private final Audit audit;
    private final InstantSource clock;

    Signing(
            Catalogue catalogue,
            EdgeAgencies keys,
            Intake intake,
            Numbering numbering,
            MatterNumbers matterNumbers,
            Drafts drafts,
            Audit audit,
            InstantSource clock) {
        this.catalogue = catalogue;
        this.keys = keys;
        this.intake = intake;
        this.numbering = numbering;
        this.matterNumbers = matterNumbers;
        this.drafts = drafts;
        this.audit = audit;
        this.clock = clock;
    }

    /// Whether this node can sign for an agency.
    boolean can(AgencyCode agency) {
        return keys.key(agency.value()).isPresent();
    }

    /// Whether a record of this type leaves the agency as a numbered document, and so needs an approver.
    static boolean needsApproval(RecordTypeDescriptor type) {
        return type.requiredHeader().contains("docNo");
    }

    /// Whether the document number comes with the signature; if not, somebody types the first of the series.
    boolean numbers(AgencyCode agency, RecordTypeDescriptor type) {
        return numbering.isBegun(agency, type.numberClass());
    }

    /// A new draft's header, as far as it can be known.
    ObjectNode header(Person person, RecordTypeDescriptor type) {
        ObjectNode e = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        e.put("recordType", type.type()).put("schemaVersion", type.version()).put("recordVersion", 1);
        e.put("title", type.name().get("zh"));
        e.putObject("sender")
                .put("agencyCode", person.agencyCode())
                .putObject("officer")
                .put("name", person.name());
        e.put("regionCode", person.agency().region());
        e.put("docDate", today().toString());
        e.put("urgency", "平件").put("secrecy", "INTERNAL");
        e.putArray("dataTags");
        e.putObject("reply").put("required", Boolean.TRUE.equals(type.reply().get("required")));
        return e;
    }

    /// 签发: approval where the type asks for it, then as [#send].
    Verdict issue(Person person, Drafts.Draft draft, ObjectNode envelope) {
        RecordTypeDescriptor type = catalogue.latest(draft.recordType()).orElseThrow();
        if (!mayIssue(person, type)) {
            return refused(
                    "desk-not-approver",
                    "该文书须由部门负责人或分管领导签发，请先送审",
                    "a head or leader issues this document; ask for approval first");
        }
        ObjectNode signed = envelope.deepCopy();
        if (needsApproval(type)) {
            signed.remove("approval");
            approve(signed, "拟稿", draft.authorName(), "");
            approve(signed, "签发", person.name(), person.post());
        }
        return send(person, draft, signed);
    }

    static boolean mayIssue(Person person, RecordTypeDescriptor type) {
        return needsApproval(type)
                ? person.approves()
                : person.is(Role.CLERK, Role.HEAD, Role.LEADER, Role.LIAISON, Role.SECRETARIAT);
    }

    /// Signs and hands in. What is wrong is said and nothing is lost: the draft stays.
    Verdict send(Person person, Drafts.Draft draft, ObjectNode envelope) {
        SigningKey key = keys.key(person.agencyCode()).orElse(null);
        if (key == null) {
            return refused(
                    "desk-no-key",
                    "本节点没有 " + person.agencyCode() + " 的签名密钥",
                    "this node has no signing key of " + person.agencyCode());
        }
        RecordTypeDescriptor type = catalogue.latest(draft.recordType()).orElseThrow();
        boolean numbered = envelope.has("docNo");
        complete(person, draft, type, envelope);
        byte[] body = CanonicalJson.write(envelope);
        Verdict verdict = submit(person.agency(), key, body);
        if (verdict instanceof Verdict.Accepted) {
            drafts.close(draft.id(), envelope, Drafts.State.SENT);
            if (numbered && needsApproval(type)) {
                numbering.given(
                        person.agency(),
                        type.numberClass(),
                        envelope.path("docNo").asText(),
                        envelope.path("recordId").asText());
            }
            audit.note(person, "sent", envelope.path("recordId").asText(), draft.recordType());
        }
        return verdict;
    }

    private Verdict submit(AgencyCode agency, SigningKey key, byte[] body) {
        byte[] signature = key.sign(SignedText.of(SignedText.SUBMIT, agency.value(), key.publicKey(), body)
                .bytes());
        try {
            return intake.submit(new Submission(
                            body,
                            key.publicKey().suite().id(),
                            key.publicKey().id(),
                            Base64.getEncoder().encodeToString(signature),
                            agency))
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Ledger.Unavailable) {
                return refused(
                        "storage-unavailable",
                        "存储暂不可用，草稿已保存，请稍后再发",
                        "storage is away; the draft is kept, send it later");
            }
            throw e;
        }
    }

    /// What the desk adds: ids, numbers, the moment.
    private void complete(Person person, Drafts.Draft draft, RecordTypeDescriptor type, ObjectNode envelope) {
        envelope.put("messageId", draft.id().toString());
        LocalDate day;
        try {
            day = LocalDate.parse(envelope.path("docDate").asText());
        } catch (java.time.DateTimeException e) {
            // The schema says so in a moment.
            day = today();
        }
        if (!envelope.has("matterId")) {
            envelope.put(
                    "matterId", matterNumbers.of(person.agency(), draft.id().toString()));
        }
        if (!envelope.has("recordId")) {
            envelope.put(
                    "recordId",
                    String.format(
                            Locale.ROOT,
                            "%s-%s-%d-%06d",
                            person.agencyCode(),
                            type.rt().replace("-", ""),
                            day.getYear(),
                            drafts.serial(person.agencyCode(), type.rt(), day.getYear())));
        }
        if (type.requiredHeader().contains("docNo") && !envelope.has("docNo")) {
            numbering
                    .assign(
                            person.agency(),
                            type.numberClass(),
                            null,
                            day.getYear(),
                            envelope.path("recordId").asText())
                    .ifPresent(assigned -> envelope.put("docNo", assigned.docNo()));
        }
        envelope.put("sentAt", ChinaTime.written(now()));
    }

    /// 签收: the receipt for a record, made and sent in one.
    ///
    /// @param concludes record that the agency accepts as concluded; empty for none
    Verdict receipt(Person person, StoredRecord record, String sender, String matterId, String concludes) {
        RecordTypeDescriptor type = catalogue.latest("receipt").orElseThrow();
        ObjectNode envelope = header(person, type);
        envelope.put("matterId", matterId);
        envelope.put("title", "关于" + record.recordId() + "的回执");
        envelope.putArray("recipients")
                .addObject()
                .put("agencyCode", sender)
                .put("role", "MAIN")
                .put("actionRequired", false);
        envelope.putArray("relations")
                .addObject()
                .put("recordId", record.recordId())
                .put("relation", "REPLY_TO");
        ObjectNode payload = envelope.putObject("payload");
        payload.put("forMessageId", record.messageId().toString()).put("kind", "SIGNED");
        payload.putObject("digest")
                .put("sha256", record.signedText().sha256())
                .put("sm3", record.signedText().sm3());
        payload.put("at", ChinaTime.written(now())).putObject("officer").put("name", person.name());
        if (!concludes.isEmpty()) {
            payload.put("concludes", concludes);
        }
        return send(person, drafts.begin(person, "receipt", envelope), envelope);
    }

    /// 审签: adds a step to a document's approval.
    private void approve(ObjectNode envelope, String step, String name, String post) {
        ObjectNode line = envelope.withArray("approval").addObject();
        line.put("step", step).put("person", name);
        if (!post.isEmpty()) {
            line.put("title", post);
        }
        line.put("at", ChinaTime.written(now()));
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    LocalDate today() {
        return clock.instant().atZone(ChinaTime.ZONE).toLocalDate();
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return new UUID(0, 0);
        }
    }

    private static Verdict refused(String code, String zh, String en) {
        return new Verdict.Refused(List.of(Reason.of(code, zh, en)));
    }
}
