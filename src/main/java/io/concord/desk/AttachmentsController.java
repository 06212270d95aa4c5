package io.concord.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.access.Audit;
import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.attachment.Attachments;
import io.concord.attachment.Attachments.Brought;
import io.concord.attachment.ContentName;
import io.concord.crypto.RunningDigests;
import io.concord.envelope.CanonicalJson;
import io.concord.ledger.StoredRecord;
import io.concord.web.HeldFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/// 附件: files that go with a draft, and those of a record. A page of its own, so that the form need not be sent with
/// every file.
@Controller
@RequestMapping("/desk")
class AttachmentsController {

    private static final int MOST = 200;
    private static final int LONGEST_NAME = 200;

    private final Attachments attachments;
    private final Drafts drafts;
    private final Visible visible;
    private final Masking masking;
    private final Audit audit;

    AttachmentsController(Attachments attachments, Drafts drafts, Visible visible, Masking masking, Audit audit) {
        this.attachments = attachments;
        this.drafts = drafts;
        this.visible = visible;
        this.masking = masking;
        this.audit = audit;
    }

    @GetMapping("/drafts/{id}/attachments")
    String page(
            @CurrentPerson Person person,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String done,
            Model model) {
        Drafts.Draft draft = open(person, id);
        model.addAttribute("draft", draft);
        model.addAttribute("files", draft.envelope().path("attachments"));
        model.addAttribute("largest", attachments.largest() >> 20);
        model.addAttribute("done", done);
        return "desk/attachments";
    }

    @PostMapping("/drafts/{id}/attachments")
    String add(
            @CurrentPerson Person person,
            @PathVariable String id,
            @RequestParam(name = "files", required = false) List<MultipartFile> files)
            throws IOException {
        Drafts.Draft draft = open(person, id);
        ObjectNode envelope = draft.envelope().deepCopy();
        ArrayNode all =
                envelope.path("attachments") instanceof ArrayNode some ? some : envelope.putArray("attachments");
        String said = files == null || files.stream().allMatch(MultipartFile::isEmpty) ? "no-file" : "attached";
        for (MultipartFile file : files == null ? List.<MultipartFile>of() : files) {
            if (!file.isEmpty() && (all.size() >= MOST || !take(person, file, all))) {
                said = "not-all";
            }
        }
        return keep(draft, envelope, said);
    }

    @PostMapping("/drafts/{id}/attachments/{place}/remove")
    String remove(@CurrentPerson Person person, @PathVariable String id, @PathVariable int place) {
        Drafts.Draft draft = open(person, id);
        ObjectNode envelope = draft.envelope().deepCopy();
        if (envelope.path("attachments") instanceof ArrayNode all && place >= 0 && place < all.size()) {
            all.remove(place);
            number(all);
        }
        return keep(draft, envelope, "removed");
    }

    private String keep(Drafts.Draft draft, ObjectNode envelope, String said) {
        if (envelope.path("attachments").isEmpty()) {
            envelope.remove("attachments");
        }
        boolean kept = drafts.keep(draft.id(), draft.revision(), envelope, draft.state(), draft.note());
        return "redirect:/desk/drafts/" + draft.id() + "/attachments?done=" + (kept ? said : "changed");
    }

    /// Reads it twice: the digest is its name.
    private boolean take(Person person, MultipartFile file, ArrayNode all) throws IOException {
        RunningDigests digests = new RunningDigests();
        try (InputStream in = file.getInputStream()) {
            byte[] buffer = new byte[64 << 10];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digests.update(buffer, n);
            }
        }
        ContentName name = new ContentName(true, digests.sm3());
        Brought brought;
        try (InputStream in = file.getInputStream()) {
            brought = attachments.bring(person.agency(), name, 0, file.getSize(), in);
        }
        if (brought instanceof Brought.Whole) {
            String called = called(file.getOriginalFilename());
            all.addObject()
                    .put("id", name.hex().substring(0, 16))
                    .put("name", called)
                    .put(
                            "mediaType",
                            MediaTypeFactory.getMediaType(called)
                                    .filter(type -> type.toString().matches("[a-z]+/[A-Za-z0-9.+-]+"))
                                    .orElse(MediaType.APPLICATION_OCTET_STREAM)
                                    .toString())
                    .put("size", file.getSize())
                    .put("digestAlg", "SM3")
                    .put("digest", name.hex());
            number(all);
            return true;
        }
        return false;
    }

    private static void number(ArrayNode all) {
        for (int i = 0; i < all.size(); i++) {
            ((ObjectNode) all.get(i)).put("order", i + 1);
        }
    }

    /// Without folders and what cannot stand in a record.
    private static String called(@org.jspecify.annotations.Nullable String original) {
        String name = Normalizer.normalize(original == null ? "" : original, Normalizer.Form.NFC)
                .replaceAll(".*[/\\\\]", "")
                .replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\p{Cn}]", "")
                .strip();
        int start = Math.max(0, name.length() - LONGEST_NAME);
        return name.isEmpty() ? "附件" : name.substring(start);
    }

    private Drafts.Draft open(Person person, String id) {
        return drafts.find(person, Signing.id(id))
                .filter(Drafts.Draft::isOpen)
                .orElseThrow(() -> new NotHere("没有这份草稿，或已签发", "there is no such draft, or it was sent"));
    }

    /// A file of a record, to whoever may see all of the record: what pages hide may stand in it.
    ///
    /// @param place index in the record's list, from 0
    @GetMapping("/records/{id}/attachments/{place}")
    ResponseEntity<Resource> fetch(@CurrentPerson Person person, @PathVariable String id, @PathVariable int place) {
        StoredRecord record = visible.record(person, id);
        JsonNode body = CanonicalJson.parse(record.body());
        boolean reasoned = masking.isReasoned(person, record.messageId());
        if (masking.withholds(body, person, reasoned)) {
            String why = masking.withholds(body, person, true) ? "role" : "reason-first";
            return ResponseEntity.status(HttpStatus.SEE_OTHER)
                    .header(HttpHeaders.LOCATION, "/desk/records/" + record.messageId() + "?done=" + why)
                    .build();
        }
        Attachments.Held file = attachments
                .of(record.messageId(), place)
                .orElseThrow(() -> new NotHere("没有这个附件", "there is no such attachment"));
        String name = body.path("attachments").path(place).path("name").asText();
        audit.note(person, "attachment", record.recordId(), name);
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name, StandardCharsets.UTF_8)
                                .build()
                                .toString())
                .body(new HeldFile(attachments, file));
    }
}
