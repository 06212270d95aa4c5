package io.concord.web;

import io.concord.evidence.SignedNote;
import io.concord.evidence.Tiles;
import io.concord.ledger.LogKeys;
import io.concord.ledger.LogReader;
import io.concord.witness.Witnesses;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The public log as static resources (C2SP tlog-tiles): anybody may fetch, cache and check it.
@RestController
@RequestMapping("/log")
class LogController {

    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private final LogReader log;
    /// A checkpoint with many signatures has a few kilobytes.
    private static final int LARGEST = 64 << 10;

    private final LogKeys keys;
    private final Witnesses witnesses;

    LogController(LogReader log, LogKeys keys, Witnesses witnesses) {
        this.witnesses = witnesses;
        this.log = log;
        this.keys = keys;
    }

    /// The newest checkpoint that the quorum of witnesses has cosigned, with their cosignatures; the newest of all
    /// where
    /// no quorum is asked.
    @GetMapping("/checkpoint")
    ResponseEntity<String> checkpoint() {
        return fresh(witnesses
                .checkpoint()
                .orElseThrow(() -> new Refusal(
                        "not-found", "尚无足够见证方联署的检查点", "no checkpoint is cosigned by enough witnesses yet")));
    }

    /// The newest checkpoint, signed by the log alone.
    @GetMapping("/checkpoint.latest")
    ResponseEntity<String> latest() {
        return fresh(log.latest().orElseThrow(LogController::empty));
    }

    private static Refusal empty() {
        return new Refusal("not-found", "日志为空", "the log is empty");
    }

    private static ResponseEntity<String> fresh(String text) {
        return ResponseEntity.ok()
                .contentType(TEXT)
                .cacheControl(CacheControl.noCache())
                .body(text);
    }

    /// What a witness is asked (C2SP tlog-witness), for one that comes by itself or gets it on a medium.
    ///
    /// @param old size of the checkpoint that it has cosigned last; 0 for none
    @GetMapping("/add-checkpoint")
    ResponseEntity<String> request(@RequestParam(defaultValue = "0") long old) {
        long size = log.size();
        if (old < 0 || old > size) {
            throw new Refusal(
                    "parameter-invalid",
                    "日志现有 " + size + " 条，old 不能更大",
                    "the log has " + size + " entries, old is above");
        }
        return fresh(witnesses.request(old).orElseThrow(LogController::empty).written());
    }

    /// Takes cosignatures that a witness, or somebody for it, brings. They need no sign-in: they are signed.
    ///
    /// The body is a checkpoint of this log with lines of witnesses.
    @PostMapping(
            path = "/cosignatures",
            consumes = {MediaType.TEXT_PLAIN_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
    Map<String, Object> take(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        Set<String> taken;
        try {
            if (body.length > LARGEST) {
                throw new IllegalArgumentException("more than " + LARGEST + " bytes");
            }
            taken = witnesses.take(SignedNote.parse(new String(body, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    "cosignature-invalid",
                    "不是本日志的检查点（" + e.getMessage() + "）",
                    "not a checkpoint of this log: " + e.getMessage());
        }
        if (taken.isEmpty()) {
            throw new Refusal(
                    "cosignature-invalid", "没有本枢纽见证策略所列见证方的有效联署", "no valid line of a witness that the policy names");
        }
        return Map.of("taken", taken);
    }

    /// The log's verifier keys, for those who have no other source; pin them.
    @GetMapping("/log.vkey")
    ResponseEntity<String> vkeys() {
        return ResponseEntity.ok().contentType(TEXT).body(keys.vkeys());
    }

    /// The witnesses and how many of them must have cosigned (C2SP tlog-policy), for those who have no other source;
    /// pin it.
    @GetMapping("/policy.txt")
    ResponseEntity<String> policy() {
        return ResponseEntity.ok().contentType(TEXT).body(witnesses.policy().written());
    }

    @GetMapping("/tile/**")
    ResponseEntity<byte[]> tile(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length() + "/log/tile/".length());
        byte[] bytes = Tiles.parse(path)
                .flatMap(log::resource)
                .orElseThrow(() -> new Refusal("not-found", "没有此瓦片", "there is no such tile"));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable())
                .body(bytes);
    }
}
