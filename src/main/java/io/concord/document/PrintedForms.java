package io.concord.document;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/// How printed documents write dates, amounts and codes. Templates call it `f`.
public final class PrintedForms {

    private static final String[] DIGITS = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    private static final String[] PLACES = {"", "拾", "佰", "仟"};
    private static final String[] GROUPS = {"", "万", "亿", "万亿"};

    private final BinaryOperator<String> codes;

    /// @param codes name of a code in a list
    PrintedForms(BinaryOperator<String> codes) {
        this.codes = codes;
    }

    /// `2026-03-09…` as `2026年3月9日` (GB/T 9704: Arabic numerals, no leading zeros).
    public String date(@Nullable String iso) {
        if (iso == null || iso.length() < 10) {
            return "";
        }
        LocalDate day = LocalDate.parse(iso.substring(0, 10));
        return day.getYear() + "年" + day.getMonthValue() + "月" + day.getDayOfMonth() + "日";
    }

    /// Fen as yuan, `30920000` → `309,200.00`.
    public String yuan(long fen) {
        return new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(BigDecimal.valueOf(fen, 2));
    }

    /// Fen in capital numerals, `30920000` → `叁拾万玖仟贰佰元整` (支付结算办法 附一).
    public String capital(long fen) {
        if (fen == 0) {
            return "零元整";
        }
        long whole = fen / 100;
        int jiao = (int) (fen % 100 / 10);
        int cents = (int) (fen % 10);
        StringBuilder text = new StringBuilder(whole == 0 ? "" : integer(whole) + "元");
        if (jiao == 0 && cents == 0) {
            return text.append("整").toString();
        }
        if (jiao > 0) {
            text.append(DIGITS[jiao]).append("角");
        } else if (whole > 0) {
            text.append("零");
        }
        return text.append(cents > 0 ? DIGITS[cents] + "分" : "整").toString();
    }

    private static String integer(long number) {
        StringBuilder text = new StringBuilder();
        boolean zero = false;
        for (int group = 3; group >= 0; group--) {
            long part = number / power(group * 4) % 10_000;
            if (part == 0) {
                zero |= !text.isEmpty();
                continue;
            }
            for (int place = 3; place >= 0; place--) {
                int digit = (int) (part / power(place) % 10);
                if (digit == 0) {
                    zero |= !text.isEmpty();
                } else {
                    text.append(zero ? "零" : "").append(DIGITS[digit]).append(PLACES[place]);
                    zero = false;
                }
            }
            text.append(GROUPS[group]);
            zero = false;
        }
        return text.toString();
    }

    private static long power(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    /// The Chinese name of a code.
    public String code(String list, String code) {
        return codes.apply(list, code);
    }
}
