package io.concord.web;

import io.concord.document.Numbering;
import io.concord.envelope.AgencyCode;
import io.concord.envelope.ChinaTime;
import io.concord.envelope.LooseForms;
import io.concord.schema.Catalogue;
import io.concord.schema.RecordTypeDescriptor;
import java.security.Principal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Document numbers for agencies without a system that gives them.
@RestController
@RequestMapping("/api/v1/numbers")
class NumbersController {

    private final Numbering numbering;
    private final Catalogue catalogue;
    private final InstantSource clock;

    NumbersController(Numbering numbering, Catalogue catalogue, InstantSource clock) {
        this.numbering = numbering;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /// @param prefix 机关代字; needed for the first number of a class
    /// @param year this year where missing
    record Request(
            @Nullable String recordType,
            @Nullable String recordId,
            @Nullable String prefix,
            @Nullable Integer year) {}

    @PostMapping
    Map<String, Object> assign(@RequestBody Request request, Principal caller) {
        AgencyCode agency = new AgencyCode(caller.getName());
        String recordId = request.recordId();
        if (recordId == null || !recordId.startsWith(agency + "-RT")) {
            throw new Refusal("parameter-invalid", "recordId 应为本单位的业务记录号", "recordId should be one of your agency's");
        }
        RecordTypeDescriptor type = catalogue
                .latest(String.valueOf(request.recordType()))
                .orElseThrow(() -> new Refusal(
                        "type-unknown", "没有业务类型 " + request.recordType(), "there is no type " + request.recordType()));
        if (type.numberClass().isEmpty()) {
            throw new Refusal("parameter-invalid", type.type() + " 不编文号", type.type() + " carries no document number");
        }
        String prefix = request.prefix();
        if (prefix != null && !prefix.matches("[^\\s〔〕0-9]{1,30}")) {
            throw new Refusal("parameter-invalid", "机关代字不得含数字、空格或括号", "a prefix has no digits, spaces or brackets");
        }
        Integer year = request.year();
        int wanted = year == null
                ? LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE).getYear()
                : year;
        Numbering.Assigned assigned = numbering
                .assign(agency, type.numberClass(), prefix, wanted, recordId)
                .orElseThrow(() -> new Refusal(
                        "parameter-invalid", "该类文书还没有机关代字，请给出 prefix", "this class has no prefix yet; give prefix"));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("docNo", assigned.docNo());
        answer.put("recordId", assigned.recordId());
        answer.put("again", assigned.again());
        return answer;
    }

    @GetMapping
    Numbering.Series series(@RequestParam String prefix, @RequestParam int year, Principal caller) {
        return numbering.series(new AgencyCode(caller.getName()), prefix, year);
    }

    /// Any way of writing a number → the one form.
    @GetMapping("/normalise")
    Map<String, String> normalise(@RequestParam String text) {
        String number = LooseForms.documentNumber(text)
                .or(() -> LooseForms.courtDocket(text))
                .orElseThrow(() -> new Refusal(
                        "parameter-invalid",
                        "不是文号（机关代字〔年份〕n号）也不是案号（（年份）法院代字类型代字n号）",
                        "neither a document number nor a court docket"));
        return Map.of("text", number);
    }
}
