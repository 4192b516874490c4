//! People and their sessions.

use domain::role::Role;
use parts::bilingual;

bilingual! {
    pub fn user() -> UserTexts {
        note: "可以登录的人，及其登录的设备", "Everybody who may sign in, and where they are signed in";
        find: "姓名、用户名或机构", "Name, user name or organisation";
        role: "角色", "Role";
        house: "所属", "Organisation";
        on: "已设置", "Set up";
        off: "未设置", "Not set up";
        not_needed: "不需要", "Not needed";
        enabled: "正常", "Enabled";
        demonstration: "演示账号", "Demonstration";
        roles(role: Role) {
            Role::Agent => "代理商", "Agent";
            Role::AgentClerk => "代理商 · 店员", "Agent, clerk";
            Role::FunderReviewer => "资金方 · 审核人", "Funder, reviewer";
            Role::FunderApprover => "资金方 · 审批人", "Funder, approver";
            Role::FunderTreasurer => "资金方 · 资金岗", "Funder, treasurer";
            Role::FacilitatorOperator => "助贷机构 · 经办", "Facilitator, operator";
            Role::FacilitatorApprover => "助贷机构 · 审批人", "Facilitator, approver";
            Role::OperatorMaker => "运营 · 经办", "Operations, maker";
            Role::OperatorChecker => "运营 · 复核", "Operations, checker";
            Role::Auditor => "审计", "Auditor";
        }
        sessions: "登录的设备", "Sessions";
        no_sessions_title: "没有登录", "Not signed in";
        no_sessions_text: "这个人现在没有登录任何设备。", "This person has no live session.";
        checker_only: "由运营复核强制退出。", "A checker of operations ends sessions.";
        trail: "此人的操作记录", "What this person did";
    }
}
