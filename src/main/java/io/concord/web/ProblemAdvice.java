package io.concord.web;

import io.concord.document.Pdf;
import io.concord.problem.Problems;
import io.concord.problem.Reason;
import io.concord.search.SearchUnavailable;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.web.servlet.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/// Turns everything that goes wrong at the HTTP edge into a problem with an id that is also in the log.
@ControllerAdvice
@RestController
class ProblemAdvice implements ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    ResponseEntity<byte[]> refused(Refusal refusal, HttpServletRequest request) {
        return answer(refusal.reasons(), request, null);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> away(SearchUnavailable away, HttpServletRequest request) {
        return answer(
                List.of(Reason.of("search-unavailable", "检索暂不可用", "search is not available right now")), request, away);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> busy(Pdf.Busy busy, HttpServletRequest request) {
        return answer(
                List.of(Reason.of("busy", "正在生成其他 PDF，请稍后再试", "other PDF files are being made; try again later")),
                request,
                null);
    }

    @ExceptionHandler
    void gone(AsyncRequestNotUsableException e) {
        LOG.debug("the client has gone", e);
    }

    @ExceptionHandler
    ResponseEntity<byte[]> other(Exception e, HttpServletRequest request) {
        int status = switch (e) {
            case ErrorResponse response -> response.getStatusCode().value();
            case TypeMismatchException mismatch -> 400;
            case HttpMessageNotReadableException unreadable -> 400;
            default -> 500;
        };
        return answer(List.of(reason(status)), request, status == 500 ? e : null);
    }

    /// Errors that never reached a controller.
    @RequestMapping("/error")
    ResponseEntity<byte[]> error(HttpServletRequest request) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        return answer(List.of(reason(status)), request, null);
    }

    private static Reason reason(int status) {
        return switch (status) {
            case 400 -> Reason.of("parameter-invalid", "参数无效", "a parameter is invalid");
            case 401, 403 -> Reason.of("unauthenticated", "令牌缺失或无效", "the token is missing or wrong");
            case 404 -> Reason.of("not-found", "没有此资源", "there is nothing here");
            case 405 -> Reason.of("method-not-allowed", "不支持的方法", "the method is not allowed here");
            case 406, 415 -> Reason.of("media-type-unsupported", "不支持的内容类型", "the media type is not supported");
            default -> Reason.of("internal", "处理时出错", "something went wrong here");
        };
    }

    private static ResponseEntity<byte[]> answer(
            List<Reason> reasons, HttpServletRequest request, @Nullable Exception cause) {
        String id = UUID.randomUUID().toString();
        Reason reason = reasons.getFirst();
        if (cause == null) {
            LOG.info("problem {}: {} {} {}", id, reason.code(), request.getMethod(), request.getRequestURI());
        } else {
            LOG.error("problem {}: {} {} {}", id, reason.code(), request.getMethod(), request.getRequestURI(), cause);
        }
        byte[] body = Problems.render(reasons, Problems.chinese(request.getHeader("Accept-Language")), id)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return ResponseEntity.status(Problems.get(reason.code()).status())
                .contentType(MediaType.parseMediaType(Problems.MEDIA_TYPE))
                .body(body);
    }
}
