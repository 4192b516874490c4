//! Borrowing: the form, the cost disclosure, and what became of a draw.

use domain::draw::DrawPhase;
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn draw() -> DrawTexts {
        title: "借款", "Borrow";
        /// Funder and what is available.
        note(funder: &str, available: &str): "{funder}，可用 {available} 元", "{funder}, {available} yuan available";
        no_line_title: "还没有额度", "No credit line yet";
        no_line_text:
            "先比较几家资金方的额度和价格，选一家申请，批准并签合同后就可以借款。",
            "Compare what funders offer, apply to one, and borrow when the contract is concluded.";
        to_offers: "看看能借多少", "See my offers";
        not_active_title: "现在不能新增借款", "No new draws at the moment";
        not_active_text:
            "额度已暂停、到期或正在终止。已有借款的还款不受影响。",
            "The line is suspended, matured or closing. Repaying always works.";
        used_up_title: "额度已用完", "The limit is used up";
        used_up_text: "还款后，本金部分会恢复为可用额度。", "Principal that you repay becomes available again.";
        next: "下一步：看清成本", "Next: see the cost";
        leave: "返回", "Back";
        history: "借款记录", "All draws";
        steps_label: "借款进度", "Progress";
        steps -> [&'static str; 3] = ["金额", "成本明示", "放款"], ["Amount", "Cost", "Payment"];
        disclosure: "综合融资成本明示", "Disclosure of the whole cost";
        read_first: "请在借款前阅读", "Read it before you borrow";
        borrower: "借款人", "Borrower";
        principal: "借款本金", "Principal";
        day_count: "计息方式", "Interest by";
        /// With the least days.
        min_days(days: u32): "，至少计息 {days} 天", ", {days} days at least";
        item: "项目与收取方", "Item, and who collects it";
        yearly: "年化", "A year";
        interest: "利息", "Interest";
        collected_by(who: &str): "{who}收取", "collected by {who}";
        funder_fees: "资金方其他费用", "Other fees of the funder";
        payment_fees: "支付服务费", "Payment service fees";
        not_collected: "不收取", "not collected";
        all_in: "综合融资成本（年化，单利）", "Whole cost a year (simple)";
        effective: "实际年化（复利）", "Effective rate (compounded)";
        due_on: "到期日", "Due on";
        plan_total: "应还（元）", "To repay (yuan)";
        possible: "可能发生的费用", "Possible extra costs";
        /// With the yearly penalty rate and the days that a year is taken to have.
        penalty(rate: &str, year: u32):
            "逾期罚息：逾期本金 × {rate}（年化）÷ {year} × 逾期天数，自到期日起算，不计复利。",
            "When overdue: the overdue principal × {rate} a year ÷ {year} × days overdue, never compounded.";
        /// With the least days of interest.
        early_free(days: u32) -> String =
            format!("提前还款：不收费，利息算到还款前一天，至少 {days} 天。"),
            format!(
                "Repaying early is free; interest runs to the day before, for {} at least.",
                counted(days, "day", "days")
            );
        early_fee(rate: &str):
            "提前还款：按提前归还的本金收 {rate}。",
            "Repaying early costs {rate} of the principal prepaid.";
        nothing_else:
            "以上之外，任何一方不得收取与本笔借款有关的费用。",
            "Nobody may collect anything else for this loan.";
        /// With the day it was reckoned for.
        reckoned_on(on: &str):
            "按 {on} 到账测算，实际自到账当天起计息",
            "Reckoned as if credited on {on}; interest runs from the day of the credit";
        kept_text: "留存的明示文本", "The text that is kept (in Chinese)";
        tick: "我已阅读并理解以上成本", "I have read and understood the cost";
        tick_hint(purpose: &str):
            "借款用于：{purpose}；不用于购房、股票或转借他人",
            "The money is for: {purpose}; not for homes, shares or lending on";
        confirm(amount: &str): "确认借款 {amount} 元", "Borrow {amount} yuan";
        change: "返回修改", "Change";
        draw_title(amount: &str): "借款 {amount} 元", "Draw of {amount} yuan";
        list_title: "借款记录", "Draws";
        list_note: "每次申请都在这里，到账后成为借据", "Everything you asked for; once credited it is a loan";
        none_title: "还没有借过款", "No draws yet";
        none_text: "申请借款后，办理进度会显示在这里。", "When you borrow, its progress is shown here.";
        requested_at: "申请时间", "Asked for at";
        receipt: "借款到账回单", "Receipt";
        credited_at: "到账时间", "Credited at";
        payer: "付款方", "Paid by";
        instruction: "资金方的付款通知", "The funder's notice of payment";
        funds: "到账的款项", "The money";
        received: "已收到", "Received";
        not_received: "未收到", "Not received";
        meets: "付款信息与到账金额一致后入账", "Credited when both agree";
        matched: "已匹配入账", "Matched and credited";
        differs(difference: &str): "相差 {difference} 元，正在核实", "{difference} yuan apart, being looked into";
        ended: "已结束", "ended";
        progress: "进度", "Progress";
        /// What was done to come into a state.
        steps_done(to: DrawPhase) {
            DrawPhase::Requested => "申请借款", "Requested";
            DrawPhase::Awaiting => "资金方受理", "Taken on by the funder";
            DrawPhase::Refused => "资金方未受理", "Refused by the funder";
            DrawPhase::Cancelled => "取消借款", "Cancelled";
            DrawPhase::Lapsed => "自动结束", "Ended by itself";
            DrawPhase::Credited => "付款信息与到账金额一致，入账并开始计息", "Both flows met: credited, interest runs";
        }
        now(phase: DrawPhase) {
            DrawPhase::Requested =>
                "等资金方受理。额度已为您占用，资金方登记付款前可以取消；迟迟没有放款的会自动结束。",
                "Waits for the funder. The limit is set aside for you; you may still cancel. If it is not paid in time, it ends by itself.";
            DrawPhase::Awaiting =>
                "资金方已受理。付款信息和款项都到、金额一致，就立即入账并开始计息。",
                "The funder has taken it on. When its report and the money are both here and agree, you are credited at once and interest starts.";
            DrawPhase::Refused =>
                "资金方没有受理，占用的额度已退回，没有产生费用。",
                "The funder did not take it on. The limit is yours again; it cost nothing.";
            DrawPhase::Cancelled =>
                "您已取消，占用的额度已退回，没有产生费用。",
                "You cancelled it. The limit is yours again; it cost nothing.";
            DrawPhase::Lapsed =>
                "这笔借款没有入账，已自动结束，占用的额度已退回，没有产生费用。",
                "It was not credited and has ended by itself. The limit is yours again; it cost nothing.";
            DrawPhase::Credited =>
                "款项已进入您的支付账户，从到账当天开始计息。",
                "The money is in your wallet; interest runs from that day.";
        }
        refused_because(reason: &str): "资金方说明：{reason}", "The funder says: {reason}";
        you: "本店", "you";
        platform: "联融支付", "Lianrong";
        cancel: "取消借款", "Cancel the draw";
        cancel_title: "取消这笔借款", "Changed your mind?";
        cancel_text:
            "资金方发出付款信息之前可以取消，不收费。",
            "You may cancel until the funder reports its payment. It costs nothing.";
        to_loan: "查看借据和还款计划", "See the loan and its plan";
        disclosed: "借款时确认的成本明示", "The cost disclosure you confirmed";
        reload: "刷新", "Reload";
    }
}
