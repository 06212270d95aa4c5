package io.concord.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.agency.Register;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.Envelope;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The checks of a header that need the catalogue or the register.
final class HeaderChecks {

    private final Catalogue catalogue;
    private final Register register;
    private final Instant now;
    private final LocalDate today;

    HeaderChecks(Catalogue catalogue, Register register, Instant now) {
        this.catalogue = catalogue;
        this.register = register;
        this.now = now;
        this.today = LocalDate.ofInstant(now, ChinaTime.ZONE);
    }

    /// The descriptor of the record's type; null with a reason added where there is none.
    @Nullable
    RecordTypeDescriptor type(Envelope envelope, List<Reason> reasons) {
        RecordTypeDescriptor type =
                catalogue.find(envelope.recordType(), envelope.schemaVersion()).orElse(null);
        if (type == null && catalogue.knows(envelope.recordType())) {
            reasons.add(new Reason(
                    "version-unknown",
                    "/schemaVersion",
                    envelope.recordType() + " 没有结构版本 " + envelope.schemaVersion(),
                    envelope.recordType() + " has no version " + envelope.schemaVersion()));
        } else if (type == null) {
            reasons.add(new Reason(
                    "type-unknown",
                    "/recordType",
                    "没有业务类型 " + envelope.recordType(),
                    "there is no type " + envelope.recordType()));
        }
        return type;
    }

    void header(Envelope envelope, RecordTypeDescriptor type, AgencyCode caller, List<Reason> reasons) {
        if (!envelope.recordId().startsWith(envelope.sender() + "-" + type.rt().replace("-", "") + "-")) {
            reasons.add(new Reason(
                    "record-id-mismatch",
                    "/recordId",
                    "应以 " + envelope.sender() + "-" + type.rt().replace("-", "") + "- 开头",
                    "should start with " + envelope.sender() + "-" + type.rt().replace("-", "") + "-"));
        }
        clock(envelope, reasons);
        if (envelope.tree().path("secrecy").asText().equals("WORK_SECRET")
                && !rule("work-secret").path("allowed").asBoolean()) {
            reasons.add(new Reason(
                    "work-secret-not-allowed",
                    "/secrecy",
                    "本部署未获准传递工作秘密",
                    "this deployment is not approved for work secrets"));
        }
        sender(envelope, type, caller, reasons);
        recipients(envelope, type, reasons);
    }

    private void clock(Envelope envelope, List<Reason> reasons) {
        JsonNode limits = rule("clock-skew");
        LocalDate docDate = LocalDate.parse(envelope.tree().path("docDate").asText());
        if (docDate.isAfter(today.plusDays(limits.path("docDateAheadDays").asLong()))) {
            reasons.add(new Reason(
                    "clock-skew",
                    "/docDate",
                    "成文日期 " + docDate + " 晚于今天 " + today,
                    docDate + " is after today, " + today));
        }
        String sentAt = envelope.tree().path("sentAt").asText();
        if (sentAt.isEmpty()) {
            return;
        }
        try {
            Duration ahead =
                    Duration.ofSeconds(limits.path("sentAtAheadSeconds").asLong());
            if (OffsetDateTime.parse(sentAt).toInstant().isAfter(now.plus(ahead))) {
                reasons.add(new Reason(
                        "clock-skew",
                        "/sentAt",
                        sentAt + " 超前于枢纽时间 " + now,
                        sentAt + " is ahead of the hub's clock, " + now));
            }
        } catch (DateTimeParseException e) {
            // RFC 3339 knows a leap second and a space for the T; we do not.
            reasons.add(new Reason(
                    "schema-invalid",
                    "/sentAt",
                    "时间格式应为 YYYY-MM-DDThh:mm:ss+08:00",
                    "write YYYY-MM-DDThh:mm:ss+08:00"));
        }
    }

    private JsonNode rule(String id) {
        return catalogue.rules().get(id, today).values();
    }

    private void sender(Envelope envelope, RecordTypeDescriptor type, AgencyCode caller, List<Reason> reasons) {
        AgencyCode sender = envelope.sender();
        if (register.find(sender).filter(agency -> agency.takesPartOn(today)).isEmpty()) {
            reasons.add(
                    new Reason("sender-unknown", "/sender/agencyCode", sender + " 未登记", sender + " is not registered"));
        } else if (!sender.equals(caller)) {
            reasons.add(new Reason(
                    "sender-not-caller",
                    "/sender/agencyCode",
                    "凭证属于 " + caller,
                    "the credentials are those of " + caller));
        } else if (!type.maySend(sender.kind())) {
            reasons.add(new Reason(
                    "no-agreement",
                    "/recordType",
                    sender.kind() + " 不发送 " + type.type(),
                    sender.kind() + " does not send " + type.type()));
        }
    }

    private void recipients(Envelope envelope, RecordTypeDescriptor type, List<Reason> reasons) {
        JsonNode recipients = envelope.tree().path("recipients");
        for (int i = 0; i < recipients.size(); i++) {
            JsonNode recipient = recipients.get(i);
            String pointer = "/recipients/" + i;
            if (!recipient.has("agencyCode")) {
                if (!type.externalParty()) {
                    reasons.add(new Reason(
                            "external-party-not-allowed",
                            pointer + "/externalParty",
                            type.type() + " 只发给网络内单位",
                            type.type() + " goes to agencies only"));
                }
                continue;
            }
            AgencyCode code = new AgencyCode(recipient.path("agencyCode").asText());
            if (register.find(code).filter(agency -> agency.takesPartOn(today)).isEmpty()) {
                reasons.add(new Reason(
                        "recipient-unknown", pointer + "/agencyCode", code + " 未登记", code + " is not registered"));
            } else if (!type.mayReceive(code.kind())
                    || !register.allows(envelope.recordType(), envelope.sender(), code, today)) {
                reasons.add(new Reason(
                        "no-agreement",
                        pointer + "/agencyCode",
                        envelope.sender() + " 与 " + code + " 之间没有 " + type.type() + " 的交换约定",
                        "no agreement lets " + envelope.sender() + " send " + type.type() + " to " + code));
            }
        }
    }
}
