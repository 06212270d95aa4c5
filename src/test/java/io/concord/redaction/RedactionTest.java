package io.concord.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private static final Redactor REDACTOR = LabelledText.REDACTOR;
    private static final Profile PROFILE = REDACTOR.profile("typical-case");

    private static String masked(String text, Known known, Profile profile) {
        return Redactor.apply(text, REDACTOR.sure(REDACTOR.find(text, known, profile)))
                .text();
    }

    private static String masked(String text) {
        return masked(text, Known.NOTHING, PROFILE);
    }

    private static Known persons(Known.Person... persons) {
        return new Known(List.of(persons), List.of(), List.of(), 0, null);
    }

    @ParameterizedTest(name = "{0} is masked as {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "身份证号11010519491231002X。|身份证号×××。",
                "身份证号110105 19491231 002x。|身份证号×××。",
                "身份证号１１０１０５１９４９１２３１００２Ｘ。|身份证号×××。",
                "身份证号110105491231002。|身份证号×××。",
                "身份证号110105********002X。|身份证号×××。",
                "电话13900000001。|电话×××。",
                "电话139-0000-0001。|电话×××。",
                "电话139****0001。|电话×××。",
                "电话（028）8555 0199。|电话×××。",
                "拨打400-812-3456。|拨打×××。",
                "车牌川A·D12345。|车牌×××。",
                "车牌川A12345。|车牌×××。",
                "邮箱a.b-c@example.com。|邮箱×××。",
                "微信号：wx_abc123。|微信号：×××。",
                "（2026）川9901民初12号|（2026）川××民初×号",
                "(2026)川9901 民初 12号|（2026）川××民初×号",
                "（2025）最高法民再7号|（2025）最高法民再×号",
                "蓉江劳人仲案〔2025〕第0457号|××劳人仲案〔2025〕第×号",
                "江检建〔2025〕18号|×检建〔2025〕×号",
                "2026年1月15日受伤|2026年1月受伤",
                "2026-01-15受伤|2026年1月受伤",
                "二〇二六年一月十五日|二〇二六年一月",
                "1985年3月12日出生|×年×月×日出生",
                "支付309,200.00元|支付30万余元",
                "支付8650元|支付8000余元",
                "支付叁万贰仟伍佰元整|支付3万余元",
                "住江东区锦绣路88号2栋1单元302室|住江东区某地",
                "通过“快骑送”App接单|通过某App接单",
            })
    void masksByForm(String text, String expected) {
        assertThat(masked(text)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} stays")
    @ValueSource(
            strings = {
                "（2026）川××民初×号",
                "人社部发〔2022〕71号",
                "法释〔2023〕11号",
                "总工办发〔2021〕9号",
                "自2026年1月1日起施行",
                "每小时20元",
                "支付3万元",
                "江东区总工会、江东区人民检察院",
                "《中华人民共和国劳动合同法》第三十九条",
                "12351职工维权热线",
                "某建筑劳务公司（甲公司）与王某、陈某1、陈某2、小A",
                "高温天气马上安排白天施工，金额常年不变，安全第一",
            })
    void leavesWhatMayBeTold(String text) {
        assertThat(masked(text)).isEqualTo(text);
    }

    @Test
    void tellsPersonsOfOneSurnameApart() {
        assertThat(masked("原告陈永福诉被告陈大川，陈永福称陈大川未付款。")).isEqualTo("原告陈某1诉被告陈某2，陈某1称陈某2未付款。");
    }

    @Test
    void keepsCompoundSurnames() {
        assertThat(masked("法定代表人欧阳国庆到庭。")).isEqualTo("法定代表人欧阳某到庭。");
    }

    @Test
    void keepsTheFirstCharacterOfMinorityAndForeignNames() {
        assertThat(masked("申请人马吉木果、阿依古丽·买买提、约翰·史密斯到庭。")).isEqualTo("申请人马某、阿某、约某到庭。");
    }

    @Test
    void keepsNumeralsOfMasksApartFromFigures() {
        Known two = persons(Known.Person.party("陈永福"), Known.Person.party("陈大川"));
        assertThat(masked("付陈永福3000元、陈大川4000元。", two, PROFILE)).isEqualTo("付陈某1 3000元、陈某2 4000元。");
    }

    @Test
    void knowsAPersonBySurnameAndTitle() {
        assertThat(masked("项目经理陈大川未到。陈经理次日来电。")).isEqualTo("项目经理陈某未到。陈某经理次日来电。");
    }

    @Test
    void countsMasksThatStandInTheTextAlready() {
        assertThat(masked("陈某1、陈某2到庭。", persons(Known.Person.party("陈大川")), PROFILE))
                .isEqualTo("陈某1、陈某2到庭。");
        assertThat(masked("陈某1到庭，陈大川未到。", persons(Known.Person.party("陈大川")), PROFILE))
                .isEqualTo("陈某1到庭，陈某2未到。");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"陈建国", "陈 建 国", "陳建國", "陈\u200B建国", "陈　建国", "陈某建国"})
    void findsAPartyInAnySpelling(String spelling) {
        assertThat(masked("被告" + spelling + "未到。", persons(Known.Person.party("陈建国")), PROFILE))
                .isEqualTo("被告陈某未到。");
    }

    @Test
    void masksEveryNameOfAPartyAlike() {
        Known known = persons(Known.Person.party("廖世杰", "廖三娃", "Jack Liao"));
        assertThat(masked("廖世杰（绰号“廖三娃”）又叫JACK  LIAO。", known, PROFILE)).isEqualTo("廖某（绰号“廖某”）又叫廖某。");
    }

    @Test
    void showsNotEvenTheSurnameOfTheProtected() {
        Known known = persons(new Known.Person("林静怡", List.of("静怡"), Known.Role.PROTECTED));
        assertThat(masked("林静怡入职，静怡拒绝。", known, PROFILE.protecting())).isEqualTo("小A入职，小A拒绝。");
        assertThat(masked("林静怡入职。", known, PROFILE)).isEqualTo("林某入职。");
    }

    @Test
    void masksEachCharacterWhereTheProfileSaysSo() {
        Profile each = PROFILE.naming(REDACTOR.nameForm("NAME_LEN"));
        assertThat(masked("原告王建国到庭。", persons(Known.Person.party("王建国")), each)).isEqualTo("原告王某某到庭。");
    }

    @Test
    void namesOfficialsOnlyWithConsent() {
        assertThat(masked("审判员李明。")).isEqualTo("审判员李某。");
        assertThat(masked("审判员李明。", Known.NOTHING, PROFILE.withStaffConsent())).isEqualTo("审判员李明。");
    }

    @Test
    void describesAFirmOnceAndThenGivesItsLetter() {
        assertThat(masked("蓉川市某案。蓉川锦程建筑劳务有限公司（以下简称锦程公司）与北江恒达机械有限公司有约，锦程公司未付款，恒达机械起诉。"))
                .isEqualTo("蓉川市某案。某建筑劳务公司（以下简称甲公司）与某机械公司（乙公司）有约，甲公司未付款，乙公司起诉。");
    }

    @Test
    void tellsAmountsOfManyExactly() {
        Known twelve = new Known(List.of(), List.of(), List.of(), 12, null);
        assertThat(masked("共计30.92万元。", twelve, PROFILE)).isEqualTo("共计30.92万元。");
    }

    @Test
    void tellsLessOfACaseLikeFewOthers() {
        Known known = new Known(List.of(), List.of(), List.of(), 12, new Facts("江东区", "木工", 2026, 30_920_000L));
        assertThat(masked("江东区12名木工被欠30.92万元。", known, PROFILE.counting(facts -> 4)))
                .isEqualTo("某区12名木工被欠30万余元。");
        assertThat(masked("江东区12名木工被欠30.92万元。", known, PROFILE.counting(facts -> 5)))
                .isEqualTo("江东区12名木工被欠30.92万元。");
    }

    @Test
    void generalisesWhatTogetherPointsAtOnePerson() {
        assertThat(masked("原告，男，彝族，43岁，江东区骑手。")).isEqualTo("原告，男，少数民族，40余岁，江东区骑手。");
    }

    @Test
    void leavesWhatAProfileLeaves() {
        assertThat(masked("2026年1月15日，电话13900000001。", Known.NOTHING, REDACTOR.profile("judgment")))
                .isEqualTo("2026年1月15日，电话×××。");
    }

    @Test
    void saysWhyAndHowSure() {
        assertThat(REDACTOR.find("电话13900000001。", Known.NOTHING, PROFILE))
                .extracting(Finding::kind, Finding::start, Finding::end, Finding::original, Finding::confidence)
                .containsExactly(tuple(Kind.PHONE, 2, 13, "13900000001", 1.0));
    }

    @Test
    void refusesFindingsOfAnotherText() {
        List<Finding> findings = REDACTOR.find("电话13900000001。", Known.NOTHING, PROFILE);
        assertThatIllegalArgumentException().isThrownBy(() -> Redactor.apply("手机号13900000001。", findings));
    }

    @Test
    void stopsATextThatStillHoldsAnOriginal() {
        MaskMap map = new MaskMap(
                List.of(new MaskMap.Entry(Kind.PERSON, "王建国", "王某"), new MaskMap.Entry(Kind.FIRM, "建筑公司", "某建筑公司")));
        assertThat(REDACTOR.residuals("王某与王 建國，某建筑公司", Known.NOTHING, map))
                .extracting(Finding::original)
                .containsExactly("王 建國");
        assertThat(REDACTOR.residuals("建筑公司", Known.NOTHING, map)).hasSize(1);
    }

    @Test
    void stopsATextThatHoldsANumberNobodyAccepted() {
        assertThat(REDACTOR.residuals("电话１３９ 0000 0001", Known.NOTHING, MaskMap.EMPTY))
                .extracting(Finding::kind)
                .containsExactly(Kind.PHONE);
    }

    @Test
    void writesItsMapInOneForm() {
        MaskMap map = new MaskMap(
                List.of(new MaskMap.Entry(Kind.PERSON, "王建国", "王某"), new MaskMap.Entry(Kind.PERSON, "王建国", "王某")));
        assertThat(new String(map.toJson(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"entries\":[{\"kind\":\"PERSON\",\"mask\":\"王某\",\"original\":\"王建国\"}],\"version\":1}");
        assertThat(MaskMap.parse(map.toJson())).isEqualTo(map);
        assertThat(map.toString()).doesNotContain("王建国");
    }

    @ParameterizedTest(name = "{0}…")
    @ValueSource(strings = {"路", "村路", "阿依", "·", "王", "公司", "镇村路街", "花园期", "劳仲", "1号", "1 ", "张三、", "“"})
    void isNotStoppedByWhatRepeats(String piece) {
        String text = piece.repeat(1500 / piece.length());
        assertTimeout(Duration.ofSeconds(5), () -> REDACTOR.find(text, Known.NOTHING, PROFILE));
    }

    @Test
    void readsFormalAmounts() {
        assertThat(Figures.formal("壹拾贰万叁仟零伍")).isEqualByComparingTo("123005");
        assertThat(Figures.formal("拾伍万")).isEqualByComparingTo("150000");
        assertThat(Figures.formal("壹亿零贰佰")).isEqualByComparingTo("100000200");
    }
}
