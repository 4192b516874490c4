//! Corrections of a loan.

use domain::{loan::LoanState, position::Waivable};
use parts::bilingual;

bilingual! {
    pub fn correction() -> CorrectionTexts {
        title: "更正", "Corrections";
        note:
            "更正按事实重算整笔借款：已结的日子不变，差额今天记账，写明从哪天起算。经办提出，另一位同事复核。",
            "The whole loan is reckoned anew from its facts. Closed dates stay; what differs is posted today and says for which date it counts. Two people decide.";
        proposed: "拟办", "Proposed";
        effect: "现在通过会怎样", "What it would do now";
        effect_nothing: "各笔还款的分配不变。", "No payment is split otherwise.";
        effect_received: "平台外收款", "Received outside";
        effect_waived: "减免本金", "Principal waived";
        to_wallet: "退回账户（元）", "To the wallet (yuan)";
        owed_back: "合作机构应退（元）", "Owed back by the partner (yuan)";
        value_on: "计入日期", "Counts from";
        penalty_part: "罚息（元）", "Penalty (yuan)";
        fee_part: "费用（元）", "Fee (yuan)";
        outstanding: "未还本金（元）", "Outstanding principal (yuan)";
        payoff: "今天结清应还（元）", "Settles it today (yuan)";
        loan_states(state: LoanState) {
            LoanState::Active => "使用中", "Active";
            LoanState::Overdue { .. } => "逾期", "Overdue";
            LoanState::Settled => "已结清", "Settled";
        }
        becomes(before: &str, after: &str): "{before} → {after}", "{before} → {after}";
        payments: "还款", "Payments";
        split: "本金 / 利息 / 罚息 / 费用", "Principal / interest / penalty / fee";
        split_of(principal: &str, interest: &str, penalty: &str, fee: &str): "{principal} / {interest} / {penalty} / {fee}", "{principal} / {interest} / {penalty} / {fee}";
        at: "扣款时间", "Debited";
        reverse: "冲正", "Reverse";
        reverse_text:
            "这笔扣款有误：款项退回支付账户，债务恢复如未还过，逾期与罚息照算。",
            "The debit was wrong: the money is in the wallet again, and the debt as if it had never been paid, with penalty interest.";
        other_wallet: "这笔钱属于另一个账户", "The money is another wallet's";
        other_wallet_text:
            "冲正的同时，把错入的充值转到正确的支付账户；那个账户如有逾期，先还逾期。",
            "With the reversal the top-up goes to the right wallet, where it pays what is overdue.";
        top_up: "错入的充值", "The top-up";
        no_top_up: "不转出", "None";
        right_wallet: "正确的账户编号", "The right wallet's number";
        propose_reversal: "提出冲正", "Propose the reversal";
        receive_title: "登记平台外收款", "Record a payment received outside";
        receive_text:
            "资金方在平台外收到的还款，按收款日期计算；支付账户不动。平台内多还的部分会退回支付账户。",
            "What the funder has received outside of the platform counts from its date; the wallet is not touched. What the wallet has paid too much goes back to it.";
        amount: "金额（元）", "Amount (yuan)";
        received_on: "收款日期", "Received on";
        propose_receipt: "提出登记", "Propose the record";
        waive_title: "减免", "Waive";
        waive_text:
            "罚息、利息、费用只减免到今天为止的部分，明天起照常计算。减免的本金今天起不再计息，损失由资金方承担，须取得资金方书面同意。",
            "Penalty, interest and fee as owed until today; from tomorrow on they run as before. Waived principal bears nothing from today on; it is the funder's loss, and needs its written consent.";
        part: "减免什么", "What";
        parts(part: Waivable) {
            Waivable::Penalty => "罚息", "Penalty interest";
            Waivable::Interest => "利息", "Interest";
            Waivable::Fee => "提前还款费", "Early fee";
            Waivable::Principal => "本金", "Principal";
        }
        owed(part: &str, amount: &str): "{part}（今天 {amount} 元）", "{part} ({amount} yuan today)";
        nothing_to_waive: "今天没有可以减免的款项。", "Nothing is owed today that could be waived.";
        propose_waiver: "提出减免", "Propose the waiver";
        redate: "更正日期", "Correct the date";
        propose_redate: "提出更正", "Propose the date";
        undo: "撤销", "Take back";
        undo_text: "复核通过后，借款按没有这一项重算。", "Once approved, the loan is reckoned as if it had never been.";
        propose_undoing: "提出撤销", "Propose to take it back";
    }
}
