//! Having the next commissions repay a loan.

use parts::bilingual;

bilingual! {
    pub fn standing_order() -> StandingOrderTexts {
        title: "佣金还款", "Repay from commissions";
        text:
            "佣金到账时先还这笔借款，剩下的留在支付账户。可以随时取消，取消前已还的不退回。",
            "When a commission comes, it repays this loan first; the rest stays in the wallet. End it whenever you like: what was paid by then stays paid.";
        order_of:
            "逾期款项和运营商待扣回的佣金排在前面；支付账户冻结期间不执行。设置了几笔借款的，先设置的先还。",
            "What is overdue and what a carrier takes back go first, and nothing is paid while the wallet is frozen. Of several loans, the one that was set first is paid first.";
        /// Who pays before the day pays as one does by hand.
        early:
            "佣金在到期日之前到账的，按提前还款处理：先付到当天的利息，再还本金，剩余各期重新计算；合同约定了提前还款费的照收。",
            "A commission that comes before the due date repays early: interest to that day, then principal, and the plan covers what is left. An early fee is charged where the contract has one.";
        how_much: "还多少", "How much";
        due: "最近一期应还", "What falls due next";
        part: "指定金额", "An amount of your own";
        amount: "金额（元）", "Amount (yuan)";
        amount_hint: "一次佣金不够的，由以后的佣金接着还", "What one commission does not cover, the next ones do";
        set: "用佣金还款", "Repay from commissions";
        set_title: "已设置用佣金还款", "Commissions will repay this loan";
        /// Of what falls due.
        stands_due(amount: &str):
            "佣金到账时先还最近一期应还 {amount} 元。",
            "Commissions first pay the {amount} yuan that fall due next.";
        stands_part(amount: &str): "佣金到账时先还 {amount} 元。", "Commissions first pay {amount} yuan.";
        progress(paid: &str, left: &str, at: &str):
            "已还 {paid} 元，现在还需 {left} 元。{at} 设置，还清后自动结束。",
            "{paid} yuan paid; {left} yuan are left as of today. Set at {at}; it ends by itself when that is paid.";
        end: "取消佣金还款", "End it";
        repays(reference: &str): "到账先还 {reference}", "First repays {reference}";
    }
}
