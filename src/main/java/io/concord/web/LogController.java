package io.concord.web;

import io.concord.evidence.Tiles;
import io.concord.ledger.LogKeys;
import io.concord.ledger.LogReader;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The public log as static resources (C2SP tlog-tiles): anybody may fetch, cache and check it.
@RestController
@RequestMapping("/log")
class LogController {

    private static final MediaType TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private final LogReader log;
    private final LogKeys keys;

    LogController(LogReader log, LogKeys keys) {
        this.log = log;
        this.keys = keys;
    }

    /// The newest checkpoint with the quorum's cosignatures. No witness is configured yet, so it is the newest of
    /// all.
    @GetMapping({"/checkpoint", "/checkpoint.latest"})
    ResponseEntity<String> checkpoint() {
        String note = log.latest().orElseThrow(() -> new Refusal("not-found", "日志为空", "the log is empty"));
        return ResponseEntity.ok()
                .contentType(TEXT)
                .cacheControl(CacheControl.noCache())
                .body(note);
    }

    /// The log's verifier keys, for those who have no other source; pin them.
    @GetMapping("/log.vkey")
    ResponseEntity<String> vkeys() {
        return ResponseEntity.ok().contentType(TEXT).body(keys.vkeys());
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
