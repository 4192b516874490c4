//! People and their sessions.

use parts::bilingual;

bilingual! {
    pub fn user() -> UserTexts {
        note: "可以登录的人，及其登录的设备", "Everybody who may sign in, and where they are signed in";
        find: "姓名、用户名或机构", "Name, user name or organisation";
        name: "姓名", "Name";
        role: "角色", "Role";
        house: "所属", "Organisation";
        second_factor: "动态口令", "One-time code";
        on: "已设置", "Set up";
        off: "未设置", "Not set up";
        not_needed: "不需要", "Not needed";
        state: "状态", "State";
        enabled: "正常", "Enabled";
        disabled: "已停用", "Disabled";
        demonstration: "演示账号", "Demonstration";
        seen: "最近活动", "Last active";
        roles(code: &str) {
            "agent" => "代理商", "Agent";
            "funder_reviewer" => "资金方 · 审核人", "Funder, reviewer";
            "funder_approver" => "资金方 · 审批人", "Funder, approver";
            "funder_treasurer" => "资金方 · 资金岗", "Funder, treasurer";
            "operator_maker" => "运营 · 经办", "Operations, maker";
            "operator_checker" => "运营 · 复核", "Operations, checker";
            "auditor" => "审计", "Auditor";
            _ => "", "";
        }
        sessions: "登录的设备", "Sessions";
        no_sessions_title: "没有登录", "Not signed in";
        no_sessions_text: "这个人现在没有登录任何设备。", "This person has no live session.";
        checker_only: "由运营复核强制退出。", "A checker of operations ends sessions.";
        device: "设备", "Device";
        address: "地址", "Address";
        signed_in_at: "登录时间", "Signed in";
        this_one: "本机", "This device";
        revoke: "强制退出", "End it";
        action: "操作", "Action";
        trail: "此人的操作记录", "What this person did";
    }
}
