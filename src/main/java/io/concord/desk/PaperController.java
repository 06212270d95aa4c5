package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.access.Audit;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.delivery.Mailboxes;
import io.concord.document.Pdf;
import io.concord.document.Printing;
import io.concord.envelope.CanonicalJson;
import io.concord.ledger.LogReader;
import io.concord.ledger.StoredRecord;
import io.concord.matter.Entry;
import io.concord.matter.Matters;
import io.concord.web.EvidenceBundles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

/// What is taken away from the desk: printed forms, a matter as one file with its catalogue, evidence. Each is noted in
/// the audit trail.
@Controller
@RequestMapping("/desk")
class PaperController {

    private final Visible visible;
    private final LogReader log;
    private final Printing printing;
    private final Pdf pdf;
    private final Masking masking;
    private final Forms forms;
    private final Pages words;
    private final Mailboxes mailboxes;
    private final Signing signing;
    private final EvidenceBundles bundles;
    private final Audit audit;
    private final SpringTemplateEngine templates;

    PaperController(
            Visible visible,
            LogReader log,
            Printing printing,
            Pdf pdf,
            Masking masking,
            Forms forms,
            Pages words,
            Mailboxes mailboxes,
            Signing signing,
            EvidenceBundles bundles,
            Audit audit,
            SpringTemplateEngine templates) {
        this.visible = visible;
        this.log = log;
        this.printing = printing;
        this.pdf = pdf;
        this.masking = masking;
        this.forms = forms;
        this.words = words;
        this.mailboxes = mailboxes;
        this.signing = signing;
        this.bundles = bundles;
        this.audit = audit;
        this.templates = templates;
    }

    @GetMapping("/records/{id}/evidence")
    ResponseEntity<byte[]> evidence(@CurrentPerson Person person, @PathVariable String id) {
        StoredRecord record = visible.record(person, id);
        JsonNode body = CanonicalJson.parse(record.body());
        // A bundle has the record as it was signed, with all that pages hide.
        if (masking.withholds(body, person, true)) {
            return back(record, "role");
        }
        boolean reasoned = masking.isReasoned(person, record.messageId());
        if (masking.withholds(body, person, reasoned)) {
            return back(record, "reason-first");
        }
        byte[] zip = bundles.of(record).zip();
        audit.note(person, "evidence", record.recordId(), reasoned ? "unmasked" : "");
        return file("application/zip", record.recordId() + ".evidence.zip", zip);
    }

    private static ResponseEntity<byte[]> back(StoredRecord record, String why) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header(HttpHeaders.LOCATION, "/desk/records/" + record.messageId() + "?done=" + why)
                .build();
    }

    /// @param as `html` or `pdf`
    @GetMapping("/records/{id}/print")
    ResponseEntity<byte[]> print(
            @CurrentPerson Person person, @PathVariable String id, @RequestParam(defaultValue = "html") String as) {
        StoredRecord record = visible.record(person, id);
        String html = printing.html(CanonicalJson.parse(record.body()))
                .map(page -> Printing.marked(page, mark(person, record.recordId())))
                .orElseThrow(() -> new NotHere("该类型没有打印格式", "this type has no printed form"));
        ResponseEntity<byte[]> paper = paper(html, as, record.recordId());
        audit.note(person, "printed", record.recordId(), "");
        return paper;
    }

    /// On every page that is taken away: by whom, and when.
    private String mark(Person person, String what) {
        return words.title(person) + " · " + words.moment(signing.now()) + " · " + what;
    }

    private ResponseEntity<byte[]> paper(String html, String as, String name) {
        if (!as.equals("pdf")) {
            return ResponseEntity.ok()
                    .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                    .body(html.getBytes(StandardCharsets.UTF_8));
        }
        if (!pdf.isReady()) {
            throw new NotHere(
                    "本节点没有可嵌入的中文字体，不能生成 PDF：请管理员安装字体或设置 concord.print.fonts；可用浏览器打印网页",
                    "this node has no Chinese type face for PDF files: let the operator install one or set "
                            + "concord.print.fonts; the browser can print the page");
        }
        return file("application/pdf", name + ".pdf", pdf.of(html));
    }

    private static ResponseEntity<byte[]> file(String type, String name, byte[] bytes) {
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(type))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(bytes);
    }

    /// One record in the file of a matter.
    ///
    /// @param letter its printed form; empty where its type has none, then `fields` say it
    /// @param signed who signed for it and when
    record Piece(
            int no,
            Entry.Head head,
            String type,
            String state,
            String sender,
            String recipients,
            String letter,
            List<Field> fields,
            StoredRecord stored,
            String acceptedAt,
            List<String> signed) {}

    /// 卷宗: cover, catalogue, every record that one may see in the order of the matter, each with its evidence.
    ///
    /// @param as `html` or `pdf`
    @GetMapping("/matters/{id}/file")
    ResponseEntity<byte[]> file(
            @CurrentPerson Person person,
            @PathVariable String id,
            @RequestParam(defaultValue = "html") String as,
            Locale locale) {
        Matters.Matter matter = visible.matter(person, id);
        // A receipt stands in the proof of what it is for.
        List<Entry> entries = matter.entries().stream()
                .filter(entry -> !entry.head().type().equals("receipt"))
                .toList();
        Map<UUID, StoredRecord> stored =
                log.find(entries.stream().map(entry -> entry.head().messageId()).toList());
        List<Piece> pieces = new ArrayList<>();
        List<String> unmasked = new ArrayList<>();
        for (Entry entry : entries) {
            StoredRecord record = stored.get(entry.head().messageId());
            // Its body may have been erased since.
            if (record != null) {
                boolean reasoned = masking.isReasoned(person, record.messageId());
                if (reasoned) {
                    unmasked.add(record.recordId());
                }
                pieces.add(piece(pieces.size() + 1, entry, record, person, reasoned));
            }
        }
        Context page = new Context(locale);
        page.setVariable("matter", matter);
        page.setVariable("pieces", pieces);
        page.setVariable("mark", mark(person, id));
        // Only a PDF knows on which page something is.
        page.setVariable("pdf", as.equals("pdf"));
        page.setVariable(
                "agencies",
                matter.entries().stream()
                        .map(Entry::head)
                        .flatMap(head -> Stream.concat(Stream.of(head.sender()), head.mains().stream()))
                        .distinct()
                        .map(words::agency)
                        .collect(Collectors.joining("、")));
        ResponseEntity<byte[]> paper = paper(templates.process("desk/file", page), as, id);
        audit.note(person, "printed", id, unmasked.isEmpty() ? "" : "unmasked " + String.join(" ", unmasked));
        return paper;
    }

    private Piece piece(int no, Entry entry, StoredRecord stored, Person person, boolean reasoned) {
        Entry.Head head = entry.head();
        JsonNode envelope = CanonicalJson.parse(stored.body());
        Optional<String> letter = printing.letter(envelope);
        List<Field> fields = letter.isPresent()
                ? List.of()
                : masking.of(
                        forms.payload(words.descriptor(head.type()), envelope, new Forms.Asked(Pages.chinese())),
                        person,
                        reasoned);
        return new Piece(
                no,
                head,
                words.type(head.type()),
                words.state(head.type(), entry.state()),
                words.agency(head.sender()),
                Stream.concat(head.mains().stream().map(words::agency), head.external().stream())
                        .collect(Collectors.joining("、")),
                letter.orElse(""),
                fields,
                stored,
                words.moment(stored.acceptedAt()),
                mailboxes.states(stored.messageId()).stream()
                        .filter(state -> state.receivedAt() != null)
                        .map(state -> words.agency(state.recipient()) + " " + words.moment(state.receivedAt()))
                        .toList());
    }
}
