package io.concord.flow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.concord.edge.HubUnavailable;
import io.concord.evidence.LogEntry;
import io.concord.intake.Verdict;
import io.concord.ledger.Acceptance;
import io.concord.ledger.Ledger;
import io.concord.problem.Problems;
import io.concord.problem.Reason;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionException;

/// The JSON answers of the submission API (`docs/protocol.md` §5), and the log line that each problem leaves.
final class Answers {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private Answers() {}

    static ObjectNode of(Object outcome, @Nullable String acceptLanguage) {
        return switch (outcome) {
            case Verdict.Accepted accepted -> accepted(accepted.acceptance());
            case Verdict.Refused refused -> refused(refused, acceptLanguage);
            case Throwable failure -> failed(failure, acceptLanguage);
            default -> throw new IllegalArgumentException("no answer for " + outcome.getClass());
        };
    }

    /// 202 for what was accepted, otherwise the problem's own status.
    static int status(ObjectNode answer) {
        return answer.path("status").asInt(202);
    }

    private static ObjectNode accepted(Acceptance a) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("messageId", a.messageId().toString())
                .put("recordId", a.recordId())
                .put("leafIndex", a.leafIndex())
                .put("acceptedAt", LogEntry.written(a.acceptedAt()))
                .put("salt", Base64.getEncoder().encodeToString(a.salt()))
                .put("proof", a.proof());
    }

    private static ObjectNode refused(Verdict.Refused refused, @Nullable String acceptLanguage) {
        String id = UUID.randomUUID().toString();
        // Codes and places only: details may quote what people wrote.
        LOG.info(
                "problem {}: {}",
                id,
                refused.reasons().stream()
                        .map(r -> r.code() + " " + r.pointer())
                        .toList());
        return Problems.render(refused.reasons(), Problems.chinese(acceptLanguage), id);
    }

    private static ObjectNode failed(Throwable failure, @Nullable String acceptLanguage) {
        String id = UUID.randomUUID().toString();
        boolean unavailable = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            unavailable |= cause instanceof Ledger.Unavailable
                    || cause instanceof TimeoutException
                    || cause instanceof HubUnavailable
                    || cause instanceof TransactionException
                    || cause instanceof DataAccessResourceFailureException;
        }
        LOG.error("problem {}: {}", id, unavailable ? "storage-unavailable" : "internal", failure);
        Reason reason = unavailable
                ? Reason.of("storage-unavailable", "未能确认存妥", "it is not certain that it was stored")
                : Reason.of("internal", "处理时出错", "something went wrong here");
        return Problems.render(List.of(reason), Problems.chinese(acceptLanguage), id);
    }
}
