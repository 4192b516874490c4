//! Offers: asking, comparing, taking one; and the line that comes of it.

use domain::{credit_line::CreditLineState, offer::OfferState};
use parts::bilingual;

bilingual! {
    pub fn offer() -> OfferTexts {
        title: "额度", "Offers";
        ask_title: "看看能借多少、利率多少", "See how much you can borrow, and at what price";
        ask_lead:
            "我们以代号向多家持牌资金方提供您近 24 个月的经营数据，由它们给出额度和价格，供您比较选择。",
            "Licensed funders receive your last 24 months of business data under a pseudonym and reply with a limit and a price. You compare and choose.";
        ask_steps -> [&'static str; 3] =
            ["不收费，不查征信，不构成借款", "您选定之前，资金方不知道您是谁", "一般几分钟内答复，最长 10 分钟"],
            [
                "Free, no credit check, no obligation",
                "Funders do not know who you are until you choose",
                "Replies usually within minutes, 10 minutes at most",
            ];
        ask_tick: "我已阅读并同意《预授信数据授权书》", "I have read and agree to the consent above";
        ask_tick_hint: "可随时在“授权管理”中撤回", "You can withdraw it at any time under Consents";
        ask: "获取额度方案", "Get offers";
        ask_again: "重新询价", "Request new offers";
        waiting_title: "资金方正在答复", "Waiting for funders";
        /// With the deadline.
        waiting_text(until: &str): "最晚 {until} 前全部答复，您可以稍后再来查看。", "All replies arrive by {until}. You can come back later.";
        none_title: "暂无可选方案", "No offers this time";
        none_text:
            "各资金方的答复见下方。经营数据每月更新，可以过一段时间再询价。",
            "See each funder's reply below. Your data is updated monthly, so you can try again later.";
        compare_title: "比较额度方案", "Compare offers";
        /// With the number of offers.
        compare_note(count: usize):
            "{count} 个方案，按下面的金额和天数计算：成本低的在前，不能满足的在后，没有广告位",
            "Offers: {count}. Sorted by cost for the amount and days below, those that do not fit last. No paid placement.";
        /// With the number of offers, and what they are compared for until an amount is typed.
        compare_example(count: usize, amount: &str, days: u32):
            "{count} 个方案，以借款 {amount} 元、{days} 天为例：成本低的在前，不能满足的在后，没有广告位",
            "Offers: {count}. Sorted by the cost of {amount} yuan for {days} days, as an example, those that do not fit last. No paid placement.";
        /// With the highest limit of the offers.
        whole(limit: &str): "按最高额度 {limit} 元计算", "Compare for the highest limit, {limit} yuan";
        i_need: "借款金额", "Amount";
        for_days: "借款天数", "Days";
        days(days: u32): "{days} 天", "{days} days";
        reckon: "重新计算", "Recalculate";
        annual_rate: "年化利率（单利）", "annual rate (simple)";
        /// Amount and days before the cost.
        cost(amount: &str, days: u32): "借款 {amount} 元、{days} 天，成本", "Cost of {amount} yuan for {days} days:";
        /// Limit and days before the cost.
        cost_up_to(limit: &str, days: u32):
            "最多可借 {limit} 元、{days} 天，成本",
            "Up to {limit} yuan; cost for {days} days:";
        /// Limit and days: it lends neither so much nor for so long.
        neither(limit: &str, days: u32):
            "最多可借 {limit} 元，期限不足 {days} 天",
            "Up to {limit} yuan, and for less than {days} days";
        /// With the longest tenor.
        too_short(longest: &str): "最长期限 {longest}", "Longest tenor {longest}";
        no_cost: "该金额和天数无法计算", "Cannot be calculated for this amount and number of days";
        early_fee: "提前还款", "Early repayment";
        early_free: "不收费", "Free";
        answer_time: "询价答复时间（中位数）", "Reply time (median)";
        decision_time: "申请审批用时（中位数）", "Decision time (median)";
        approval: "申请通过率", "Approval rate";
        /// Of the newest decisions.
        approval_of(percent: i64, decided: i64) -> String =
            format!("{percent}%（最近 {decided} 份）"),
            format!("{percent}% (of the last {decided})");
        more: "全部条件", "All terms";
        no_record: "暂无记录", "No data yet";
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
        valid_until(on: &str): "{on} 前有效", "Valid until {on}";
        take: "选择并申请", "Choose and apply";
        go_on: "继续填写申请", "Continue application";
        one_at_a_time:
            "同一时间只能有一份额度。提交申请前可以更换，其他方案保留到各自到期。",
            "You can have one credit line at a time. You can change your choice until you submit; the other offers stay open until they expire.";
        others: "其他资金方", "Other funders";
        states(state: OfferState) {
            OfferState::Pending => "正在答复", "Awaiting reply";
            OfferState::Offered | OfferState::Viewed => "可选择", "Open";
            OfferState::Selected => "已选择", "Chosen";
            OfferState::Declined => "暂不提供额度", "Declined";
            OfferState::NoAnswer => "超时未答复", "No reply in time";
            OfferState::Expired => "已过有效期", "Expired";
            OfferState::Superseded => "已被新方案替代", "Replaced by a newer offer";
            OfferState::Withdrawn => "资金方已收回", "Withdrawn by the funder";
            OfferState::NotChosen => "未选择", "Not chosen";
        }
        used: "已申请过", "Already applied for";
        application_title: "申请办理中", "Application in progress";
        application_text:
            "这份申请办结或撤回之前，不能选择其他方案。",
            "You cannot choose another offer until this application is completed or withdrawn.";
        to_application: "查看申请", "View application";
        ended_title: "上一份申请未通过", "Your last application was not approved";
        ended_text: "可以选择其他方案，或者重新询价。", "Choose another offer, or request new ones.";
        line_title: "我的额度", "My credit line";
        withdrawn_title: "申请已撤回", "Application withdrawn";
        withdrawn_text:
            "资金方不再审批这份申请，未产生任何费用或债务。",
            "The funder will not continue with it. You owe nothing and were not charged.";
        line_opened: "额度已开通", "Credit line opened";
        line_opened_text:
            "现在可以借款。每次借款前，都会先向您展示全部成本。",
            "You can borrow now. We show you the full cost before each loan.";
        line_states(state: CreditLineState) {
            CreditLineState::Active => "正常", "Active";
            CreditLineState::Suspended => "已暂停", "Suspended";
            CreditLineState::Matured => "已到期", "Expired";
            CreditLineState::Closing => "结清后终止", "Closing once repaid";
            CreditLineState::Closed => "已终止", "Closed";
        }
        close_title: "终止额度", "Close this credit line";
        close_text:
            "终止后不能再用这份额度借款，可以重新询价、申请新的额度。终止后不能恢复。",
            "You can no longer borrow on it, and can get offers and apply for a new one. This cannot be undone.";
        close_later_text:
            "提交后不能再借款；全部借款结清时额度自动终止，之后可以重新询价、申请新的额度。提交后不能撤回。",
            "You can no longer borrow. The line closes by itself once everything is repaid; then you can get offers and apply for a new one. This cannot be undone.";
        close_not_now:
            "有一笔借款正在办理。请先取消，或等到账后再终止额度。",
            "A loan is under way. Cancel it, or wait until it is credited, then close the line.";
        close: "确认终止额度", "Close credit line";
        closed_title: "额度已终止", "Credit line closed";
        closed_text: "可以重新询价，选择资金方申请新的额度。", "You can get offers again and apply for a new credit line.";
        granted: "总额度（元）", "Limit (yuan)";
        outstanding: "已借本金（元）", "Principal outstanding (yuan)";
        earmarked: "预留额度（元）", "Reserved (yuan)";
        available: "可用额度（元）", "Available (yuan)";
        matures_on: "额度有效期至", "Valid until";
        contract: "查看合同", "View contract";
        consents: "授权管理", "Consents";
    }
}
