//! Freezes and withdrawals, as the shop's owner reads them.

use domain::{freeze::FreezeReason, payout::PayoutState};
use parts::bilingual;

bilingual! {
    pub fn freeze() -> FreezeTexts {
        whole_title: "支付账户已冻结", "Your wallet is frozen";
        part_title: "支付账户部分金额已冻结", "Part of your wallet balance is frozen";
        whole_text:
            "可以转入和还款；不能提现、预存，也不能新借款。转入的款项会立即先还逾期款项。",
            "You can receive money and repay. You cannot withdraw, prepay or borrow. Incoming money repays overdue amounts first.";
        reasons(reason: FreezeReason) {
            FreezeReason::Overdue => "有借款逾期：还清逾期款项后自动解除", "A loan is overdue. The freeze ends automatically once the overdue amount is paid";
            FreezeReason::Funder => "资金方申请，支付机构核实：由支付机构解除", "At a funder's request, verified and to be lifted by the payment institution";
            FreezeReason::Risk => "风险控制：由支付机构解除，请联系客服", "For risk control, to be lifted by the payment institution. Please contact us";
            FreezeReason::Court => "司法冻结：到期或法院解除", "By court order, until it expires or the court lifts it";
        }
        until_settled: "有借款逾期：按合同约定，结清全部借款后自动解除", "A loan is or was overdue. Under your contract the freeze ends automatically once all loans are settled";
        comma: "，", ", ";
        ordered_by(court: &str): "由 {court} 决定", "ordered by {court}";
        requested_by(funder: &str): "由 {funder} 申请", "requested by {funder}";
        since(on: &str): "{on} 起", "since {on}";
        until(on: &str): "至 {on}", "until {on}";
        held(amount: &str): "{amount} 元", "{amount} yuan";
        waits(held: &str): "已冻结 {held} 元，其余待资金到账时冻结", "{held} yuan held so far; the rest is held as money arrives";
        taken: "冻结以来自动扣还", "Repaid automatically since";
        taken_on(on: &str, amount: &str): "{on} 扣还 {amount} 元，借款", "{amount} yuan on {on}, loan";
        cleared: "逾期已还清", "Overdue amount cleared";
        cleared_text: "逾期冻结已自动解除。近 7 天从支付账户自动扣还：", "The freeze for it ended automatically. Repaid automatically from your wallet in the last 7 days:";
        clears(amount: &str): "今天还清逾期需 {amount} 元。", "Pay {amount} yuan today to clear the overdue amount.";
        settles(amount: &str): "今天结清全部借款需 {amount} 元。", "Pay {amount} yuan today to settle all loans.";
        see_loans: "查看借款", "View loans";
        withdraw_title: "提现", "Withdraw";
        withdraw_text(name: &str, account: &str):
            "转至您登记的银行账户：{name}，尾号 {account}。一般几分钟到账。",
            "To your registered bank account: {name}, ending in {account}. Usually arrives within minutes.";
        prepay_title: "预存运营商", "Prepay the carrier";
        prepay_text(carrier: &str, account: &str, number: &str):
            "付给{carrier}（账户尾号 {account}），计入您的代理商编号 {number}。一般几分钟到账。",
            "To {carrier} (account ending in {account}), for your agent number {number}. Usually arrives within minutes.";
        prepay: "确认预存", "Prepay";
        outgo_amount(available: &str): "金额（元），最多 {available}", "Amount (yuan), up to {available}";
        withdraw: "确认提现", "Withdraw";
        outgo_none: "没有可用余额。", "No balance available.";
        outgo_frozen: "支付账户冻结期间不能转出。", "Money cannot leave the wallet while it is frozen.";
        whole_balance: "全部可用余额", "Whole available balance";
        withdraw_of(amount: &str): "提现 {amount} 元", "Withdrawal of {amount} yuan";
        deduct_of(amount: &str): "司法扣划 {amount} 元", "Court deduction of {amount} yuan";
        prepay_of(amount: &str): "预存运营商 {amount} 元", "Carrier prepayment of {amount} yuan";
        receipt: "付款回单", "Receipt";
        paid_at: "到账时间", "Arrived";
        payee(name: &str, account: &str): "{name}，尾号 {account}", "{name}, account ending in {account}";
        back_to_wallet: "返回账户", "Back to wallet";
        /// What becomes of it by itself.
        next(state: PayoutState) {
            PayoutState::Requested => "已受理，您无需再操作。平台正在提交银行，一般几分钟到账。", "In progress. It is being sent to the bank and usually arrives within minutes. You do not need to do anything.";
            PayoutState::Sent => "银行已受理，您无需再操作。", "The bank is processing it. You do not need to do anything.";
            PayoutState::Unknown => "正在向银行核实，不会重复付款，您无需再操作。", "We are checking with the bank. It will not be paid twice, and you do not need to do anything.";
            PayoutState::Confirmed => "款项已到账，已办理完成。", "The money has arrived. This payment is complete.";
            PayoutState::Failed | PayoutState::SentBack | PayoutState::Returned => "银行付款失败，款项已退回支付账户，可重新办理。", "The bank could not pay. The money is back in your wallet, and you can try again.";
        }
        withdrawals: "提现和预存记录", "Withdrawals and prepayments";
        states(state: PayoutState) {
            PayoutState::Requested => "处理中", "In progress";
            PayoutState::Sent => "银行处理中", "Processing at the bank";
            PayoutState::Unknown => "正在向银行核实", "Checking with the bank";
            PayoutState::Confirmed => "已到账", "Paid";
            PayoutState::Failed | PayoutState::SentBack | PayoutState::Returned => "付款失败，已退回支付账户", "Failed, returned to your wallet";
        }
    }
}
