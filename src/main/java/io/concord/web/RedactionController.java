package io.concord.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.concord.casebook.RedactionDesk;
import io.concord.casebook.RedactionDesk.Decision;
import io.concord.casebook.RedactionDesk.Outcome;
import io.concord.envelope.AgencyCode;
import io.concord.redaction.Finding;
import io.concord.redaction.Kind;
import io.concord.redaction.Metadata;
import io.concord.redaction.Unreadable;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Redaction for an agency's own people: suggestions, decisions, confirmation by another.
@RestController
class RedactionController {

    private final RedactionDesk desk;

    RedactionController(RedactionDesk desk) {
        this.desk = desk;
    }

    /// `{text, known?, profile?}` → the draft with its suggestions.
    @PostMapping("/api/v1/redactions")
    Map<String, Object> begin(@RequestBody JsonNode asked, Principal caller) {
        return shown(desk.begin(
                new AgencyCode(caller.getName()),
                asked.path("text").asText(),
                asked.path("known"),
                asked.path("profile").asText("typical-case")));
    }

    @GetMapping("/api/v1/redactions/{id}")
    Map<String, Object> one(@PathVariable UUID id, Principal caller) {
        return desk.find(new AgencyCode(caller.getName()), id)
                .map(RedactionController::shown)
                .orElseThrow(() -> new Refusal("redaction-not-found", "没有 " + id, "there is no " + id));
    }

    /// `{revision, by, decisions: [{start, end, kind, mask?}]}` → the masked text and what is left in it.
    @PutMapping("/api/v1/redactions/{id}")
    Map<String, Object> mask(@PathVariable UUID id, @RequestBody JsonNode asked, Principal caller) {
        List<Decision> decisions = new ArrayList<>();
        for (JsonNode d : asked.path("decisions")) {
            try {
                decisions.add(new Decision(
                        d.path("start").asInt(-1),
                        d.path("end").asInt(-1),
                        Kind.valueOf(d.path("kind").asText()),
                        d.path("mask").asText()));
            } catch (IllegalArgumentException e) {
                throw new Refusal("parameter-invalid", "kind 不符：" + d.path("kind"), "no such kind: " + d.path("kind"));
            }
        }
        return shown(desk.mask(
                new AgencyCode(caller.getName()),
                id,
                asked.path("revision").asInt(),
                decisions,
                asked.path("by").asText()));
    }

    /// `{by}` → the draft with its report, ready for a nomination.
    @PostMapping("/api/v1/redactions/{id}/confirm")
    Map<String, Object> confirm(@PathVariable UUID id, @RequestBody JsonNode asked, Principal caller) {
        return shown(desk.confirm(
                new AgencyCode(caller.getName()), id, asked.path("by").asText()));
    }

    /// A DOCX or PDF without what its pages do not show; `Concord-Removed` counts what was taken out.
    @PostMapping(value = "/api/v1/files/clean", consumes = "application/octet-stream")
    ResponseEntity<byte[]> clean(@RequestParam String name, HttpServletRequest request) throws IOException {
        byte[] file = request.getInputStream().readNBytes(Metadata.LARGEST + 1);
        try {
            Metadata.Cleaned cleaned = Metadata.strip(file, name);
            return ResponseEntity.ok()
                    .header(
                            "Concord-Removed",
                            String.valueOf(cleaned.removed().stream()
                                    .mapToInt(Metadata.Removed::count)
                                    .sum()))
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .body(cleaned.bytes());
        } catch (Unreadable e) {
            throw new Refusal("file-unreadable", e.reason().zh(), e.reason().en());
        }
    }

    private static Map<String, Object> shown(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done done -> shown(done.draft());
            case Outcome.Refused refused -> throw new Refusal(refused.reasons());
        };
    }

    private static Map<String, Object> shown(RedactionDesk.Draft draft) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("id", draft.id());
        one.put("revision", draft.revision());
        one.put(
                "suggestions",
                draft.findings().stream().map(f -> finding(f, true)).toList());
        if (draft.masked() != null) {
            one.put("masked", draft.masked());
            // What is left is named by its place; the original is not spread further.
            one.put(
                    "residuals",
                    draft.residuals().stream().map(f -> finding(f, false)).toList());
        }
        if (draft.report() != null) {
            one.put("deidReport", draft.report());
        }
        return one;
    }

    private static Map<String, Object> finding(Finding f, boolean original) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("kind", f.kind());
        one.put("start", f.start());
        one.put("end", f.end());
        if (original) {
            one.put("original", f.original());
            one.put("mask", f.mask());
        }
        one.put("reason", f.reason().zh());
        one.put("confidence", f.confidence());
        return one;
    }
}
