package io.concord.redaction;

/// What a finding is, most certain to be hidden first: where two findings overlap, the earlier kind wins.
public enum Kind {
    ID_NUMBER("身份号码", "identity number"),
    USCC("统一社会信用代码", "unified social credit code"),
    EMAIL("电子邮箱", "e-mail address"),
    ACCOUNT("账号", "account"),
    PHONE("电话号码", "telephone number"),
    PLATE("车牌号", "vehicle plate"),
    DOCKET("案号", "docket"),
    DOC_NO("文号", "document number"),
    BIRTH_DATE("出生日期", "date of birth"),
    FIRM("单位名称", "firm"),
    ADDRESS("住址", "address below the county"),
    APP("平台或应用", "platform or app"),
    BRAND("品牌或店名", "brand"),
    PROJECT("项目名称", "project"),
    STAFF("办案人员姓名", "name of an official"),
    PERSON("姓名", "name of a person"),
    PLACE("小地名", "place below the county"),
    DATE("具体日期", "day"),
    AMOUNT("金额", "amount"),
    QUASI("组合起来可以认出本人的信息", "what together with the rest points at one person");

    private final String zh;
    private final String en;

    Kind(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }

    /// Whether a text that still holds one may never be published, whatever a reviewer said.
    public boolean isHard() {
        return ordinal() <= DOCKET.ordinal();
    }
}
