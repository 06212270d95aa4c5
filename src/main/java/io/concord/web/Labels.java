package io.concord.web;

import io.concord.agency.Agencies;
import io.concord.envelope.ChinaTime;
import io.concord.schema.Catalogue;
import io.concord.schema.CodeList;
import io.concord.search.Citations;
import io.concord.search.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/// What the casebook keeps as codes, in the reader's words; templates call it `labels`.
@Component("labels")
class Labels {

    private static final Map<String, String> LISTS = Map.of(
            "field",
            "violation",
            "outcome",
            "outcome",
            "industry",
            "industry-section",
            "employment",
            "new-form-relation");

    /// Bodies that are named after their region alone.
    private static final Pattern NAMED_AFTER_REGION =
            Pattern.compile("(.+?)(总工会|(?:中级|高级)?人民法院|人民检察院|人力资源和社会保障(?:局|厅)|司法(?:局|厅))");

    private static final Pattern AGENCY = Pattern.compile("\\b[1-9][0-9]{5}-[A-Z][A-Z_]{1,29}-[0-9]{2}\\b(?!-RT)");

    /// What similar cases give as reasons, by the word before the colon.
    private static final Map<String, String> REASONS =
            Map.of("案由", "reason.cause", "引用", "reason.article", "相近案例多引", "reason.common", "相同表述", "reason.phrase");

    private final Catalogue catalogue;
    private final Agencies agencies;
    private final MessageSource messages;

    Labels(Catalogue catalogue, Agencies agencies, MessageSource messages) {
        this.catalogue = catalogue;
        this.agencies = agencies;
        this.messages = messages;
    }

    private String say(String key, Object... arguments) {
        return String.valueOf(messages.getMessage(key, arguments, key, LocaleContextHolder.getLocale()));
    }

    private static boolean chinese() {
        return !LocaleContextHolder.getLocale().getLanguage().equals("en");
    }

    /// A value of a facet of [io.concord.search.Facets].
    public String value(String facet, String value) {
        return switch (facet) {
            case "kind" -> say("kind." + value);
            case "region" -> region(value);
            case "agency" -> agency(value);
            case "article" -> article(value);
            default -> code(LISTS.getOrDefault(facet, ""), value);
        };
    }

    public String facet(String facet) {
        return say("facet." + facet);
    }

    private String code(String list, String code) {
        return Optional.ofNullable(catalogue.codeLists().get(list))
                .flatMap(codes -> codes.find(code))
                .map(item -> chinese() ? item.zh() : item.en())
                .orElse(code);
    }

    /// `劳动合同法#30-1` as 劳动合同法第三十条之一.
    public String article(String key) {
        String[] parts = key.split("#");
        return parts.length < 2 ? key : parts[0] + number(parts[1]);
    }

    /// `30-1` as 第三十条之一.
    public String number(String number) {
        String[] parts = number.split("-");
        try {
            return "第" + Citations.written(Integer.parseInt(parts[0])) + "条"
                    + (parts.length > 1 ? "之" + Citations.written(Integer.parseInt(parts[1])) : "");
        } catch (NumberFormatException e) {
            return "第" + number + "条";
        }
    }

    /// From the province down. A region that no official list knows is called what its agencies call it.
    public String region(String code) {
        CodeList list = catalogue.codeLists().get("region");
        if (list == null || !code.matches("[0-9]{6}")) {
            return code;
        }
        if (list.find(code).isEmpty()) {
            return agencies.register().agencies().stream()
                    .filter(agency -> agency.code().value().startsWith(code + "-"))
                    .map(agency -> NAMED_AFTER_REGION.matcher(agency.name()))
                    .filter(Matcher::matches)
                    .map(named -> named.group(1))
                    .findFirst()
                    .orElse(code);
        }
        Set<String> codes =
                new LinkedHashSet<>(List.of(code.substring(0, 2) + "0000", code.substring(0, 4) + "00", code));
        return codes.stream()
                .flatMap(c -> list.find(c).stream())
                .map(CodeList.Item::zh)
                .filter(name -> !name.matches("市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划"))
                .collect(Collectors.joining());
    }

    public String agency(String code) {
        return agencies.register().name(code);
    }

    /// A text in which agencies stand as codes.
    public String named(String text) {
        return AGENCY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(agency(found.group())));
    }

    public String reason(String reason) {
        int colon = reason.indexOf('：');
        String key = colon < 0 ? null : REASONS.get(reason.substring(0, colon));
        return key == null ? reason : say(key, reason.substring(colon + 1));
    }

    /// The day in China.
    public String day(Instant at) {
        return at.atZone(ChinaTime.ZONE).toLocalDate().toString();
    }

    /// Fen as yuan.
    public String amount(long fen) {
        return say(
                "case.yuan",
                java.math.BigDecimal.valueOf(fen, 2).stripTrailingZeros().toPlainString());
    }

    /// How a question was read.
    public String reading(Reading reading) {
        List<String> parts = new ArrayList<>();
        reading.parts().forEach(part -> parts.add(reading(part)));
        String said = switch (reading.kind()) {
            case "not" -> say("reading.not", parts.getFirst());
            case "all" -> String.join(say("reading.and"), parts);
            case "any" -> say("reading.any", String.join(say("reading.or"), parts));
            case "range" ->
                reading.text().equals(reading.until())
                        ? reading.text()
                        : reading.until().isEmpty()
                                ? say("reading.from", reading.text())
                                : reading.text().isEmpty()
                                        ? say("reading.to", reading.until())
                                        : say("reading.between", reading.text(), reading.until());
            default -> say("reading." + reading.kind(), reading.text(), reading.until());
        };
        return reading.field().isEmpty()
                ? said
                : say("reading.in", facet(reading.field()).toLowerCase(Locale.ROOT), said);
    }
}
