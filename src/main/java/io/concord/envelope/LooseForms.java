package io.concord.envelope;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the ways in which people and old systems write numbers, and gives the one form of the exchange.
///
/// Nothing is guessed: what fits no known form is empty.
public final class LooseForms {

    private static final Pattern DOCUMENT_NUMBER = Pattern.compile(
            "(?<prefix>[^\\d\\s\\[\\](){}【】〔〕（）]{1,30})[\\[(【〔（](?<year>(?:19|20)\\d{2})[\\])】〕）]第?0*(?<number>[1-9]\\d{0,5})号(?:文)?");
    private static final Pattern COURT_DOCKET = Pattern.compile(
            "[(（〔\\[](?<year>(?:19|20)\\d{2})[)）〕\\]](?<court>最高法|[京津冀晋内辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇藏陕甘青宁新军兵]\\d{0,4})(?<type>[\\u4e00-\\u9fa5]{1,8})(?<number>\\d{1,8})号(?<part>之[一二三四五六七八九十]+)?");
    private static final Pattern DATE = Pattern.compile("((?:19|20)\\d{2})[-./年](\\d{1,2})[-./月](\\d{1,2})日?");
    private static final Pattern PACKED_DATE = Pattern.compile("((?:19|20)\\d{2})(\\d{2})(\\d{2})");
    private static final Pattern YUAN =
            Pattern.compile("[¥￥]?(-?(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d{1,2})?)(?:元|圆)?整?");

    private LooseForms() {}

    /// 发文字号 as `机关代字〔YYYY〕n号` (GB/T 9704-2012): six-corner brackets, no leading zero, no 第.
    public static Optional<String> documentNumber(String written) {
        Matcher m = DOCUMENT_NUMBER.matcher(halfWidth(written));
        return m.matches()
                ? Optional.of(m.group("prefix") + "〔" + m.group("year") + "〕" + m.group("number") + "号")
                : Optional.empty();
    }

    /// A court's 案号 as `（收案年度）法院代字类型代字编号号`, full-width brackets, no spaces.
    public static Optional<String> courtDocket(String written) {
        Matcher m = COURT_DOCKET.matcher(halfWidth(written));
        if (!m.matches()) {
            return Optional.empty();
        }
        String part = m.group("part") == null ? "" : m.group("part");
        return Optional.of(
                "（" + m.group("year") + "）" + m.group("court") + m.group("type") + m.group("number") + "号" + part);
    }

    /// An amount written in yuan, in fen (分), for example `309,200.00` → 30920000.
    public static Optional<Long> fen(String yuan) {
        Matcher m = YUAN.matcher(halfWidth(yuan).replace('，', ','));
        if (!m.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(m.group(1).replace(",", ""))
                    .movePointRight(2)
                    .longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /// A date in ISO form; dates that do not exist are empty.
    public static Optional<LocalDate> date(String written) {
        String text = halfWidth(written);
        Matcher m = PACKED_DATE.matcher(text);
        if (!m.matches()) {
            m = DATE.matcher(text);
            if (!m.matches()) {
                return Optional.empty();
            }
        }
        try {
            return Optional.of(LocalDate.of(
                    Integer.parseInt(m.group(1)), Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3))));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Full-width digits and letters as half-width ones, without any white space.
    private static String halfWidth(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("\\s+", "");
    }
}
