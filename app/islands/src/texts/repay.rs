//! The texts of the preview of a repayment.

use crate::bilingual;

bilingual! {
    /// Of the preview of a repayment.
    pub fn repay() -> RepayTexts {
        how_much: "还多少", "How much";
        due: "到期部分", "What is due";
        all: "全部还清", "Everything";
        part: "自定金额", "A part";
        amount: "自定金额", "Part";
        amount_hint: "选择“自定金额”时填写", "Fill in when you choose a part";
        yuan: "元", "yuan";
        /// With the wallet's balance.
        balance(balance: &str): "支付账户余额 {balance} 元", "The wallet holds {balance} yuan";
        /// With the amount.
        split(amount: &str): "{amount} 元还款明细", "How {amount} yuan is split";
        item: "项目", "Item";
        owed: "结清应还（元）", "Payoff today (yuan)";
        paid: "本次还（元）", "This payment (yuan)";
        fee: "提前还款费", "Early fee";
        penalty: "罚息", "Penalty interest";
        interest: "利息", "Interest";
        principal: "本金", "Principal";
        sum: "合计", "Total";
        settled: "还款后这笔借款结清", "This settles the loan";
        /// With the principal that is left.
        left(left: &str): "还款后剩余本金 {left} 元", "Principal left: {left} yuan";
        /// With date and amount.
        next(on: &str, amount: &str): "下次 {on} 应还 {amount} 元。", "Next: {amount} yuan on {on}.";
        /// With the interest saved.
        saved(saved: &str): "比按计划还少付利息 {saved} 元。", "{saved} yuan of interest saved against the plan.";
        repaid_after: "还款后已还本金（元）", "Principal repaid by then (yuan)";
        nothing_due:
            "今天没有到期应还，可以提前还清或还一部分。",
            "Nothing is due today; you may settle, or pay a part.";
        enter_amount: "请填写还款金额，最多两位小数。", "Enter an amount with at most two decimals.";
        /// Where a comma might be meant for the decimal point.
        comma: "逗号只能作千分位，小数点请用“.”。", "Commas stand between thousands; the decimal mark is a point.";
        /// With what settles the loan.
        above_payoff(payoff: &str):
            "还清只需 {payoff} 元，多的不收。",
            "{payoff} yuan settle the loan; no more is taken.";
        /// With what is missing.
        short(short: &str):
            "账户余额还差 {short} 元，请先充值，或少还一些。",
            "The wallet is {short} yuan short: top up, or pay less.";
        top_up: "怎么充值", "How to top up";
    }
}
