//! Freezes and withdrawals, as the shop's owner reads them.

use domain::{freeze::FreezeReason, payout::PayoutState};
use parts::bilingual;

bilingual! {
    pub fn freeze() -> FreezeTexts {
        whole_title: "支付账户已冻结", "Your wallet is frozen";
        part_title: "支付账户有一部分被冻结", "A part of your wallet is held";
        whole_text:
            "钱可以转入，也可以还款；不能提现和预存，也不能借新的钱。转入的钱会马上先还逾期的部分。",
            "Money can come in and pay debts; it cannot be withdrawn or prepaid, and nothing new is lent. What comes in pays what is overdue at once.";
        reasons(reason: FreezeReason) {
            FreezeReason::Overdue => "有借款逾期：还清逾期的部分后自动解除", "Something is overdue: it ends by itself when that is paid";
            FreezeReason::Funder => "资金方申请，支付机构核实：由支付机构解除", "At a funder's request, checked by the institution, which lifts it";
            FreezeReason::Risk => "风险控制：由支付机构解除，请联系客服", "For risk: the institution lifts it; please call us";
            FreezeReason::Court => "司法冻结：到期或法院解除", "By a court: until it expires or the court lifts it";
        }
        comma: "，", ", ";
        since(on: &str): "{on} 起", "since {on}";
        until(on: &str): "至 {on}", "until {on}";
        held(amount: &str): "{amount} 元", "{amount} yuan";
        waits(held: &str): "已冻结 {held} 元，其余待资金到账时冻结", "{held} yuan of it are there, the rest is held as money comes";
        taken: "冻结以来自动扣还", "Paid by itself since";
        taken_on(on: &str, amount: &str): "{on} 扣还 {amount} 元，借款", "{amount} yuan on {on}, for loan";
        clears(amount: &str): "今天还清逾期需 {amount} 元。", "{amount} yuan clears it today.";
        top_up: "去充值", "Top up";
        see_loans: "查看借款", "See the loans";
        withdraw_title: "提现", "Withdraw";
        withdraw_text(name: &str, account: &str):
            "转到您本人的银行账户：{name}，尾号 {account}。一般几分钟到账。",
            "To your own bank account: {name}, ending in {account}. Usually there within minutes.";
        prepay_title: "预存运营商", "Prepay the carrier";
        prepay_text(carrier: &str, account: &str, number: &str):
            "付给{carrier}（账户尾号 {account}），记入您的代理商编号 {number}。一般几分钟到账。",
            "To {carrier} (account ending in {account}), for your agent number {number}. Usually there within minutes.";
        prepay: "确认预存", "Prepay";
        prepaid_title: "预存已受理", "The prepayment is under way";
        prepaid_text: "银行付款后，下面的状态会变为“已到账”。", "Once the bank has paid, its state below says so.";
        outgo_amount(available: &str): "金额（元），最多 {available}", "Amount (yuan), {available} at most";
        withdraw: "确认提现", "Withdraw";
        outgo_none: "没有可用余额。", "Nothing is available.";
        outgo_frozen: "支付账户冻结期间不能转出。", "Nothing leaves the wallet while it is frozen.";
        withdrawn_title: "提现已受理", "The withdrawal is under way";
        withdrawn_text: "银行付款后，下面的状态会变为“已到账”。", "Once the bank has paid, its state below says so.";
        withdrawals: "提现和预存记录", "Withdrawals and prepayments";
        states(state: PayoutState) {
            PayoutState::Requested => "处理中", "Under way";
            PayoutState::Sent => "银行处理中", "With the bank";
            PayoutState::Unknown => "正在向银行核实", "Being looked into";
            PayoutState::Confirmed => "已到账", "Paid out";
            PayoutState::Failed | PayoutState::Returned => "未付成，已退回账户", "Not paid; back in the wallet";
        }
    }
}
