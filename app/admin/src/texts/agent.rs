//! Everything about one agent.

use domain::{application::ApplicationState, offer::OfferState};
use parts::bilingual;

bilingual! {
    pub fn agent() -> AgentTexts {
        frozen: "支付账户已冻结", "The wallet is frozen";
        freezes: "冻结记录", "Freezes";
        bank_account: "登记的银行账户", "Registered bank account";
        holder: "债权人", "Holder";
        since(on: &str): "自 {on}", "Since {on}";
        until(on: &str): "至 {on}", "Until {on}";
        entries: "账户收支（最近 10 笔）", "Wallet entries (latest 10)";
        no_entries: "还没有收支。", "No entries yet.";
        no_offers: "没有预授信结果。", "No offers yet.";
        offer_state(state: OfferState) {
            OfferState::Pending => "等待答复", "Awaiting reply";
            OfferState::Offered => "可选择", "Open";
            OfferState::Viewed => "可选择，代理商已看过", "Open, seen by the agent";
            OfferState::Selected => "已选择", "Chosen";
            OfferState::Declined => "未提供额度", "Declined";
            OfferState::NoAnswer => "超时未答复", "No reply in time";
            OfferState::Expired => "已过有效期", "Expired";
            OfferState::Superseded => "已被新结果替代", "Replaced by a newer offer";
            OfferState::NotChosen => "未选择", "Not chosen";
            OfferState::Withdrawn => "资金方已收回", "Withdrawn by the funder";
        }
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
        business_note: "金额单位：元", "In yuan";
        people: "人员", "People";
        no_people: "没有登录账号。", "No user accounts.";
        trail: "操作记录（最近 50 条）", "Activity (latest 50)";
    }
}
