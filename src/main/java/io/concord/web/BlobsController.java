package io.concord.web;

import io.concord.attachment.Attachments;
import io.concord.attachment.Attachments.Brought;
import io.concord.attachment.ContentName;
import io.concord.envelope.AgencyCode;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/// Files that records name, by their digest: brought whole or in pieces, fetched whole or in ranges.
@RestController
@RequestMapping("/api/v1/blobs/{name}")
class BlobsController {

    private static final String OFFSET = "Upload-Offset";
    private static final Pattern PIECE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    private final Attachments attachments;

    BlobsController(Attachments attachments) {
        this.attachments = attachments;
    }

    /// @param range `bytes first-last/total` of a piece; the whole file where missing
    @PutMapping
    ResponseEntity<?> bring(
            @PathVariable String name,
            @RequestHeader(name = HttpHeaders.CONTENT_RANGE, required = false) @Nullable String range,
            Principal caller,
            HttpServletRequest request)
            throws IOException {
        long start = 0;
        long total = request.getContentLengthLong();
        if (range != null) {
            Matcher piece = PIECE.matcher(range);
            if (!piece.matches()) {
                throw new Refusal(
                        "parameter-invalid", "Content-Range 应为 bytes 起-止/总", "Content-Range is bytes first-last/total");
            }
            start = Long.parseLong(piece.group(1));
            total = Long.parseLong(piece.group(3));
        }
        Brought brought = attachments.bring(
                new AgencyCode(caller.getName()), named(name), start, total, request.getInputStream());
        return switch (brought) {
            case Brought.Whole whole ->
                ResponseEntity.status(whole.before() ? HttpStatus.OK : HttpStatus.CREATED)
                        .body(Map.of(
                                "sm3",
                                whole.file().sm3(),
                                "sha256",
                                whole.file().sha256(),
                                "size",
                                whole.file().size()));
            case Brought.Partly partly ->
                ResponseEntity.accepted()
                        .header(OFFSET, String.valueOf(partly.offset()))
                        .build();
            case Brought.Elsewhere elsewhere ->
                throw new Refusal(
                        "blob-offset",
                        "已收到 " + elsewhere.offset() + " 字节，请从此处续传",
                        elsewhere.offset() + " bytes are here; go on from there");
            case Brought.Other other ->
                throw new Refusal(
                        "blob-digest",
                        "收到内容的 SM3 为 " + other.sm3() + "，与地址中的摘要不符",
                        "what came has the SM3 digest " + other.sm3() + ", not that of the address");
            case Brought.TooLarge large ->
                throw new Refusal(
                        "blob-too-large",
                        "单个附件最多 " + large.most() + " 字节",
                        "a file has at most " + large.most() + " bytes");
            case Brought.Busy busy ->
                throw new Refusal("busy", "本单位正在上传同一附件", "your agency is bringing this file already");
        };
    }

    @GetMapping
    ResponseEntity<Resource> fetch(@PathVariable String name, Principal caller) {
        Attachments.Held file = attachments
                .find(new AgencyCode(caller.getName()), named(name))
                .orElseThrow(() -> new Refusal(
                        "not-found", "没有该附件，或不属本单位参与的记录", "there is no such file, or no record of yours names it"));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .eTag(file.sm3())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment")
                .body(new HeldFile(attachments, file));
    }

    /// Whether it is here, or how much of it the caller has brought.
    @RequestMapping(method = RequestMethod.HEAD)
    ResponseEntity<Void> look(@PathVariable String name, Principal caller) {
        AgencyCode agency = new AgencyCode(caller.getName());
        return attachments
                .find(agency, named(name))
                .map(file -> ResponseEntity.ok()
                        .header(OFFSET, String.valueOf(file.size()))
                        .contentLength(file.size())
                        .<Void>build())
                .orElseGet(() -> ResponseEntity.status(HttpStatus.NOT_FOUND)
                        .header(
                                OFFSET,
                                String.valueOf(
                                        attachments.begun(agency, named(name)).orElse(0L)))
                        .build());
    }

    private static ContentName named(String name) {
        return ContentName.parse(name)
                .orElseThrow(() -> new Refusal(
                        "parameter-invalid",
                        "地址应为 sm3: 或 sha256: 加 64 位小写十六进制",
                        "the address is sm3: or sha256: and 64 lower-case hex digits"));
    }
}
