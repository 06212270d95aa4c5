package io.concord.redaction;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Days and amounts: told less exactly, not hidden.
final class Figures {

    private static final String CHINESE_DAY = "[一二三四五六七八九十]{1,3}";
    private static final Pattern DAY = Pattern.compile("(?:((?:19|20)[0-9]{2})\\s*年\\s*|(同年|次年|当年|翌年|去年|今年)\\s*)?"
            + "(?<![0-9])(1[0-2]|0?[1-9])\\s*月\\s*(?:3[01]|[12][0-9]|0?[1-9])\\s*日(?:\\s*[至到\\-—]\\s*[0-9]{1,2}日)?");
    private static final Pattern NUMERIC_DAY = Pattern.compile(
            "(?<![0-9])((?:19|20)[0-9]{2})([-./])(1[0-2]|0?[1-9])\\2(3[01]|[12][0-9]|0?[1-9])(?![0-9])");
    private static final Pattern CHINESE =
            Pattern.compile("([〇零○一二三四五六七八九]{4}年(?:十[一二]?|[一二三四五六七八九])月)" + CHINESE_DAY + "日");
    private static final Pattern BORN_AFTER = Pattern.compile("^\\s*(?:出生|生(?![效育产活]))");
    private static final Pattern BORN_BEFORE = Pattern.compile("(?:出生日期|出生年月日?|出生于|生于|生日)(?:为|是|:|\\s){0,3}$");
    private static final Pattern AMOUNT = Pattern.compile(
            "(?<![0-9.,])([0-9]{1,3}(?:,[0-9]{3})+(?:\\.[0-9]+)?|[0-9]+(?:\\.[0-9]+)?)\\s*([百千]?[万亿]?)\\s*(?:元|圆)(?:整)?");
    private static final Pattern FORMAL_AMOUNT =
            Pattern.compile("[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}[元圆](?:[零壹贰叁肆伍陆柒捌玖][角分]){0,2}[整正]?");
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final BigDecimal TEN_THOUSAND = BigDecimal.valueOf(10_000);

    private final Lexicon lexicon;

    Figures(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    void days(Text text, Hits hits) {
        Matcher m = DAY.matcher(text.folded());
        while (m.find()) {
            String start = m.group(1) != null ? m.group(1) + "年" : m.group(2) != null ? m.group(2) : "";
            day(text, hits, m.start(), m.end(), start + Integer.parseInt(m.group(3)) + "月");
        }
        m = NUMERIC_DAY.matcher(text.folded());
        while (m.find()) {
            day(text, hits, m.start(), m.end(), m.group(1) + "年" + Integer.parseInt(m.group(3)) + "月");
        }
        m = CHINESE.matcher(text.folded());
        while (m.find()) {
            day(text, hits, m.start(), m.end(), m.group(1));
        }
    }

    private void day(Text text, Hits hits, int start, int end, String month) {
        String after = text.between(end, end + 8);
        String before = text.before(start, 12);
        if (BORN_AFTER.matcher(after).find() || BORN_BEFORE.matcher(before).find()) {
            hits.add(Hit.masked(Kind.BIRTH_DATE, start, end, 0.95, new Reason("出生日期", "a date of birth"), "×年×月×日"));
            return;
        }
        if (lexicon.words("lawDays").stream().anyMatch(after::startsWith) || before.matches(".*(每年|每逢)")) {
            return;
        }
        String clause = text.before(start, 10) + after;
        boolean decisive = lexicon.words("decisiveDays").stream().anyMatch(clause::contains);
        hits.add(Hit.masked(
                Kind.DATE,
                start,
                end,
                decisive ? 0.55 : 0.9,
                decisive
                        ? new Reason("公布到月；本日可能具有法律意义，请审核", "published to the month; this day may decide, please look")
                        : new Reason("公布到月", "published to the month"),
                month));
    }

    /// @param exact whether amounts stay as they are
    void amounts(Text text, Hits hits, boolean exact) {
        if (exact) {
            return;
        }
        Matcher m = AMOUNT.matcher(text.folded());
        while (m.find()) {
            BigDecimal yuan = new BigDecimal(m.group(1).replace(",", "")).multiply(unit(m.group(2)));
            amount(text, hits, m.start(), m.end(), yuan);
        }
        m = FORMAL_AMOUNT.matcher(text.folded());
        while (m.find()) {
            amount(text, hits, m.start(), m.end(), formal(m.group().replaceFirst("[元圆].*", "")));
        }
    }

    private void amount(Text text, Hits hits, int start, int end, BigDecimal yuan) {
        String rounded = rounded(yuan);
        String before = text.before(start, 10);
        boolean norm = lexicon.words("normAmounts").stream().anyMatch(before::contains);
        if (!rounded.isEmpty() && !norm) {
            hits.add(Hit.masked(
                    Kind.AMOUNT,
                    start,
                    end,
                    0.8,
                    new Reason("人数较少，金额取整", "few people: the amount is rounded"),
                    rounded));
        }
    }

    /// An amount as it is told, for example `2万余元`; empty where it may stay.
    private String rounded(BigDecimal yuan) {
        if (yuan.compareTo(BigDecimal.valueOf(lexicon.threshold("keepBelow"))) < 0) {
            return "";
        }
        boolean large = yuan.compareTo(TEN_THOUSAND) >= 0;
        BigDecimal step = large ? TEN_THOUSAND : THOUSAND;
        BigDecimal[] parts = yuan.divideAndRemainder(step);
        if (parts[1].signum() == 0) {
            return "";
        }
        return parts[0].toBigInteger() + (large ? "万余元" : "000余元");
    }

    private static BigDecimal unit(String unit) {
        long value = 1;
        for (char c : unit.toCharArray()) {
            value *= switch (c) {
                case '百' -> 100;
                case '千' -> 1000;
                case '万' -> 10_000;
                default -> 100_000_000;
            };
        }
        return BigDecimal.valueOf(value);
    }

    /// The value of 大写金额.
    static BigDecimal formal(String written) {
        long total = 0;
        long section = 0;
        long digit = 0;
        for (char c : written.toCharArray()) {
            int value = "零壹贰叁肆伍陆柒捌玖".indexOf(c);
            if (value >= 0) {
                digit = value;
            } else if ("拾佰仟".indexOf(c) >= 0) {
                section += Math.max(digit, c == '拾' ? 1 : 0) * (c == '拾' ? 10 : c == '佰' ? 100 : 1000);
                digit = 0;
            } else {
                long scale = c == '万' ? 10_000 : 100_000_000;
                total = (total + section + digit) * (c == '亿' ? scale : 1)
                        + (c == '万' ? (section + digit) * (scale - 1) : 0);
                section = 0;
                digit = 0;
            }
        }
        return BigDecimal.valueOf(total + section + digit);
    }
}
