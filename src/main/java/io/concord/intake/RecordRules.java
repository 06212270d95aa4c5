package io.concord.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.agency.Register;
import io.concord.deadline.Deadlines;
import io.concord.envelope.Envelope;
import io.concord.problem.Reason;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import io.concord.schema.Condition;
import io.concord.schema.RecordTypeDescriptor;
import io.concord.schema.RecordTypeDescriptor.ExchangeRule;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rules that a record must keep on its own, whatever was accepted before; those that look at other records
/// are
/// checked when it takes its place in its matter.
final class RecordRules {

    private static final Logger LOG = LoggerFactory.getLogger(RecordRules.class);

    private final Catalogue catalogue;
    private final Deadlines deadlines;
    private final Register register;
    private final List<Reason> reasons;

    RecordRules(Catalogue catalogue, Deadlines deadlines, Register register, List<Reason> reasons) {
        this.catalogue = catalogue;
        this.deadlines = deadlines;
        this.register = register;
        this.reasons = reasons;
    }

    void check(Envelope envelope, RecordTypeDescriptor type) {
        LocalDate docDate = LocalDate.parse(envelope.tree().path("docDate").asText());
        inForce(type, docDate);
        region(envelope, docDate);
        replyRule(envelope, docDate);
        catalogue
                .codesOutOfForce(type, envelope.payload(), docDate)
                .forEach((pointer, item) -> reasons.add(late(pointer, item)));
        Map<String, Object> variables = null;
        for (ExchangeRule rule : type.rules()) {
            if (!rule.needsMatter()) {
                variables = variables == null ? variables(envelope) : variables;
                check(rule, type, variables);
            }
        }
    }

    private static Map<String, Object> variables(Envelope envelope) {
        Object record = Condition.value(envelope.tree());
        return Map.of(
                "record", record,
                "payload", Objects.requireNonNull(((Map<?, ?>) record).get("payload")),
                "target", Map.of(),
                "matter", Map.of());
    }

    private void check(ExchangeRule rule, RecordTypeDescriptor type, Map<String, Object> variables) {
        @Nullable Condition condition = catalogue.condition(rule.check());
        boolean right;
        try {
            right = condition == null || condition.holds(variables);
        } catch (IllegalStateException e) {
            // Nothing is guessed: what cannot be checked is not let in, and the operator learns why.
            LOG.error("rule {} of {} cannot be checked", rule.id(), type.type(), e);
            right = false;
        }
        if (!right && !rule.warns()) {
            reasons.add(new Reason(rule.code(), rule.at(), rule.zh(), rule.en()));
        }
    }

    private void inForce(RecordTypeDescriptor type, LocalDate docDate) {
        LocalDate end = type.validTo();
        if (docDate.isBefore(type.validFrom()) || end != null && docDate.isAfter(end)) {
            String period = type.validFrom() + " – " + (end == null ? "" : end);
            reasons.add(new Reason(
                    "type-not-in-force",
                    "/docDate",
                    type.type() + " " + type.version() + " 施行期间：" + period,
                    type.type() + " " + type.version() + " is in force " + period));
        }
    }

    /// A region is known by its code, or because an agency of such a region takes part (development zones have
    /// none).
    private void region(Envelope envelope, LocalDate docDate) {
        String code = envelope.tree().path("regionCode").asText();
        CodeList regions = catalogue.codeLists().get("region");
        boolean known = regions == null
                || regions.find(code).filter(item -> item.inForce(docDate)).isPresent()
                || register.hasRegion(code);
        if (!known) {
            reasons.add(new Reason(
                    "region-unknown",
                    "/regionCode",
                    code + " 在 " + docDate + " 不是有效的行政区划代码",
                    code + " is no region code on " + docDate));
        }
    }

    private void replyRule(Envelope envelope, LocalDate docDate) {
        JsonNode id = envelope.tree().at("/reply/ruleId");
        if (id.isTextual()
                && deadlines
                        .find(id.asText(), envelope.tree().path("regionCode").asText(), docDate)
                        .isEmpty()) {
            reasons.add(new Reason(
                    "reply-rule-unknown",
                    "/reply/ruleId",
                    id.asText() + " 在 " + docDate + " 没有施行中的规则",
                    "no rule " + id.asText() + " is in force on " + docDate));
        }
    }

    private static Reason late(String pointer, CodeList.Item item) {
        return new Reason(
                "code-not-in-force",
                pointer,
                item.code() + " " + item.zh() + " 自 " + item.validFrom() + " 至 " + item.validTo(),
                item.code() + " is valid from " + item.validFrom() + " to " + item.validTo());
    }
}
