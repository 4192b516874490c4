//! The team.

use domain::role::Role;
use parts::{api::Called, bilingual};

bilingual! {
    pub fn team() -> TeamTexts {
        title: "团队", "Team";
        note:
            "账号由支付机构开通；人员变动请联系支付机构。",
            "Accounts are opened by the payment institution. Contact it when staff change.";
        not_yours: "由具有相应岗位的同事办理。", "Handled by a colleague with the required role.";
        roles(role: Role) {
            Role::FunderReviewer => "审核人", "Reviewer";
            Role::FunderApprover | Role::FacilitatorApprover => "审批人", "Approver";
            Role::FunderTreasurer => "资金岗", "Treasurer";
            Role::FacilitatorOperator => "经办", "Operator";
            Role::Agent | Role::AgentClerk | Role::OperatorMaker | Role::OperatorChecker | Role::Auditor => "", "";
        }
        enrolled: "已启用", "Enabled";
        not_enrolled: "未启用", "Not enabled";
        never: "从未登录", "Never";
        /// Who acted.
        actor(who: &Called) -> &str =
            match who {
                Called::Colleague(name) => name,
                Called::System => "系统",
                Called::Key => "接口",
                Called::Other => "其他机构",
            },
            match who {
                Called::Colleague(name) => name,
                Called::System => "System",
                Called::Key => "API",
                Called::Other => "Another organisation",
            };
    }
}
