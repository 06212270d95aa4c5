package io.concord.envelope;

import java.time.DateTimeException;
import java.time.LocalDate;

/// Check digits of the two identity numbers of the field. A right check digit never proves that the holder exists.
public final class CheckDigits {

    private static final String USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static final int[] USCC_WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
    private static final int[] ORGANISATION_WEIGHTS = {3, 7, 9, 10, 5, 8, 4, 2};
    private static final int[] PERSON_WEIGHTS = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};

    private CheckDigits() {}

    /// Whether this is a 统一社会信用代码, upper case, with both its check characters right (GB 32100-2015, GB 11714).
    public static boolean isUnifiedSocialCreditCode(String code) {
        if (code.length() != 18 || !code.substring(2, 8).chars().allMatch(CheckDigits::isDigit)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            int value = USCC_ALPHABET.indexOf(code.charAt(i));
            if (value < 0) {
                return false;
            }
            sum += value * USCC_WEIGHTS[i];
        }
        return code.charAt(17) == USCC_ALPHABET.charAt((31 - sum % 31) % 31)
                && code.charAt(16) == organisationCheck(code.substring(8, 16));
    }

    private static char organisationCheck(String body) {
        int sum = 0;
        for (int i = 0; i < 8; i++) {
            char c = body.charAt(i);
            sum += (isDigit(c) ? c - '0' : c - 'A' + 10) * ORGANISATION_WEIGHTS[i];
        }
        int check = 11 - sum % 11;
        return check == 10 ? 'X' : check == 11 ? '0' : (char) ('0' + check);
    }

    /// Whether this is a 公民身份号码, `X` upper case: region, a birth date that exists, serial, check digit (GB
    /// 11643-1999).
    public static boolean isCitizenNumber(String number) {
        if (number.length() != 18 || !number.substring(0, 17).chars().allMatch(CheckDigits::isDigit)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += (number.charAt(i) - '0') * PERSON_WEIGHTS[i];
        }
        return number.charAt(17) == "10X98765432".charAt(sum % 11) && isDate(number.substring(6, 14));
    }

    private static boolean isDate(String yyyymmdd) {
        try {
            LocalDate date = LocalDate.of(
                    Integer.parseInt(yyyymmdd.substring(0, 4)),
                    Integer.parseInt(yyyymmdd.substring(4, 6)),
                    Integer.parseInt(yyyymmdd.substring(6)));
            return date.getYear() >= 1800;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
