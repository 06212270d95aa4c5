package io.concord.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.envelope.Envelope;
import io.concord.problem.Reason;
import io.concord.redaction.Finding;
import io.concord.redaction.Known;
import io.concord.redaction.MaskMap;
import io.concord.redaction.Redactors;
import io.concord.schema.Catalogue;
import java.time.LocalDate;
import java.util.List;

/// The last look at a text that is to be published: whoever says that it is clean, an identity number, a telephone, an
/// account or the like in it stops it. Names are not judged here, since only people can.
final class PublicationGate {

    private static final String TYPE = "case-publication";

    private final Redactors redactors;

    PublicationGate(Catalogue catalogue) {
        this.redactors = new Redactors(catalogue);
    }

    void check(Envelope envelope, LocalDate today, List<Reason> reasons) {
        if (!envelope.recordType().value().equals(TYPE)) {
            return;
        }
        look(envelope.payload().path("caseTitle").asText(), "/payload/caseTitle", today, reasons);
        int n = 0;
        for (JsonNode section : envelope.payload().path("finalText")) {
            look(section.path("text").asText(), "/payload/finalText/" + n++ + "/text", today, reasons);
        }
    }

    private void look(String text, String pointer, LocalDate today, List<Reason> reasons) {
        for (Finding left : redactors.on(today).residuals(text, Known.NOTHING, MaskMap.EMPTY)) {
            if (left.kind().isHard()) {
                // The place, not the thing: problems are logged and shown.
                reasons.add(new Reason(
                        "redaction-residue",
                        pointer,
                        left.kind().zh() + "，第 " + (left.start() + 1) + " 字起",
                        left.kind().en() + " from character " + (left.start() + 1)));
            }
        }
    }
}
