package io.concord.redaction;

import io.concord.envelope.CheckDigits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers that lead to one person beyond doubt: a citizen's number with its right check digit, a mobile number in
/// full, a bank card's number. For texts that nobody has redacted and of which nothing else is known: what only looks
/// like such a number is left to [Redactor].
public final class HardIdentifiers {

    /// Banks' cards begin with one of these (ISO/IEC 7812-1); dates one after the other do not, and numbers of handsets
    /// are shorter.
    private static final Pattern OF_A_BANK = Pattern.compile("[3-69][0-9]{15,18}");

    private HardIdentifiers() {}

    /// In the order of the text, none over another.
    public static List<Finding> find(String original) {
        Text text = Text.of(original);
        List<Finding> found = new ArrayList<>();
        add(text, found, Identifiers.CITIZEN, Kind.ID_NUMBER, CheckDigits::isCitizenNumber, "身份号码校验码", "check digit");
        add(
                text,
                found,
                Identifiers.MOBILE,
                Kind.PHONE,
                n -> n.matches("(86)?1[3-9][0-9]{9}"),
                "手机号码",
                "mobile number");
        add(text, found, Identifiers.CARD, Kind.ACCOUNT, HardIdentifiers::card, "银行卡号校验位", "check digit of a card");
        found.sort(Comparator.comparingInt(Finding::start));
        return found;
    }

    private static boolean card(String number) {
        return OF_A_BANK.matcher(number).matches()
                && Identifiers.luhn(number)
                && !CheckDigits.isUnifiedSocialCreditCode(number);
    }

    private static void add(
            Text text,
            List<Finding> found,
            Pattern pattern,
            Kind kind,
            Predicate<String> certain,
            String zh,
            String en) {
        Matcher m = pattern.matcher(text.folded());
        while (m.find()) {
            // A star is a digit that somebody has hidden.
            String number = m.group().replaceAll("[^0-9A-Za-z*]", "").toUpperCase(Locale.ROOT);
            int start = m.start();
            int end = m.end();
            boolean taken = found.stream().anyMatch(f -> f.start() < end && start < f.end());
            boolean amount = text.at(end) == '元' || text.at(start - 1) == '.';
            if (!taken && !amount && certain.test(number)) {
                found.add(new Finding(
                        kind,
                        start,
                        end,
                        text.original().substring(start, end),
                        Identifiers.REMOVED,
                        new Reason(zh, en),
                        1));
            }
        }
    }
}
