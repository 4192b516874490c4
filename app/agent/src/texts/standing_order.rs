//! Having the next commissions repay a loan.

use parts::bilingual;

bilingual! {
    pub fn standing_order() -> StandingOrderTexts {
        title: "佣金还款", "Repay from commissions";
        text:
            "佣金到账时先还这笔借款，剩余部分留在支付账户。可随时取消，取消前已还的款项不退回。",
            "Incoming commissions repay this loan first; the rest stays in your wallet. You can cancel at any time. Amounts already repaid are not returned.";
        order_of:
            "逾期款项和运营商待扣回的佣金优先；支付账户冻结期间不执行。为多笔借款设置的，先设置的先还。",
            "Overdue amounts and carrier clawbacks take priority, and nothing is repaid while your wallet is frozen. If you set this for several loans, they are repaid in the order you set it.";
        /// Who pays before the day pays as one does by hand.
        early:
            "佣金在到期日前到账的，按提前还款处理：先还截至当天的利息，再还本金，剩余各期重新计算；合同约定提前还款费的，照常收取。",
            "A commission received before the due date counts as early repayment: interest to that day first, then principal, and the remaining plan is recalculated. An early repayment fee applies if the contract has one.";
        how_much: "还款金额", "Amount to repay";
        due: "最近一期应还", "Next instalment";
        part: "自定金额", "Custom amount";
        amount_hint: "一次佣金不足的，由以后的佣金继续还", "If one commission is not enough, later ones cover the rest";
        set: "设置佣金还款", "Repay from commissions";
        set_title: "已设置佣金还款", "Repayment from commissions is on";
        /// Of what falls due.
        stands_due(amount: &str):
            "佣金到账时先还最近一期应还 {amount} 元。",
            "Commissions first repay the next instalment of {amount} yuan.";
        stands_part(amount: &str): "佣金到账时先还 {amount} 元。", "Commissions first repay {amount} yuan.";
        progress(paid: &str, left: &str, at: &str):
            "已还 {paid} 元，还需 {left} 元。{at} 设置，还清后自动结束。",
            "{paid} yuan repaid, {left} yuan to go. Set up {at}. Ends automatically once repaid.";
        end: "取消佣金还款", "Cancel repayment from commissions";
        repays(reference: &str): "到账先还 {reference}", "Repays {reference} first";
    }
}
