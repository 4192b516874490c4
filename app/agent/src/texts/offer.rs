//! Offers: asking, comparing, taking one; and the line that comes of it.

use domain::{credit_line::CreditLineState, offer::OfferState};
use parts::bilingual;

bilingual! {
    pub fn offer() -> OfferTexts {
        title: "额度", "Offers";
        ask_title: "看看能借多少、什么价", "See how much, and at what price";
        ask_lead:
            "我们用代号把近 24 个月经营数据给几家持牌资金方，由它们给出额度和价格。您来比较，选一家。",
            "Licensed funders get your shop's data of 24 months under a pseudonym, and answer with a limit and a price. You compare and choose one.";
        ask_steps -> [&'static str; 3] =
            ["不收费，不查征信，不算借款", "资金方不知道您是谁，选定以后才告知", "一般几分钟内答复，最长 10 分钟"],
            [
                "Free of charge, no credit inquiry, no loan",
                "Funders do not learn who you are until you choose",
                "Usually answered within minutes, ten at most",
            ];
        ask_tick: "我已阅读并同意《预授信数据授权书》", "I have read and agree to the consent above";
        ask_tick_hint: "随时可以在“授权管理”中撤回", "You may withdraw it at any time under “Consents”";
        ask: "获取额度方案", "Ask for offers";
        ask_again: "重新询价", "Ask again";
        waiting_title: "资金方正在答复", "Funders are answering";
        /// With the deadline.
        waiting_text(until: &str): "最晚 {until} 前答复完，可以先去忙别的。", "All answer by {until} at the latest.";
        reload: "刷新", "Reload";
        none_title: "这次没有可选的方案", "No offer this time";
        none_text:
            "各家的答复在下面。经营数据每月更新，可以过一段时间再询价。",
            "What each answered stands below. The data is renewed every month: ask again some time later.";
        compare_title: "比较额度方案", "Compare offers";
        /// With the number of offers.
        compare_note(count: usize):
            "{count} 个方案，按下面的金额和天数算：成本低的在前，满足不了的在后，没有广告位",
            "Offers: {count}. For the amount and days below, the cheapest first, what does not fit last; no place is for sale.";
        i_need: "我要借", "I need";
        for_days: "用多少天", "For how many days";
        days(days: u32): "{days} 天", "{days} days";
        reckon: "重新计算", "Recalculate";
        annual_rate: "年化利率（单利）", "a year (simple)";
        /// Amount and days before the cost.
        cost(amount: &str, days: u32): "借 {amount} 元用 {days} 天，成本", "{amount} yuan for {days} days cost";
        /// Limit and days before the cost.
        cost_up_to(limit: &str, days: u32):
            "最多借 {limit} 元，用 {days} 天，成本",
            "At most {limit} yuan; for {days} days they cost";
        /// Limit and days: it lends neither so much nor for so long.
        neither(limit: &str, days: u32):
            "最多借 {limit} 元，也用不了 {days} 天",
            "At most {limit} yuan, and not for {days} days";
        /// With the longest tenor.
        too_short(longest: &str): "最长只能用 {longest}", "Lends for {longest} at most";
        no_cost: "这个金额和天数无法计算", "Cannot be reckoned for this amount and days";
        effective: "实际年化（复利）", "Effective rate (compounded)";
        penalty: "逾期罚息（年化）", "Penalty rate when overdue";
        tenors: "可选期限", "Tenors";
        early_fee: "提前还款", "Repaying early";
        early_free: "不收费", "free";
        kind: "合同类型", "Contract";
        answer_time: "询价答复用时（中位数）", "Usual reply time (median)";
        decision_time: "申请审批用时（中位数）", "Usual time to a decision (median)";
        approval: "申请通过率", "Applications approved";
        /// Of the newest decisions.
        approval_of(percent: i64, decided: i64) -> String =
            format!("{percent}%（最近 {decided} 份）"),
            format!("{percent}% (of the last {decided})");
        more: "全部条件", "All terms";
        no_record: "暂无记录", "no record yet";
        /// With seconds.
        duration(seconds: i64) -> String =
            match seconds {
                ..60 => "不到 1 分钟".to_owned(),
                60..3_600 => format!("约 {} 分钟", seconds / 60),
                3_600..172_800 => format!("约 {} 小时", seconds / 3_600),
                _ => format!("约 {} 天", seconds / 86_400),
            },
            match seconds {
                ..60 => "less than a minute".to_owned(),
                60..3_600 => format!("about {} min", seconds / 60),
                3_600..172_800 => format!("about {} h", seconds / 3_600),
                _ => format!("about {} days", seconds / 86_400),
            };
        valid_until(on: &str): "{on} 前有效", "valid until {on}";
        take: "选择并申请", "Choose and apply";
        go_on: "继续填写申请", "Go on with the application";
        one_at_a_time:
            "同一时间只能有一份额度。提交申请前可以换；选定一家后，其他方案保留到各自到期。",
            "You can hold one line at a time. Until you submit you may change your mind; the other offers stay open until they expire.";
        others: "其他资金方", "Other funders";
        states(state: OfferState) {
            OfferState::Pending => "正在答复", "Answering";
            OfferState::Offered | OfferState::Viewed => "可选择", "Open";
            OfferState::Selected => "已选择", "Chosen";
            OfferState::Declined => "暂不提供额度", "No offer";
            OfferState::NoAnswer => "超时未答复", "Did not answer in time";
            OfferState::Expired => "已过有效期", "Expired";
            OfferState::Superseded => "已被新方案替代", "Replaced by a newer one";
            OfferState::Withdrawn => "资金方已收回", "Taken back by the funder";
            OfferState::NotChosen => "未选择", "Not chosen";
        }
        used: "已申请过", "applied for before";
        application_title: "申请办理中", "An application is under way";
        application_text:
            "办完或撤回这份申请之前，不能再选其他方案。",
            "Until it is finished or withdrawn, no other offer can be taken.";
        to_application: "查看申请", "See the application";
        ended_title: "上一份申请没有通过", "The last application was not successful";
        ended_text: "可以选择其他方案，或者重新询价。", "Choose another offer, or ask again.";
        line_title: "我的额度", "My line";
        withdrawn_title: "申请已撤回", "The application is withdrawn";
        withdrawn_text:
            "资金方不再审批这份申请，没有产生任何费用或债务。",
            "The funder does not go on with it. Nothing is owed, and nothing was charged.";
        line_opened: "额度已开通", "The line is open";
        line_opened_text:
            "现在就可以借款。每次借款前都会先给您看清成本。",
            "You can borrow now. Before every draw you are shown what it costs.";
        line_states(state: CreditLineState) {
            CreditLineState::Active => "正常", "Active";
            CreditLineState::Suspended => "暂停借款", "No new draws";
            CreditLineState::Matured => "已到期", "Matured";
            CreditLineState::Closing => "还清后终止", "Closes when repaid";
            CreditLineState::Closed => "已终止", "Closed";
        }
        granted: "总额度（元）", "Limit (yuan)";
        outstanding: "已借本金（元）", "Principal owed (yuan)";
        earmarked: "办理中占用（元）", "Set aside for draws (yuan)";
        available: "可用额度（元）", "Available (yuan)";
        matures_on: "额度有效期至", "Open until";
        contract: "查看合同", "See the contract";
        consents: "授权管理", "Consents";
    }
}
