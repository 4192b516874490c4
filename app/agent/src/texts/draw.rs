//! Borrowing: the form, the cost disclosure, and what became of a draw.

use domain::{credit_line::CreditLineState, draw::DrawPhase};
use parts::{bilingual, texts::counted};

bilingual! {
    pub fn draw() -> DrawTexts {
        title: "借款", "Borrow";
        /// Funder and what is available.
        note(funder: &str, available: &str): "{funder}，可用 {available} 元", "{funder}, {available} yuan available";
        no_line_title: "还没有额度", "No credit line yet";
        no_line_text:
            "先比较各资金方的额度和价格，选择一家申请；批准并签订合同后即可借款。",
            "Compare offers, apply to one funder, and borrow once you have signed the contract.";
        to_offers: "看看能借多少", "See how much I can borrow";
        owners_title: "借款由店主办理", "Only the owner borrows";
        /// With the names of the owners.
        owners_text(names: &[String]) -> String =
            format!("需要借款时，请店主（{}）登录办理。您可以查看额度和借款，也可以给本店充值。", names.join("、")),
            format!(
                "To borrow, ask the owner ({}) to sign in. You can view the credit line and the loans, and top up.",
                names.join(", ")
            );
        not_active_title: "现在不能新增借款", "Borrowing is unavailable";
        not_active_text(state: CreditLineState) {
            CreditLineState::Active =>
                "这份额度没有可选的期限。已有借款可照常还款。",
                "No tenor is available on this credit line. You can still repay existing loans.";
            CreditLineState::Suspended =>
                "额度已暂停，恢复后可以再借。已有借款可照常还款。",
                "Your credit line is suspended. You can borrow again once it is resumed, and repay existing loans meanwhile.";
            CreditLineState::Matured => "额度已到期。已有借款可照常还款。", "Your credit line has expired. You can still repay existing loans.";
            CreditLineState::Closing =>
                "额度正在终止，结清全部借款后关闭。已有借款可照常还款。",
                "Your credit line closes once everything is repaid. You can still repay existing loans.";
            CreditLineState::Closed => "额度已终止。", "Your credit line is closed.";
        }
        used_up_title: "额度已用完", "Credit limit used up";
        used_up_text: "还款后，所还本金会恢复为可用额度。", "Repaid principal becomes available to borrow again.";
        next: "下一步：查看借款成本", "Next: review the cost";
        leave: "返回", "Back";
        history: "借款记录", "All draws";
        steps_label: "借款进度", "Progress";
        steps -> [&'static str; 3] = ["金额", "成本明示", "放款"], ["Amount", "Cost", "Payment"];
        disclosure: "综合融资成本明示", "Total cost disclosure";
        read_first: "请在借款前阅读", "Read before you borrow";
        principal: "借款本金", "Principal";
        /// With the least days.
        min_days(days: u32): "，至少计息 {days} 天", ", minimum {days} days";
        item: "项目与收取方", "Item and payee";
        yearly: "年化", "Annual";
        interest: "利息", "Interest";
        collected_by(who: &str): "{who}收取", "Collected by {who}";
        funder_fees: "资金方其他费用", "Other funder fees";
        payment_fees: "支付服务费", "Payment service fees";
        not_collected: "不收取", "None";
        all_in: "综合融资成本（年化，单利）", "Total annual cost (simple)";
        plan_total: "应还（元）", "Total to repay (yuan)";
        possible: "可能发生的费用", "Possible extra costs";
        /// With the yearly penalty rate and the days that a year is taken to have.
        penalty(rate: &str, year: u32):
            "逾期罚息：逾期本金 × {rate}（年化）÷ {year} × 逾期天数，自到期日起算，不计复利。",
            "Penalty interest: overdue principal × {rate} a year ÷ {year} × days overdue, from the due date, not compounded.";
        /// With the least days of interest.
        early_free(days: u32) -> String =
            format!("提前还款：不收费，利息计至还款前一日，至少计 {days} 天。"),
            format!(
                "Early repayment is free. Interest is charged up to the day before, for at least {}.",
                counted(days, "day", "days")
            );
        early_fee(rate: &str):
            "提前还款：按提前归还的本金收取 {rate}。",
            "Early repayment costs {rate} of the principal repaid early.";
        nothing_else:
            "除以上项目外，任何一方不得就本笔借款收取其他费用。",
            "No other fees may be charged for this loan.";
        /// With the day it was reckoned for.
        reckoned_on(on: &str):
            "按 {on} 到账测算，实际从到账当天起计息",
            "Calculated as if credited on {on}. Interest starts on the day the money is credited";
        kept_text: "留存的明示文本", "Text kept on record (in Chinese)";
        tick: "我已阅读并理解以上成本", "I have read and understood the costs above";
        tick_hint(purpose: &str):
            "借款用于：{purpose}；不得用于购房、炒股或转借他人",
            "Used for: {purpose}. Not for property, shares or lending to others";
        confirm(amount: &str): "确认借款 {amount} 元", "Borrow {amount} yuan";
        draw_title(amount: &str): "借款 {amount} 元", "Draw of {amount} yuan";
        list_title: "借款记录", "Draws";
        list_note: "每次借款申请的办理情况", "The status of every loan you have requested";
        none_title: "还没有借款记录", "No draws yet";
        none_text: "申请借款后，办理进度会显示在这里。", "Once you borrow, its progress is shown here.";
        receipt: "借款到账回单", "Receipt";
        credited_at: "到账时间", "Credited at";
        payer: "付款方", "Paid by";
        instruction: "资金方的付款通知", "Funder's payment notice";
        funds: "到账的款项", "Money received";
        received: "已收到", "Received";
        not_received: "未收到", "Not received";
        meets: "付款信息与到账金额一致后入账", "Credited once both match";
        matched: "已匹配入账", "Matched and credited";
        differs(difference: &str): "相差 {difference} 元，正在核实", "{difference} yuan difference, under review";
        ended: "已结束", "Ended";
        /// What was done to come into a state.
        steps_done(to: DrawPhase) {
            DrawPhase::Requested => "申请借款", "Requested";
            DrawPhase::Awaiting => "资金方受理", "Accepted by the funder";
            DrawPhase::Refused => "资金方未受理", "Declined by the funder";
            DrawPhase::Cancelled => "取消借款", "Cancelled";
            DrawPhase::Lapsed => "自动结束", "Ended automatically";
            DrawPhase::Credited => "付款信息与到账金额一致，入账并开始计息", "Payment notice and money matched: credited, interest starts";
        }
        now(phase: DrawPhase) {
            DrawPhase::Requested =>
                "等待资金方受理，额度已为您预留。资金方登记付款前可以取消；长时间未放款会自动结束。",
                "Waiting for the funder. The amount is reserved for you. You can cancel until the funder reports its payment. If it is not paid in time, the request ends automatically.";
            DrawPhase::Awaiting =>
                "资金方已受理。付款信息与到账金额一致后，立即入账并开始计息。",
                "The funder has accepted. Once its payment notice and the money have arrived and match, the money is credited and interest starts.";
            DrawPhase::Refused =>
                "资金方未受理，预留的额度已恢复，未产生费用。",
                "The funder declined. The reserved amount is available again and there was no charge.";
            DrawPhase::Cancelled =>
                "您已取消，预留的额度已恢复，未产生费用。",
                "You cancelled. The reserved amount is available again and there was no charge.";
            DrawPhase::Lapsed =>
                "这笔借款未到账，已自动结束。预留的额度已恢复，未产生费用。",
                "The money did not arrive, so the request ended automatically. The reserved amount is available again and there was no charge.";
            DrawPhase::Credited =>
                "款项已进入您的支付账户，从到账当天开始计息。",
                "The money is in your wallet. Interest starts on the day it was credited.";
        }
        refused_because(reason: &str): "资金方说明：{reason}", "Reason given by the funder: {reason}";
        platform: "联融支付", "Lianrong";
        cancel: "取消借款", "Cancel request";
        cancel_title: "取消这笔借款", "Cancel this request";
        cancel_text:
            "资金方登记付款之前可以取消，不收费。",
            "You can cancel free of charge until the funder reports its payment.";
        to_loan: "查看借款和还款计划", "View loan and repayment plan";
        disclosed: "借款时确认的成本明示", "Cost disclosure you confirmed";
    }
}
