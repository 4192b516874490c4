//! Debts and debits.

use domain::{agreement_debit::DebitState, debt::Holder, payout::PayoutState};
use parts::bilingual;

bilingual! {
    pub fn debt() -> DebtTexts {
        title: "债权", "Debts";
        note:
            "用共享协议收款的债权。谁持有，谁扣款；转让生效的那一刻起，换成对方扣款。",
            "Debts that bound cards pay. Whoever holds one debits; from the moment of a transfer, the other side.";
        held: "我方持有", "Held by us";
        none: "没有债权", "No debts";
        none_text:
            "资金方登记、或转让给助贷机构的债权会出现在这里。",
            "Debts that a funder registers or transfers appear here.";
        number: "债权编号", "Number";
        payer: "债务人", "Debtor";
        registered: "登记金额（元）", "Registered (yuan)";
        outstanding: "未清偿（元）", "Outstanding (yuan)";
        due_on: "到期日", "Due";
        holder: "谁可以扣款", "Who may debit";
        holders(holder: Holder) {
            Holder::Funder => "资金方", "The funder";
            Holder::InTransfer => "转让中，双方都不能扣款", "Nobody: being transferred";
            Holder::Facilitator => "助贷机构", "The facilitator";
            Holder::BeingBoughtBack => "回购中，双方都不能扣款", "Nobody: being bought back";
        }
        steps(holder: Holder) {
            Holder::Funder => "由资金方持有", "Held by the funder";
            Holder::InTransfer => "冻结，等待转让生效", "Frozen until the transfer counts";
            Holder::Facilitator => "由助贷机构持有", "Held by the facilitator";
            Holder::BeingBoughtBack => "冻结，等待回购生效", "Frozen until it is bought back";
        }
        may: "我方可以扣款", "We may debit";
        in_flight: "有一笔扣款在途", "A debit is on its way";
        original: "原债权人", "Lent by";
        facilitator: "助贷机构", "Facilitator";
        alias: "协议别名", "Our alias of the binding";
        transfers: "转让记录", "Transfers";
        timeline: "经过", "What happened";
        collect: "扣款", "Debit";
        why_not: "现在不能扣款", "No debit now";
        amount: "扣款金额", "Amount";
        amount_hint(outstanding: &str): "最多 {outstanding} 元", "At most {outstanding} yuan";
        collect_hint:
            "从债务人的银行卡扣收，款项付给债权人登记的收款账户。结果以网络答复为准。",
            "It is taken from the debtor's card and paid to the holder's registered account, when the network says so.";
        take: "发起扣款", "Debit the card";
        refund: "退款给付款人", "Give back to the payer";
        refund_text:
            "原路退回被扣款的银行卡，债权恢复相应欠款；款项已付出的，应退回同样的金额。",
            "It goes back to the card that was debited, and so much is owed again; what was paid out is owed back.";
        refundable(reference: &str, amount: &str): "{reference}，可退 {amount} 元", "{reference}, {amount} yuan can go back";
        refund_amount: "退款金额（元）", "Amount (yuan)";
        refund_reason: "退款原因", "Reason";
        refunded(amount: &str): "已退给付款人 {amount} 元", "{amount} yuan went back to the payer";
        report_payment: "报告平台外收款", "Report a payment made elsewhere";
        report_text:
            "债务人在平台外付给我方的款项：债权少欠这么多，对方会收到通知。不再持有债权的一方报告通知债务人之后的收款，要等债权人确认；已计入的，应付给债权人。",
            "What the debtor paid us elsewhere: the debt owes so much less, and the other side is told. Who no longer holds the debt owes the holder what it was paid; of a day after the debtor was notified, the holder has to confirm it.";
        report_number_hint: "我方自己的编号，同一编号只计一次", "Our own; the same number counts once";
        paid_amount: "收款金额（元）", "Amount (yuan)";
        report_evidence_hint: "例如银行回单号，不超过 500 字", "Such as the bank's receipt, at most 500 characters";
        answer_payment(number: &str): "确认平台外收款 {number}", "Confirm the payment {number}";
        answer_text:
            "对方报告在通知债务人之后收到了这笔款。确认后债权少欠这么多，对方应把它付给我方。",
            "The other side reports that it was paid this after the debtor was notified. Once confirmed the debt owes so much less, and the other side owes it to us.";
        agree: "确认已收", "Confirm it";
        disagree: "不认可", "Do not agree";
        debits: "协议扣款", "Agreement debits";
        debits_note: "我方发起的扣款，以及款项付到了哪一步。", "What we debited, and how far the money has got.";
        no_debits: "还没有扣款", "No debits yet";
        no_debits_text: "在债权的页面发起扣款。", "Debit on the page of a debt.";
        reference: "扣款编号", "Debit";
        result: "结果", "Result";
        states(state: DebitState) {
            DebitState::Accepted => "待发送", "To be sent";
            DebitState::Unknown => "等待网络答复", "Awaiting the network";
            DebitState::Succeeded => "成功", "Succeeded";
            DebitState::Failed => "失败", "Failed";
        }
        failure(code: &str) -> &str =
            match code {
                "insufficient_funds" => "余额不足",
                "limit_exceeded" => "超过银行限额，今天不再扣",
                "agreement_ended" => "协议已失效",
                "card_expired" => "银行卡已过期",
                "card_invalid" => "银行卡无效",
                "risk" => "银行风控拒绝",
                "debt.transfer_frozen" => "发送前债权已冻结，没有扣款",
                "debt.not_held" => "发送前债权已转让，没有扣款",
                "debt.binding_ended" => "发送前协议已结束，没有扣款",
                "debt.outside_hours" => "发送时不在扣款时间，没有扣款",
                code if code.starts_with("debt.") => "发送前条件已改变，没有扣款",
                _ => "网络拒绝",
            },
            match code {
                "insufficient_funds" => "Not enough money",
                "limit_exceeded" => "Above the bank's limit; not again today",
                "agreement_ended" => "The agreement has ended",
                "card_expired" => "The card has expired",
                "card_invalid" => "The card is invalid",
                "risk" => "The bank suspects a risk",
                "debt.transfer_frozen" => "Frozen before it was sent; nothing was taken",
                "debt.not_held" => "Transferred before it was sent; nothing was taken",
                "debt.binding_ended" => "The binding ended before it was sent; nothing was taken",
                "debt.outside_hours" => "Not at that hour; nothing was taken",
                code if code.starts_with("debt.") => "Something changed before it was sent; nothing was taken",
                _ => "Refused by the network",
            };
        paid_out: "代付", "Payout";
        payouts(state: PayoutState) {
            PayoutState::Requested => "待付", "To be paid";
            PayoutState::Unknown => "结果未明", "Result not known";
            PayoutState::Sent => "已发出", "Sent";
            PayoutState::Confirmed => "已付", "Paid";
            PayoutState::Returned => "已退回", "Came back";
            PayoutState::Failed => "失败", "Failed";
        }
        waits: "待汇总", "Waits";
    }
}
