//! Debts and debits.

use domain::{
    agreement_debit::{DebitFailure, DebitState, NotSent},
    debt::Holder,
    network::Reason,
    payout::PayoutState,
};
use parts::bilingual;

bilingual! {
    pub fn debt() -> DebtTexts {
        title: "债权", "Debts";
        note:
            "通过协议扣款收回的债权。只有当前债权人可以扣款；转让生效后，由受让方扣款。",
            "Debts collected from bound cards. Only the current holder can debit; once a transfer takes effect, the new holder can.";
        held: "贵司持有", "Held by you";
        none: "没有债权", "No debts";
        none_text:
            "资金方登记、或转让给助贷机构的债权会出现在这里。",
            "Debts registered by a funder or transferred to a facilitator appear here.";
        number: "债权编号", "Debt number";
        payer: "债务人", "Debtor";
        registered: "登记金额（元）", "Registered (yuan)";
        registered_at: "登记时间", "Registered on";
        outstanding: "未清偿（元）", "Outstanding (yuan)";
        holder: "谁可以扣款", "Who may debit";
        holders(holder: Holder) {
            Holder::Funder => "资金方", "The funder";
            Holder::InTransfer => "转让中，双方均不能扣款", "Nobody, being transferred";
            Holder::Facilitator => "助贷机构", "The facilitator";
            Holder::BeingBoughtBack => "回购中，双方均不能扣款", "Nobody, being bought back";
        }
        steps(holder: Holder) {
            Holder::Funder => "由资金方持有", "Held by the funder";
            Holder::InTransfer => "已冻结，等待转让生效", "Frozen until the transfer takes effect";
            Holder::Facilitator => "由助贷机构持有", "Held by the facilitator";
            Holder::BeingBoughtBack => "已冻结，等待回购生效", "Frozen until the buy-back takes effect";
        }
        may: "贵司可以扣款", "You may debit";
        in_flight: "有一笔扣款正在处理", "A debit is in progress";
        original: "原债权人", "Original creditor";
        alias: "协议别名", "Your alias of the binding";
        transfers: "转让记录", "Transfers";
        why_not: "暂不能扣款", "Cannot debit now";
        amount: "扣款金额", "Amount";
        amount_hint(outstanding: &str): "最多 {outstanding} 元", "Up to {outstanding} yuan";
        collect_hint:
            "从债务人的银行卡扣款，款项付至债权人登记的收款账户。结果以支付网络答复为准。",
            "Debited from the debtor's card and paid to the holder's registered account. The network's reply is final.";
        take: "发起扣款", "Debit the card";
        refund: "退款给债务人", "Refund the debtor";
        refund_text:
            "原路退回被扣款的银行卡，未清偿金额相应增加；已代付的款项，须退回同样的金额。",
            "Refunded to the debited card, and the outstanding amount increases accordingly. If the money was already paid out, the same amount must be returned.";
        refundable(reference: &str, amount: &str): "{reference}，可退 {amount} 元", "{reference}, up to {amount} yuan refundable";
        refund_amount: "退款金额（元）", "Refund amount (yuan)";
        refund_reason: "退款原因", "Refund reason";
        refunded(amount: &str): "已退款 {amount} 元", "{amount} yuan refunded";
        report_payment: "报告平台外收款", "Report a payment received outside";
        report_text:
            "债务人在平台外直接付给贵司的款项：未清偿金额相应减少，对方会收到通知。已不持有债权的一方，须将收款付给当前债权人；收款日期晚于通知债务人之日的，须经债权人确认。",
            "Paid to you directly by the debtor: the outstanding amount decreases, and the other party is notified. A former holder owes the amount to the current holder; if it was paid after the debtor was notified, the holder must confirm it first.";
        report_number_hint: "贵司自编的编号，同一编号只计一次", "Your own number; the same number counts once";
        paid_amount: "收款金额（元）", "Amount received (yuan)";
        report_evidence_hint: "例如银行回单号，不超过 500 字", "For example the bank receipt, at most 500 characters";
        answer_payment(number: &str): "待确认的平台外收款 {number}", "Payment {number} received outside, to confirm";
        answer_text:
            "对方报告在通知债务人之后收到了这笔款。确认后，未清偿金额相应减少，对方须将款项付给贵司。",
            "The other party reports receiving it after the debtor was notified. Once confirmed, the outstanding amount decreases, and the other party owes you the money.";
        next_payment(number: &str, amount: &str): "下一笔待确认的平台外收款：债权 {number}，{amount} 元", "Next payment to confirm: debt {number}, {amount} yuan";
        payments_note: "债务人在平台外支付、由贵司或对方报告的款项。", "Payments debtors made outside the platform, reported by you or by the other party.";
        payments_asking: "待贵司确认", "For you to confirm";
        agree: "确认", "Confirm";
        disagree: "不认可", "Reject";
        loan_debit_hint:
            "从借款代理商绑定的银行卡扣款，以到期未还金额为限；款项还入这笔借据并代付给贵司，多扣的部分留在代理商的支付账户。",
            "Debits the card that the borrower has bound, up to what is due. The money repays this loan and is paid out to you. Anything beyond what is owed stays in the borrower's wallet.";
        loan_debits: "借据扣款", "Debits for loans";
        loan_debits_note:
            "持有逾期借据的一方从借款代理商绑定的银行卡扣款，款项还入借据。",
            "Whoever holds an overdue loan debits the card that the borrower has bound; the money repays the loan.";
        no_loan_debits_text: "可在借据页面发起扣款。", "Start a debit on a loan's page.";
        debits: "协议扣款", "Agreement debits";
        debits_note: "贵司发起的扣款及款项代付进度。", "Debits you started, and the progress of paying out the money.";
        no_debits: "还没有扣款", "No debits yet";
        no_debits_text: "可在债权页面发起扣款。", "Start a debit on a debt's page.";
        reference: "扣款编号", "Debit";
        states(state: DebitState) {
            DebitState::Accepted => "待发送", "To be sent";
            DebitState::Unknown => "等待支付网络答复", "Awaiting the network";
            DebitState::Succeeded => "成功", "Succeeded";
            DebitState::Failed => "失败", "Failed";
        }
        failure(failure: DebitFailure) {
            DebitFailure::Refused(Reason::InsufficientFunds) => "余额不足", "Insufficient funds";
            DebitFailure::Refused(Reason::LimitExceeded) =>
                "超过银行限额，今天不再扣款", "Over the bank's limit; no further debits today";
            DebitFailure::Refused(Reason::AgreementEnded) => "协议已失效", "The agreement has ended";
            DebitFailure::Refused(Reason::CardExpired) => "银行卡已过期", "Card expired";
            DebitFailure::Refused(Reason::CardInvalid) => "银行卡无效", "Invalid card";
            DebitFailure::Refused(Reason::Risk) => "银行风控未通过", "Declined by the bank's risk control";
            DebitFailure::Refused(
                Reason::PayerMismatch
                | Reason::NotSupported
                | Reason::CodeExpired
                | Reason::TooManyCodes
                | Reason::Other,
            ) => "支付网络拒绝", "Refused by the network";
            DebitFailure::NotSent(NotSent::TransferFrozen) =>
                "发送前债权已冻结，未扣款", "Debt frozen before sending; nothing was debited";
            DebitFailure::NotSent(NotSent::NotHeld) =>
                "发送前债权已转让，未扣款", "Debt transferred before sending; nothing was debited";
            DebitFailure::NotSent(NotSent::BindingEnded) =>
                "发送前协议已终止，未扣款", "Binding ended before sending; nothing was debited";
            DebitFailure::NotSent(NotSent::BindingSuspended) =>
                "发送前协议已中止，未扣款", "Binding suspended before sending; nothing was debited";
            DebitFailure::NotSent(NotSent::AboveDayLimit) =>
                "发送时超过这张卡的单日限额，未扣款", "Over the card's daily limit; nothing was debited";
            DebitFailure::NotSent(NotSent::OutsideHours) =>
                "发送时不在扣款时间内，未扣款", "Outside debit hours; nothing was debited";
            DebitFailure::NotSent(
                NotSent::Suspended
                | NotSent::Complaint
                | NotSent::Marked
                | NotSent::NotShared
                | NotSent::CardRefused
                | NotSent::Settled
                | NotSent::NotDue
                | NotSent::InFlight
                | NotSent::AmountNotPositive
                | NotSent::MoreThanOutstanding
                | NotSent::AboveDebitLimit
                | NotSent::TriedTooOften
                | NotSent::LimitReached,
            ) => "发送前条件已变化，未扣款", "Conditions changed before sending; nothing was debited";
        }
        paid_out: "代付", "Payout";
        payouts(state: PayoutState) {
            PayoutState::Requested => "待付款", "To be paid";
            PayoutState::Unknown => "结果核实中", "Result being checked";
            PayoutState::Sent => "已发出", "Sent";
            PayoutState::Confirmed => "已到账", "Paid";
            PayoutState::Returned => "已退回", "Returned";
            PayoutState::Failed => "失败", "Failed";
            PayoutState::SentBack => "付款后被银行退回，处理中", "Sent back by your bank, being resolved";
        }
        waits: "待汇总", "Awaiting consolidation";
    }
}
