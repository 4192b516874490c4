//! Debits for a loan, with a card that its borrower has bound for whoever holds it.

use domain::agreement_debit::DebitState;
use parts::bilingual;

bilingual! {
    pub fn loan_debit() -> LoanDebitTexts {
        title: "债权人从银行卡扣款", "Debits from your card";
        note:
            "依您与资金方签订的协议支付授权，由债权人发起；扣款先用于偿还这笔借款，剩余部分存入支付账户。",
            "Started by the creditor under the agreement that you signed. The money repays this loan first. Anything left stays in your wallet.";
        title_of(amount: &str): "银行卡扣款 {amount} 元", "Debit of {amount} yuan from your card";
        receipt: "扣款回单", "Debit receipt";
        holder: "扣款方（债权人）", "Debited by (creditor)";
        debited_at: "扣款成功时间", "Debited at";
        failed_at: "确认失败时间", "Failed at";
        paid: "其中还款（元）", "Used for repayment (yuan)";
        left: "存入支付账户（元）", "Left in your wallet (yuan)";
        repayment: "还款编号", "Repayment";
        states(state: DebitState) {
            DebitState::Accepted => "待发送", "To be sent";
            DebitState::Unknown => "处理中，正在向银行核实", "In progress, checking with the bank";
            DebitState::Succeeded => "扣款成功", "Debited";
            DebitState::Failed => "扣款失败，未扣款", "Failed, nothing was debited";
        }
        /// What becomes of it by itself.
        next(state: DebitState) {
            DebitState::Accepted =>
                "债权人已发起，即将向银行发送。您无需操作。",
                "The creditor has started this debit, and it will be sent to your bank shortly. You do not need to do anything.";
            DebitState::Unknown =>
                "正在等待银行结果，不会重复扣款，您无需操作。",
                "We are waiting for your bank. The card is not debited twice, and you do not need to do anything.";
            DebitState::Succeeded =>
                "款项已用于还款，您无需操作。对这笔扣款有异议的，请联系扣款方或发卡银行。",
                "The money has been used for repayment. If you dispute this debit, contact the creditor or your bank.";
            DebitState::Failed => "银行卡未扣款，这笔借款仍按原计划应还。", "The card was not debited, and the loan is still due as before.";
        }
        next_returned:
            "银行已将款项退回银行卡，这笔扣款不再算作还款。",
            "The bank has returned the money to the card, and this debit no longer counts as a repayment.";
        not_sent:
            "发送前复核未通过（协议、额度、次数、时间或债权已变化），没有向银行发起",
            "Not sent to the bank: the agreement, limits, times or the claim had changed";
    }
}
