package io.concord.casebook;

import java.math.BigInteger;
import java.util.Locale;
import java.util.UUID;

/// Ids that people can read out and copy: no vowels, so that no words arise, no characters that look alike, and a last
/// one that shows a slip.
public final class HumanId {

    private static final String ALPHABET = "3456789BCDFGHJKMNPQRTVW";
    private static final int LENGTH = 10;
    /// Prime, so that weights by place show every single slip and every exchange of two neighbours.
    private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());

    private HumanId() {}

    /// The same for the same id, as `TTTT-TTTT-TTC`.
    ///
    /// @param salt another one where this is taken
    public static String of(UUID id, int salt) {
        BigInteger left = new BigInteger(1, io.concord.crypto.Digests.sha256((id + "/" + salt).getBytes()));
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            BigInteger[] parts = left.divideAndRemainder(BASE);
            code.append(ALPHABET.charAt(parts[1].intValue()));
            left = parts[0];
        }
        return written(code.append(check(code)).toString());
    }

    private static char check(CharSequence code) {
        int sum = 0;
        for (int i = 0; i < code.length(); i++) {
            sum += (i + 2) * ALPHABET.indexOf(code.charAt(i));
        }
        return ALPHABET.charAt(sum % ALPHABET.length());
    }

    private static String written(String code) {
        return code.substring(0, 4) + "-" + code.substring(4, 8) + "-" + code.substring(8);
    }

    /// The one form of what somebody typed; the text as it is where it is no such id.
    public static String normalise(String typed) {
        String code = typed.strip().toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        return isValid(code) ? written(code) : typed.strip();
    }

    public static boolean isValid(String typed) {
        String code = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        return code.length() == LENGTH + 1
                && code.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)
                && check(code.substring(0, LENGTH)) == code.charAt(LENGTH);
    }
}
