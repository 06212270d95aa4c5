package io.concord.access;

/// What somebody does in their agency (`domain.md` §3.0.4).
public enum Role {
    /// 经办人: drafts, signs for, answers.
    CLERK("经办人", "Officer"),
    /// 部门负责人: approves.
    HEAD("部门负责人", "Head of department"),
    /// 分管领导: issues.
    LEADER("分管领导", "Leader"),
    /// 联络员: represents the agency at the joint meeting and votes for it.
    LIAISON("联络员", "Liaison"),
    /// 秘书处: runs selection, publication and meetings.
    SECRETARIAT("秘书处", "Secretariat"),
    /// 审计员: sees what was done, not what records say.
    AUDITOR("审计员", "Auditor"),
    /// 管理员: runs the exchange.
    ADMIN("管理员", "Administrator");

    private final String zh;
    private final String en;

    Role(String zh, String en) {
        this.zh = zh;
        this.en = en;
    }

    public String zh() {
        return zh;
    }

    public String en() {
        return en;
    }
}
