//! Everything about one agent.

use domain::application::ApplicationState;
use parts::bilingual;

bilingual! {
    pub fn agent() -> AgentTexts {
        frozen: "支付账户已冻结", "The wallet is frozen";
        freezes: "冻结记录", "Freezes";
        licence_no: "统一社会信用代码", "Licence number";
        carrier: "运营商", "Carrier";
        bank_account: "登记的银行账户", "Registered bank account";
        loans: "借据", "Loans";
        no_loans: "没有借据。", "No loans.";
        holder: "债权人", "Holder";
        since(on: &str): "自 {on}", "Since {on}";
        lines: "授信额度", "Credit lines";
        no_lines: "没有授信额度。", "No credit lines.";
        earmarked: "支用占用（元）", "Earmarked (yuan)";
        opened: "开通日", "Opened";
        until(on: &str): "至 {on}", "Until {on}";
        applications: "授信申请", "Applications";
        no_applications: "没有提交过申请。", "No applications.";
        offered: "预授信额度（元）", "Offered limit (yuan)";
        approved: "批准额度（元）", "Approved limit (yuan)";
        submitted: "提交时间", "Submitted";
        application_state(state: ApplicationState) {
            ApplicationState::Draft => "填写中", "Draft";
            ApplicationState::Submitted => "已提交", "Submitted";
            ApplicationState::InReview => "审核中", "In review";
            ApplicationState::MoreInformation => "待补充资料", "Awaiting the agent's answer";
            ApplicationState::CounterOffered => "额度高于申请，待代理商接受", "Higher than requested, awaiting acceptance";
            ApplicationState::Approved => "已通过，待签订合同", "Approved, contract to be signed";
            ApplicationState::Agreed => "已签订合同", "Contract signed";
            ApplicationState::Rejected => "未通过", "Not approved";
            ApplicationState::Withdrawn => "已撤回", "Withdrawn";
            ApplicationState::Lapsed => "已失效", "Lapsed";
        }
        month: "月份", "Month";
        prepayments: "预存款（元）", "Carrier prepayments (yuan)";
        sales: "销售额（元）", "Sales (yuan)";
        commissions: "佣金（元）", "Commission (yuan)";
        no_months: "没有经营数据。", "No operating data.";
        people: "人员", "People";
        no_people: "没有登录账号。", "No user accounts.";
        trail: "操作记录（最近 50 条）", "Activity (latest 50)";
    }
}
