package io.concord.desk;

import io.concord.access.CurrentPerson;
import io.concord.access.Person;
import io.concord.document.Pdf;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.ui.Model;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ModelAttribute;

/// What goes wrong on a page is said on a page.
@ControllerAdvice(basePackageClasses = DeskAdvice.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class DeskAdvice {

    private static final Logger LOG = LoggerFactory.getLogger(DeskAdvice.class);

    /// Whose desk it is, for the head of every page.
    @ModelAttribute("person")
    @Nullable
    Person person(@CurrentPerson @Nullable Person person) {
        return person;
    }

    @ExceptionHandler
    String none(NotHere none, HttpServletResponse response, Model model) {
        response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        model.addAttribute("said", none.said(Pages.chinese()));
        return "desk/none";
    }

    @ExceptionHandler
    String busy(Pdf.Busy busy, HttpServletResponse response, Model model) {
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        model.addAttribute(
                "said", Pages.chinese() ? "正在生成其他 PDF，请稍后再试" : "other PDF files are being made; try again later");
        return "desk/none";
    }

    @ExceptionHandler
    String other(Exception e, HttpServletRequest request, HttpServletResponse response, Model model) {
        int status = e instanceof ErrorResponse known
                ? known.getStatusCode().value()
                : e instanceof TypeMismatchException ? HttpServletResponse.SC_BAD_REQUEST : 500;
        String id = UUID.randomUUID().toString();
        if (status >= 500) {
            LOG.error("problem {}: {} {}", id, request.getMethod(), request.getRequestURI(), e);
        }
        response.setStatus(status);
        model.addAttribute(
                "said",
                status >= 500
                        ? Pages.chinese() ? "内部错误，已记录，编号 " + id : "an internal error; it is noted as " + id
                        : Pages.chinese() ? "请求无效" : "the request is not valid");
        return "desk/none";
    }
}
