package io.concord.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.concord.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Matters made by chance: whatever their parties are called and however it is spelt, none of it is left.
class RedactionRandomTest {

    private static final Redactor REDACTOR = LabelledText.REDACTOR;
    private static final Profile PROFILE = REDACTOR.profile("typical-case");
    private static final String GIVEN = "建国志强秀英丽娟俊杰晓雨海燕文静凤霞永福大川春梅玉兰金宝";
    private static final List<String> SURNAMES = List.of("王", "李", "张", "陈", "欧阳", "诸葛", "于", "高", "安", "白", "马");
    private static final List<String> SENTENCES = List.of(
            "原告%s与被告%s因工资发生争议。", "%s于2026年1月15日入职，由%s安排工作。", "经查，%s、%s等人均未签订劳动合同。", "（%s的代理人联系了%s）", "“%s”说：%s知道此事；");

    static LongStream seeds() {
        return Seeds.of(40);
    }

    /// Names, and a text that speaks of them.
    private record Matter(Known known, String text, List<String> names) {}

    private static Matter matter(Random random) {
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < 2 + random.nextInt(4)) {
            String surname = SURNAMES.get(random.nextInt(SURNAMES.size()));
            int at = random.nextInt(GIVEN.length() - 1);
            names.add(surname + GIVEN.substring(at, at + 2));
        }
        List<String> all = List.copyOf(names);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3 + random.nextInt(6); i++) {
            String sentence = SENTENCES.get(random.nextInt(SENTENCES.size()));
            text.append(sentence.formatted(spelt(pick(all, random), random), spelt(pick(all, random), random)));
            text.append(random.nextInt(3) == 0 ? "电话" + number(random) + "。" : "");
        }
        List<Known.Person> persons = new ArrayList<>();
        all.forEach(name -> persons.add(Known.Person.party(name)));
        return new Matter(new Known(persons, List.of(), List.of(), 0, null), text.toString(), all);
    }

    private static String pick(List<String> names, Random random) {
        return names.get(random.nextInt(names.size()));
    }

    private static String spelt(String name, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> String.join(" ", name.split(""));
            case 1 -> name.substring(0, 1) + '\u200B' + name.substring(1);
            case 2 -> com.hankcs.hanlp.HanLP.convertToTraditionalChinese(name);
            default -> name;
        };
    }

    private static String number(Random random) {
        String digits = "139" + String.format("%08d", random.nextInt(100_000_000));
        return random.nextBoolean()
                ? digits
                : digits.substring(0, 3) + "-" + digits.substring(3, 7) + " " + digits.substring(7);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void leavesNothingOfItsParties(long seed) {
        Matter matter = matter(new Random(seed));
        Redacted redacted = Redactor.apply(matter.text(), REDACTOR.find(matter.text(), matter.known(), PROFILE));
        assertThat(REDACTOR.residuals(redacted.text(), matter.known(), redacted.map()))
                .isEmpty();
        assertThat(redacted.text()).doesNotContain(matter.names());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void givesOneMaskToOnePersonAndAnotherToEachOther(long seed) {
        Matter matter = matter(new Random(seed));
        Map<String, String> masks = new HashMap<>();
        for (Finding finding : REDACTOR.find(matter.text(), matter.known(), PROFILE)) {
            String name = Words.fold(finding.original()).replaceAll("[\\s\u200B]", "");
            if (finding.kind() == Kind.PERSON && matter.names().contains(name)) {
                assertThat(finding.mask()).isEqualTo(masks.getOrDefault(name, finding.mask()));
                masks.put(name, finding.mask());
            }
        }
        assertThat(masks.values()).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void findsNothingInWhatItMasked(long seed) {
        Matter matter = matter(new Random(seed));
        Redacted redacted = Redactor.apply(matter.text(), REDACTOR.find(matter.text(), matter.known(), PROFILE));
        assertThat(REDACTOR.find(redacted.text(), matter.known(), PROFILE)).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void stopsTheTextWhenOneNameIsPutBack(long seed) {
        Random random = new Random(seed);
        Matter matter = matter(random);
        Redacted redacted = Redactor.apply(matter.text(), REDACTOR.find(matter.text(), matter.known(), PROFILE));
        int at = random.nextInt(redacted.text().length() + 1);
        String spoilt = redacted.text().substring(0, at)
                + spelt(pick(matter.names(), random), random)
                + redacted.text().substring(at);
        assertThat(REDACTOR.residuals(spoilt, matter.known(), redacted.map())).isNotEmpty();
    }
}
