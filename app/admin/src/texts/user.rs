//! People and their sessions.

use domain::role::Role;
use parts::bilingual;

bilingual! {
    pub fn user() -> UserTexts {
        note: "可以登录的人员及其登录的设备", "Everyone who can sign in, and their signed-in devices";
        find: "姓名、用户名或机构", "Name, user name or organisation";
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
        no_sessions_title: "未登录", "Not signed in";
        no_sessions_text: "此人目前未登录任何设备。", "This person is not signed in on any device.";
        checker_only: "由运营复核人员强制退出。", "An operations checker can sign out devices.";
        trail: "此人的操作记录", "This person's activity";
    }
}
