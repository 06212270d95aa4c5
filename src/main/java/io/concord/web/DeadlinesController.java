package io.concord.web;

import io.concord.deadline.Calendars;
import io.concord.deadline.ClockUpkeep;
import io.concord.deadline.Deadline;
import io.concord.deadline.DeadlineRule;
import io.concord.deadline.Deadlines;
import io.concord.deadline.Suspension;
import io.concord.envelope.ChinaTime;
import io.concord.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Terms for whoever wants to know before acting: computed and explained, nothing stored.
@RestController
@RequestMapping("/api/v1/deadlines")
class DeadlinesController {

    private final Deadlines deadlines;
    private final ClockUpkeep upkeep;

    DeadlinesController(Deadlines deadlines, ClockUpkeep upkeep) {
        this.deadlines = deadlines;
        this.upkeep = upkeep;
    }

    /// @param rule for example `D-01` or `D-01@510000`
    /// @param anchor day of the event, or its moment for terms in hours
    /// @param count less than the rule's, where the record may set less
    /// @param extension how much the term was extended by
    /// @param suspend stretches not counted, `2026-03-05/2026-03-14`
    @GetMapping("/preview")
    Map<String, Object> preview(
            @RequestParam String rule,
            @RequestParam(defaultValue = "000000") String region,
            @RequestParam String anchor,
            @RequestParam(required = false) @Nullable Integer count,
            @RequestParam(defaultValue = "0") int extension,
            @RequestParam(defaultValue = "") List<String> suspend,
            HttpServletRequest request) {
        boolean chinese = Problems.chinese(request.getHeader("Accept-Language"));
        OffsetDateTime moment = moment(anchor);
        if (!region.matches("[0-9]{6}")) {
            throw new Refusal("parameter-invalid", "region 应为六位行政区划代码", "region should be six digits");
        }
        LocalDate day = moment.atZoneSameInstant(ChinaTime.ZONE).toLocalDate();
        DeadlineRule row = deadlines
                .find(rule, region, day)
                .orElseThrow(() -> new Refusal(
                        "deadline-rule-unknown",
                        rule + " 在 " + region + "、" + day + " 没有施行中的规则",
                        "no rule " + rule + " for " + region + " is in force on " + day));
        int length = length(row, count, extension);
        Deadline deadline = deadlines.count(row, moment, length, suspensions(suspend), true);
        return switch (deadline) {
            case Deadline.Computed computed -> answer(computed, length, chinese);
            case Deadline.CalendarMissing missing ->
                throw new Refusal(
                        "calendar-missing",
                        missing.year() + " 年没有工作日历"
                                + (missing.rawEnd() == null ? "" : "；期间届满日为 " + missing.rawEnd() + "，是否顺延无法确定"),
                        "there is no calendar for " + missing.year()
                                + (missing.rawEnd() == null
                                        ? ""
                                        : "; the term ends on " + missing.rawEnd()
                                                + ", whether it rolls cannot be said"));
            case Deadline.NotComputable none ->
                throw new Refusal(
                        "deadline-not-computable",
                        none.rule().id() + "：" + none.rule().name().get("zh"),
                        none.rule().id() + ": " + none.rule().name().get("en"));
        };
    }

    private static OffsetDateTime moment(String anchor) {
        try {
            return anchor.length() == 10
                    ? LocalDate.parse(anchor).atStartOfDay(ChinaTime.ZONE).toOffsetDateTime()
                    : OffsetDateTime.parse(anchor.replace(' ', '+'));
        } catch (DateTimeException e) {
            throw new Refusal(
                    "parameter-invalid",
                    "anchor 应为存在的日期（YYYY-MM-DD）或时间（YYYY-MM-DDThh:mm:ss+08:00）",
                    "anchor should be a day that exists (YYYY-MM-DD) or a moment (YYYY-MM-DDThh:mm:ss+08:00)");
        }
    }

    private static int length(DeadlineRule row, @Nullable Integer count, int extension) {
        int length = row.count();
        if (count != null) {
            if (!row.mayBeShortened() || count < 1 || count > length) {
                throw new Refusal(
                        "parameter-invalid",
                        row.mayBeShortened() ? "count 应在 1 与 " + length + " 之间" : row.id() + " 的长度不可另定",
                        row.mayBeShortened()
                                ? "count should lie between 1 and " + length
                                : row.id() + " has one length");
            }
            length = count;
        }
        if (extension != 0) {
            DeadlineRule.Extension allowed = row.extension();
            if (allowed == null || extension < 0 || extension > allowed.count()) {
                throw new Refusal(
                        "extension-over-cap",
                        allowed == null ? row.id() + " 不得延长" : "最多延长 " + allowed.count(),
                        allowed == null ? row.id() + " may not be extended" : "at most " + allowed.count() + " more");
            }
            length += extension;
        }
        return length;
    }

    private static List<Suspension> suspensions(List<String> texts) {
        List<Suspension> suspensions = new ArrayList<>();
        for (String text : texts) {
            String[] days = text.split("/", -1);
            try {
                suspensions.add(new Suspension(LocalDate.parse(days[0]), LocalDate.parse(days[1])));
            } catch (DateTimeException | ArrayIndexOutOfBoundsException e) {
                throw new Refusal("parameter-invalid", "suspend 应为 起日/止日", "suspend should be first day/last day");
            }
        }
        return suspensions;
    }

    private static Map<String, Object> answer(Deadline.Computed computed, int count, boolean chinese) {
        DeadlineRule rule = computed.rule();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("ruleId", rule.id());
        answer.put("ruleRegion", rule.region());
        answer.put("ruleValidFrom", rule.validFrom().toString());
        answer.put("name", rule.name().get(chinese ? "zh" : "en"));
        answer.put("source", rule.source());
        answer.put("unit", rule.unit().name());
        answer.put("count", count);
        answer.put("rawEnd", computed.rawEnd().toString());
        answer.put("dueDate", computed.due().toString());
        OffsetDateTime exact = computed.exact();
        answer.put("dueAt", exact == null ? computed.due() + "T24:00:00+08:00" : ChinaTime.written(exact.toInstant()));
        answer.put("calendarVersion", computed.calendarVersion());
        List<Map<String, Object>> steps = new ArrayList<>();
        for (Deadline.Step step : computed.steps()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("date", String.valueOf(step.day()));
            one.put("text", chinese ? step.zh() : step.en());
            steps.add(one);
        }
        answer.put("steps", steps);
        return answer;
    }

    @GetMapping("/rules")
    List<Map<String, Object>> rules() {
        return deadlines.rules().stream().map(DeadlinesController::row).toList();
    }

    private static Map<String, Object> row(DeadlineRule rule) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("ruleId", rule.id());
        row.put("name", rule.name());
        row.put("region", rule.region());
        row.put("validFrom", rule.validFrom().toString());
        LocalDate end = rule.validTo();
        row.put("validTo", end == null ? "" : end.toString());
        row.put("unit", rule.unit().name());
        row.put("count", rule.count());
        row.put("length", Map.of("zh", rule.length(true), "en", rule.length(false)));
        row.put("source", rule.source());
        DeadlineRule.Extension extension = rule.extension();
        if (extension != null) {
            row.put("extension", extension);
        }
        return row;
    }

    /// Terms of the caller's that a changed calendar has moved.
    @GetMapping("/moved")
    List<ClockUpkeep.Moved> moved(@Nullable Principal caller) {
        if (caller == null) {
            throw new Refusal("unauthenticated", "须以单位身份访问", "say which agency you are");
        }
        return upkeep.of(caller.getName());
    }

    @GetMapping("/calendars")
    List<Map<String, Object>> calendars() {
        List<Map<String, Object>> list = new ArrayList<>();
        for (Calendars.Year year : deadlines.calendars().years()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("year", year.year());
            one.put("version", year.version());
            one.put("provisional", year.provisional());
            one.put("source", year.source());
            list.add(one);
        }
        return list;
    }
}
