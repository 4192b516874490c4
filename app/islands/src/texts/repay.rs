//! The texts of the preview of a repayment.

use crate::bilingual;

bilingual! {
    /// Of the preview of a repayment.
    pub fn repay() -> RepayTexts {
        how_much: "还款金额", "Amount to repay";
        due: "到期应还", "Amount due";
        all: "全部还清", "Full payoff";
        part: "自定金额", "Custom amount";
        amount: "自定金额", "Custom amount";
        amount_hint: "选择“自定金额”时填写", "Only if you chose a custom amount";
        yuan: "元", "yuan";
        /// With the wallet's balance.
        balance(balance: &str): "支付账户余额 {balance} 元", "Wallet balance {balance} yuan";
        /// With the amount.
        split(amount: &str): "{amount} 元还款明细", "Breakdown of {amount} yuan";
        item: "项目", "Item";
        owed: "结清应还（元）", "Payoff amount today (yuan)";
        paid: "本次还款（元）", "This payment (yuan)";
        fee: "提前还款费", "Early repayment fee";
        penalty: "罚息", "Penalty interest";
        interest: "利息", "Interest";
        principal: "本金", "Principal";
        sum: "合计", "Total";
        settled: "还款后这笔借款结清", "This loan will be settled";
        /// With the principal that is left.
        left(left: &str): "还款后剩余本金 {left} 元", "Outstanding principal after repayment: {left} yuan";
        /// With date and amount.
        next(on: &str, amount: &str): "下次还款日 {on}，应还 {amount} 元。", "Next due: {amount} yuan on {on}.";
        /// With the interest saved.
        saved(saved: &str): "比按还款计划少付利息 {saved} 元。", "You save {saved} yuan in interest compared with the plan.";
        repaid_after: "还款后已还本金（元）", "Principal repaid afterwards (yuan)";
        nothing_due:
            "今天没有到期应还，可以全部还清，也可以部分提前还款。",
            "Nothing is due today. You can pay off the loan or repay part of it early.";
        enter_amount: "请填写还款金额，最多两位小数。", "Enter an amount with up to two decimals.";
        /// Where a comma might be meant for the decimal point.
        comma: "逗号只能作千分位，小数点请用“.”。", "Use commas only between thousands, and a point for decimals.";
        /// With what settles the loan, and all that is overdue before it.
        above_payoff(payoff: &str):
            "超过结清应还，最多可还 {payoff} 元。",
            "More than you owe. You can repay up to {payoff} yuan.";
        /// What goes to a loan that is overdue first: the amount, the loan's number, and since when.
        clears(amount: &str, reference: &str, since: &str):
            "{amount} 元先还清借款 {reference} 的逾期款（{since} 起逾期）。",
            "{amount} yuan first clears what is overdue on loan {reference}, late since {since}.";
        /// The same of a part of it, with what stays overdue.
        lessens(amount: &str, reference: &str, since: &str, left: &str):
            "{amount} 元先还借款 {reference} 的逾期款（{since} 起逾期），还剩逾期 {left} 元。",
            "{amount} yuan first goes to what is overdue on loan {reference}, late since {since}; {left} yuan stays overdue.";
        /// What is left of it for the loan that is named.
        rest(amount: &str): "{amount} 元还这笔借款。", "{amount} yuan goes to this loan.";
        no_rest:
            "这次还款全部先还逾期款，没有余款还这笔借款。",
            "All of this payment goes to what is overdue, and nothing to this loan.";
        sentences(told: &[String]) -> String = told.concat(), told.join(" ");
        /// With what is missing.
        short(short: &str):
            "账户余额还差 {short} 元，请先充值，或减少还款金额。",
            "Your wallet is {short} yuan short. Top up, or repay less.";
        top_up: "去充值", "Top up";
    }
}
