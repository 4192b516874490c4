//! Everything about one agent.

use domain::{application::ApplicationState, offer::OfferState};
use parts::bilingual;

bilingual! {
    pub fn agent() -> AgentTexts {
        frozen: "支付账户已冻结", "The wallet is frozen";
        freezes: "冻结记录", "Freezes";
        licence_no: "营业执照号", "Licence";
        carrier: "运营商", "Carrier";
        bank_account: "本人银行账户", "Own bank account";
        loans: "借据", "Loans";
        no_loans: "没有借据。", "No loans.";
        holder: "债权人", "Owed to";
        since(on: &str): "自 {on}", "since {on}";
        lines: "授信额度", "Credit lines";
        no_lines: "没有授信额度。", "No credit lines.";
        earmarked: "支用占用（元）", "Earmarked (yuan)";
        opened: "开立日", "Opened";
        until(on: &str): "至 {on}", "until {on}";
        entries: "账户收支（最近 10 笔）", "In and out of the wallet (the latest 10)";
        no_entries: "还没有收支。", "Nothing has come in or gone out.";
        offers: "预授信", "Offers";
        no_offers: "没有询问过预授信。", "No offers were asked for.";
        offer_state(state: OfferState) {
            OfferState::Pending => "等待答复", "Asked, not answered";
            OfferState::Offered => "可选择", "Open";
            OfferState::Viewed => "可选择，代理商已看过", "Open, seen by the agent";
            OfferState::Selected => "已选择", "Chosen";
            OfferState::Declined => "未提供额度", "Declined";
            OfferState::NoAnswer => "超时未答复", "Not answered in time";
            OfferState::Expired => "已过有效期", "Expired";
            OfferState::Superseded => "已被新的预授信替代", "Replaced by a newer one";
            OfferState::NotChosen => "未选择", "Not chosen";
            OfferState::Withdrawn => "资金方已收回", "Taken back by the funder";
        }
        asked: "询问时间", "Asked";
        valid_until: "有效期至", "Valid until";
        applications: "授信申请", "Applications";
        no_applications: "没有提交过申请。", "Nothing was applied for.";
        offered: "预授信额度（元）", "Offered (yuan)";
        approved: "批准额度（元）", "Approved (yuan)";
        submitted: "提交时间", "Submitted";
        application_state(state: ApplicationState) {
            ApplicationState::Draft => "填写中", "Being filled in";
            ApplicationState::Submitted => "已提交", "Submitted";
            ApplicationState::InReview => "审核中", "In review";
            ApplicationState::MoreInformation => "待补充资料", "Waits for the agent's answer";
            ApplicationState::CounterOffered => "额度有调整，待代理商接受", "A higher limit, to be accepted";
            ApplicationState::Approved => "已通过，待签合同", "Approved, contract to sign";
            ApplicationState::Agreed => "已签合同", "Contract concluded";
            ApplicationState::Rejected => "未通过", "Not approved";
            ApplicationState::Withdrawn => "已撤回", "Withdrawn";
            ApplicationState::Lapsed => "已失效", "Lapsed";
        }
        month: "月份", "Month";
        prepayments: "预存款（元）", "Prepaid (yuan)";
        sales: "销售额（元）", "Sales (yuan)";
        commissions: "佣金（元）", "Commission (yuan)";
        no_months: "没有经营数据。", "No operating data.";
        people: "人员", "People";
        no_people: "没有人员账号。", "Nobody signs in for it.";
        trail: "操作记录（最近 50 条）", "What was done (the latest 50)";
    }
}
