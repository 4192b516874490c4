//! Everything about one agent.

use domain::{application::ApplicationState, offer::OfferState, standing::Departure};
use parts::bilingual;

bilingual! {
    pub fn agent() -> AgentTexts {
        frozen: "支付账户已冻结", "The wallet is frozen";
        freezes: "冻结记录", "Freezes";
        departures(why: Departure) {
            Departure::Leaves => "退出平台", "Leaves the platform";
            Departure::CommissionsElsewhere => "变更佣金收款账户", "Commissions paid elsewhere";
        }
        departed: "已停止新业务", "No new business";
        depart_title: "退出或变更佣金收款账户", "Leaving, or another commission account";
        depart_text:
            "仅在没有任何欠款时可以办理：借款全部结清、没有在途支用、没有待扣回的佣金。通过后不能询价、申请和新增借款，其额度的资金方会收到通知；账户余额仍可提现。",
            "Only while nothing is owed: all loans settled, no draw under way, no commission to be clawed back. Once approved there are no new offers, applications or loans, and the funder of its line is told. The wallet balance can still be withdrawn.";
        why: "事由", "Request";
        propose_departure: "提出停止新业务", "Propose to stop new business";
        come_back_text: "通过后，代理商可以重新询价、申请和借款。", "Once approved, the agent can get offers, apply and borrow again.";
        propose_come_back: "提出恢复业务", "Propose to resume business";
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
