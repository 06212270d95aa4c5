package io.concord.redaction;

import io.concord.envelope.CheckDigits;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers that lead to one person, firm or case: found by their form, check digits and the words before them.
final class Identifiers {

    static final String REMOVED = "×××";

    private static final String GAP = "[ \\-\\u00AD\\u200B-\\u200F\\u2010-\\u2015\\u2060\\uFEFF]{0,2}";
    private static final String PROVINCES = "京津冀晋内蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔贵滇云藏陕甘青宁新军兵";
    private static final String OPEN = "[(\\[【〔]\\s*";
    private static final String CLOSE = "\\s*[)\\]】〕]";

    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9._%+\\-]+@[A-Za-z0-9\\-]+(?:\\.[A-Za-z0-9\\-]+)*\\.[A-Za-z]{2,}");
    private static final Pattern USCC =
            Pattern.compile("(?<![0-9A-Za-z])(?:[0-9A-Za-z]" + GAP + "){17}[0-9A-Za-z](?![0-9A-Za-z])");
    static final Pattern CITIZEN = Pattern.compile("(?<![0-9A-Za-z])(?:[0-9]" + GAP + "){17}[0-9Xx](?![0-9A-Za-z])");
    private static final Pattern OLD_CITIZEN = Pattern.compile(
            "(?<![0-9A-Za-z])[1-9][0-9]{5}[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9A-Za-z])");
    private static final Pattern HIDDEN_CITIZEN =
            Pattern.compile("(?<![0-9A-Za-z])[1-9][0-9]{2,13}[*×xX•·]{3,14}[0-9]{0,4}[0-9Xx]?(?![0-9A-Za-z])");
    private static final Pattern PASSPORT =
            Pattern.compile("(?:护照|通行证|居留证|居住证|居留身份证)(?:号码|号|为|是|:|\\s){0,4}([A-Za-z]{0,3}[0-9]{6,15}[A-Za-z]?)");
    static final Pattern MOBILE =
            Pattern.compile("(?<![0-9A-Za-z])(?:\\+?86" + GAP + ")?1[3-9](?:" + GAP + "[0-9*]){9}(?![0-9A-Za-z])");
    private static final Pattern LANDLINE = Pattern.compile("(?<![0-9A-Za-z])(?:\\(0[0-9]{2,3}\\)|0[0-9]{2,3})" + GAP
            + "[2-9][0-9]{2,3}" + GAP + "[0-9]{4}(?![0-9A-Za-z])");
    private static final Pattern SERVICE =
            Pattern.compile("(?<![0-9A-Za-z])[48]00" + GAP + "[0-9]{3,4}" + GAP + "[0-9]{3,4}(?![0-9A-Za-z])");
    private static final Pattern NUMBER_AFTER_TELEPHONE =
            Pattern.compile("(?:电话|座机|手机|传真|联系方式)(?:号码|号|为|是|:|\\s){0,4}([2-9][0-9]{2,3}" + GAP + "[0-9]{4}(?:" + GAP
                    + "[0-9]{1,4})?)(?![0-9])");
    private static final Pattern PLATE =
            Pattern.compile("(?<![\\u4e00-\\u9fff]第)[" + PROVINCES + "使]\\s?[A-Z]\\s?[·•・.\\-]?\\s?"
                    + "(?=[A-Z0-9]*[0-9])[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9学警港澳挂领]?(?![0-9A-Za-z])");
    private static final Pattern COURT_DOCKET = Pattern.compile(OPEN + "((?:19|20)[0-9]{2})" + CLOSE + "\\s*(最高法|["
            + PROVINCES + "][0-9]{0,4})\\s*([\\u4e00-\\u9fff]{1,8}?)\\s*第?([0-9]{1,8})\\s*号(之[一二三四五六七八九十]+)?");
    private static final Pattern ARBITRATION_DOCKET =
            Pattern.compile("([\\u4e00-\\u9fff]{1,6}?)(劳人?仲[\\u4e00-\\u9fff]{0,4})" + OPEN + "((?:19|20)[0-9]{2})"
                    + CLOSE + "\\s*(第?)\\s*[0-9]{1,8}\\s*号");
    private static final Pattern DOCUMENT = Pattern.compile(
            "([\\u4e00-\\u9fff]{2,14})" + OPEN + "((?:19|20)[0-9]{2})" + CLOSE + "\\s*(第?)\\s*[0-9]{1,6}\\s*号");
    static final Pattern CARD = Pattern.compile("(?<![0-9A-Za-z])(?:[0-9]" + GAP + "){11,29}[0-9](?![0-9A-Za-z])");
    private static final Pattern CARD_END = Pattern.compile("尾号(?:为|是|:|\\s){0,3}([0-9]{3,6})(?![0-9])");
    private static final Pattern WALLET = Pattern.compile(
            "(?:支付宝|微信|QQ|qq|财付通|云闪付|钱包)(?:账户|账号|帐号|号码|号)?(?:为|是|:|\\(|\\s){0,4}([A-Za-z0-9][A-Za-z0-9_.@\\-]{4,40})");
    private static final Pattern CARD_WORDS = Pattern.compile("卡|账|帐|银行|户|转入|汇入|收款");
    private static final Pattern IDENTITY_WORDS = Pattern.compile("身份|证件|证号|户籍");

    private final Lexicon lexicon;

    Identifiers(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    void find(Text text, Hits hits) {
        each(text, hits, Kind.ACCOUNT, WALLET, 1, m -> 0.95, "支付账号", "a payment account");
        each(text, hits, Kind.EMAIL, EMAIL, 0, m -> 1, "邮箱格式", "has the form of an e-mail address");
        each(
                text,
                hits,
                Kind.ID_NUMBER,
                CITIZEN,
                0,
                m -> citizen(text, m),
                "身份号码格式、校验码",
                "form and check digit of an identity number");
        each(text, hits, Kind.USCC, USCC, 0, m -> creditCode(text, m), "信用代码校验码", "check characters of a credit code");
        each(text, hits, Kind.ID_NUMBER, PASSPORT, 1, m -> 0.9, "证件号码", "number of a travel document");
        each(
                text,
                hits,
                Kind.ID_NUMBER,
                HIDDEN_CITIZEN,
                0,
                m -> hidden(text, m),
                "遮盖不全的身份号码",
                "an identity number hidden in part");
        each(text, hits, Kind.PHONE, MOBILE, 0, m -> 1, "手机号码格式", "has the form of a mobile number");
        each(text, hits, Kind.PHONE, LANDLINE, 0, m -> 0.95, "固定电话格式", "has the form of a landline number");
        each(text, hits, Kind.PHONE, SERVICE, 0, m -> 0.9, "400/800 电话", "a service number");
        each(text, hits, Kind.PHONE, NUMBER_AFTER_TELEPHONE, 1, m -> 0.9, "前有“电话”等字样", "follows a word for telephone");
        each(
                text,
                hits,
                Kind.ACCOUNT,
                CARD,
                0,
                m -> card(text, m),
                "账号格式、校验位或上文",
                "form, check digit or context of an account");
        each(
                text,
                hits,
                Kind.ID_NUMBER,
                OLD_CITIZEN,
                0,
                m -> has(text, m, IDENTITY_WORDS) ? 0.95 : 0.7,
                "十五位身份号码格式",
                "has the form of an old identity number");
        each(text, hits, Kind.ACCOUNT, CARD_END, 1, m -> 0.9, "账号尾号", "the last digits of an account");
        each(text, hits, Kind.PLATE, PLATE, 0, m -> 0.95, "车牌格式", "has the form of a plate");
        dockets(text, hits);
        documents(text, hits);
    }

    private static void each(
            Text text,
            Hits hits,
            Kind kind,
            Pattern pattern,
            int group,
            ToDoubleFunction<MatchResult> confidence,
            String zh,
            String en) {
        Reason reason = new Reason(zh, en);
        Matcher m = pattern.matcher(text.folded());
        while (m.find()) {
            double sure = confidence.applyAsDouble(m.toMatchResult());
            if (sure > 0) {
                hits.add(Hit.masked(kind, m.start(group), m.end(group), sure, reason, REMOVED));
            }
        }
    }

    /// The mask of a value that the matter knows.
    String mask(Kind kind, String value) {
        return switch (kind) {
            case ADDRESS, PLACE -> "某地";
            case PROJECT -> "某项目";
            case BRAND -> "某品牌";
            case APP -> "某平台";
            case FIRM -> "某单位";
            case PERSON, STAFF -> "某某";
            case DOCKET, DOC_NO -> {
                Text alone = Text.of(value);
                Hits own = new Hits(alone);
                find(alone, own);
                String form = own.inOrder().isEmpty()
                        ? null
                        : own.inOrder().getFirst().form();
                yield form == null ? REMOVED : form;
            }
            case ID_NUMBER, USCC, EMAIL, ACCOUNT, PHONE, PLATE, BIRTH_DATE, DATE, AMOUNT, QUASI -> REMOVED;
        };
    }

    private static String bare(MatchResult m) {
        return m.group().replaceAll("[^0-9A-Za-z]", "").toUpperCase(Locale.ROOT);
    }

    private static boolean has(Text text, MatchResult m, Pattern words) {
        return words.matcher(text.before(m.start(), 24)).find();
    }

    private static double citizen(Text text, MatchResult m) {
        String number = bare(m);
        if (CheckDigits.isCitizenNumber(number)) {
            return 1;
        }
        if (CheckDigits.isUnifiedSocialCreditCode(number)
                || has(text, m, CARD_WORDS) && !has(text, m, IDENTITY_WORDS)) {
            return 0;
        }
        // A wrong check digit may be a slip of the pen; the number still leads to somebody.
        return has(text, m, IDENTITY_WORDS) ? 0.9 : number.substring(6, 8).matches("19|20") ? 0.8 : 0;
    }

    private static double creditCode(Text text, MatchResult m) {
        return CheckDigits.isUnifiedSocialCreditCode(bare(m))
                ? 1
                : text.before(m.start(), 24).contains("信用代码") ? 0.9 : 0;
    }

    private static double hidden(Text text, MatchResult m) {
        int length = m.group().length();
        return has(text, m, IDENTITY_WORDS) ? 0.95 : length >= 15 && length <= 18 ? 0.9 : 0;
    }

    private static double card(Text text, MatchResult m) {
        String number = bare(m);
        boolean context = has(text, m, CARD_WORDS);
        boolean length = number.length() >= 15 && number.length() <= 19;
        return length && luhn(number) ? context ? 1 : 0.85 : context ? 0.9 : length ? 0.6 : 0;
    }

    static boolean luhn(String number) {
        int sum = 0;
        for (int i = 0; i < number.length(); i++) {
            int digit = number.charAt(number.length() - 1 - i) - '0';
            sum += i % 2 == 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        }
        return sum % 10 == 0;
    }

    /// A court's or commission's own number: who reads it finds the case.
    private void dockets(Text text, Hits hits) {
        Matcher court = COURT_DOCKET.matcher(text.folded());
        while (court.find()) {
            String code = court.group(2).startsWith("最")
                    ? "最高法"
                    : court.group(2).charAt(0) + (court.group(2).length() > 1 ? "××" : "");
            String part = court.group(5) == null ? "" : court.group(5);
            hits.add(Hit.masked(
                    Kind.DOCKET,
                    court.start(),
                    court.end(),
                    1,
                    new Reason("法院案号格式", "has the form of a court's docket"),
                    "（" + court.group(1) + "）" + code + court.group(3) + "×号" + part));
        }
        Matcher m = ARBITRATION_DOCKET.matcher(text.folded());
        while (m.find()) {
            int start = m.start() + lastStop(m.group(1));
            hits.add(Hit.masked(
                    Kind.DOCKET,
                    start,
                    m.end(),
                    1,
                    new Reason("仲裁案号格式", "has the form of a commission's docket"),
                    "××" + m.group(2) + "〔" + m.group(3) + "〕" + m.group(4) + "×号"));
        }
    }

    /// Numbers of documents in the matter; those of laws and public policy stay.
    private void documents(Text text, Hits hits) {
        Matcher m = DOCUMENT.matcher(text.folded());
        while (m.find()) {
            String run = m.group(1);
            int from = lastStop(run);
            String prefix = run.substring(from);
            if (!prefix.isEmpty() && !isPublic(prefix)) {
                hits.add(Hit.masked(
                        Kind.DOC_NO,
                        m.start() + from,
                        m.end(),
                        0.95,
                        new Reason("文号格式", "has the form of a document number"),
                        "×" + agencyPart(prefix) + "〔" + m.group(2) + "〕" + m.group(3) + "×号"));
            }
        }
    }

    /// Behind the last character that no issuer's name holds.
    private int lastStop(String run) {
        int from = run.length();
        while (from > 0 && lexicon.documentStops.indexOf(run.charAt(from - 1)) < 0) {
            from--;
        }
        return from;
    }

    private boolean isPublic(String prefix) {
        return prefix.matches(".*[发释令]") && !prefix.matches(".*(监|指)令")
                || lexicon.words("publicIssuers").stream().anyMatch(prefix::endsWith);
    }

    /// What a prefix says of the kind of agency and document, without the place.
    private String agencyPart(String prefix) {
        BiPredicate<String, Integer> here = (mark, at) -> prefix.startsWith(mark, at);
        for (int at = 1; at < prefix.length(); at++) {
            for (String mark : lexicon.words("agencyMarks")) {
                if (here.test(mark, at)) {
                    return prefix.substring(at);
                }
            }
        }
        return prefix.substring(1);
    }
}
