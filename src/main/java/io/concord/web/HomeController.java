package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.access.LocalVisitor;
import io.concord.agency.Agencies;
import io.concord.delivery.Mailboxes;
import io.concord.envelope.CanonicalJson;
import io.concord.envelope.RecordType;
import io.concord.evidence.Checkpoint;
import io.concord.evidence.SignedNote;
import io.concord.ledger.LogReader;
import io.concord.ledger.StoredRecord;
import io.concord.platform.ConcordSettings;
import io.concord.schema.Catalogue;
import io.concord.witness.Witnesses;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;

/// The first page: what this hub is, the state of its log and, in a demo, the exchange of records.
@Controller
class HomeController {

    private static final int PAGE = 20;

    private final LogReader log;
    private final Mailboxes mailboxes;
    private final Agencies agencies;
    private final Catalogue catalogue;
    private final ConcordSettings settings;
    private final Witnesses witnesses;

    HomeController(
            LogReader log,
            Mailboxes mailboxes,
            Agencies agencies,
            Catalogue catalogue,
            ConcordSettings settings,
            Witnesses witnesses) {
        this.witnesses = witnesses;
        this.log = log;
        this.mailboxes = mailboxes;
        this.agencies = agencies;
        this.catalogue = catalogue;
        this.settings = settings;
    }

    /// For addresses that no page has.
    @GetMapping("/not-here")
    @ResponseStatus(HttpStatus.NOT_FOUND)
    String nothing() {
        return "not-here";
    }

    @GetMapping("/")
    String home(@RequestParam(defaultValue = "0") int page, Locale locale, HttpServletRequest request, Model model) {
        boolean open = settings.demo().enabled() && LocalVisitor.is(request);
        int wanted = Math.clamp(page, 0, 1_000_000);
        log.latest()
                .ifPresent(note -> model.addAttribute(
                        "head", Checkpoint.parse(SignedNote.parse(note).text())));
        model.addAttribute("witnesses", witnesses.standings());
        model.addAttribute("demo", open);
        model.addAttribute("agencyCount", agencies.register().agencies().size());
        model.addAttribute("typeCount", catalogue.types().size());
        model.addAttribute("page", wanted);
        if (open) {
            List<StoredRecord> records = log.newest(PAGE + 1, wanted * PAGE);
            model.addAttribute("more", records.size() > PAGE);
            List<StoredRecord> shown = records.subList(0, Math.min(PAGE, records.size()));
            List<Witnesses.Seen> seen =
                    witnesses.seen(shown.stream().map(StoredRecord::leafIndex).toList());
            List<ExchangeRow> rows = new ArrayList<>();
            for (int i = 0; i < shown.size(); i++) {
                rows.add(row(shown.get(i), seen.get(i), locale));
            }
            model.addAttribute("rows", rows);
        }
        return "home";
    }

    private ExchangeRow row(StoredRecord record, Witnesses.Seen seen, Locale locale) {
        JsonNode envelope = CanonicalJson.parse(record.body());
        List<ExchangeRow.Recipient> recipients = new ArrayList<>();
        mailboxes
                .states(record.messageId())
                .forEach(state -> recipients.add(
                        new ExchangeRow.Recipient(name(state.recipient()), state.role(), state.state())));
        String language = locale.getLanguage().equals("en") ? "en" : "zh";
        return new ExchangeRow(
                record.messageId(),
                record.leafIndex(),
                record.acceptedAt(),
                catalogue
                        .find(
                                new RecordType(record.recordType()),
                                envelope.path("schemaVersion").asText())
                        .map(type -> type.name().get(language))
                        .orElse(record.recordType()),
                record.recordId(),
                envelope.path("docNo").asText(),
                envelope.path("title").asText(),
                name(record.sender()),
                recipients,
                record.signedText().suite(),
                seen);
    }

    private String name(String code) {
        return agencies.register().name(code);
    }
}
