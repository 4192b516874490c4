//! Corrections of a loan.

use domain::{loan::LoanState, position::Waivable};
use parts::bilingual;

bilingual! {
    pub fn correction() -> CorrectionTexts {
        title: "更正", "Corrections";
        note:
            "更正按事实重算整笔借款：已日终的日期不变，差额记入今天并注明计入日期。经办、复核双人处理。",
            "A correction recalculates the whole loan from its facts. Closed dates stay unchanged; differences are posted today with their value date. Two people decide.";
        proposed: "拟更正事项", "Proposed";
        effect: "通过后的结果", "Result if approved now";
        effect_nothing: "各笔还款的分配不变。", "The allocation of repayments does not change.";
        effect_received: "平台外收款", "Received outside the platform";
        effect_waived: "减免本金", "Principal waived";
        to_wallet: "退回账户（元）", "Returned to the wallet (yuan)";
        owed_back: "合作机构应退（元）", "Refundable by the partner (yuan)";
        fee_part: "费用（元）", "Fee (yuan)";
        outstanding: "未还本金（元）", "Outstanding principal (yuan)";
        payoff: "今天结清应还（元）", "Payoff amount today (yuan)";
        loan_states(state: LoanState) {
            LoanState::Active => "在贷", "Active";
            LoanState::Overdue { .. } => "逾期", "Overdue";
            LoanState::Settled => "已结清", "Settled";
        }
        becomes(before: &str, after: &str): "{before} → {after}", "{before} → {after}";
        payments: "还款", "Repayments";
        split: "本金 / 利息 / 罚息 / 费用", "Principal / interest / penalty / fee";
        split_of(principal: &str, interest: &str, penalty: &str, fee: &str): "{principal} / {interest} / {penalty} / {fee}", "{principal} / {interest} / {penalty} / {fee}";
        reverse: "冲正", "Reverse";
        reverse_text:
            "这笔扣款有误时使用：款项退回支付账户，债务恢复为未还款状态，逾期和罚息照常计算。",
            "Use this if the debit was wrong. The money returns to the wallet and the debt is restored as if unpaid, including penalty interest.";
        other_wallet: "这笔款项属于另一个账户", "The money belongs to another wallet";
        other_wallet_text:
            "冲正的同时，把错入的充值转到正确的支付账户；那个账户如有逾期，先还逾期。",
            "Along with the reversal, the misdirected top-up is moved to the right wallet, where it first repays overdue amounts.";
        top_up: "错入的充值", "Misdirected top-up";
        no_top_up: "不转出", "Do not move";
        right_wallet: "正确的账户号", "Correct wallet number";
        propose_reversal: "提出冲正", "Propose reversal";
        receive_title: "登记平台外收款", "Record a repayment received outside the platform";
        receive_text:
            "资金方在平台外收到的还款，按收款日期计入，不从支付账户扣款。由此在平台内多还的部分退回支付账户。",
            "Repayments the funder received outside the platform count from their date and are not debited from the wallet. Any resulting overpayment is returned to the wallet.";
        received_on: "收款日期", "Received on";
        propose_receipt: "提出登记", "Propose recording";
        waive_title: "减免", "Waiver";
        waive_text:
            "罚息、利息、费用只减免截至今天的部分，明天起照常计算。减免的本金从今天起不再计息，损失由资金方承担，须取得资金方书面同意。",
            "Penalty interest, interest and fees are waived only up to today and accrue as usual from tomorrow. Waived principal bears no interest from today; the loss is the funder's and needs its written consent.";
        part: "减免项目", "Item to waive";
        parts(part: Waivable) {
            Waivable::Penalty => "罚息", "Penalty interest";
            Waivable::Interest => "利息", "Interest";
            Waivable::Fee => "提前还款费", "Early repayment fee";
            Waivable::Principal => "本金", "Principal";
        }
        owed(part: &str, amount: &str): "{part}（今天 {amount} 元）", "{part} ({amount} yuan today)";
        nothing_to_waive: "今天没有可以减免的款项。", "Nothing to waive today.";
        propose_waiver: "提出减免", "Propose waiver";
        mark_title: "争议或诉讼", "Dispute or litigation";
        mark_text:
            "有标记期间，任何债权人都不能为这笔借款从银行卡扣款；支付账户的到期扣款、逾期扣款和代理商还款照常。",
            "While a mark holds, no holder debits a card for this loan. Due and overdue debits from the wallet, and repayments by the agent, continue.";
        mark_change: "变更", "Change";
        mark(name: &str): "标记：{name}", "Mark: {name}";
        unmark(name: &str): "解除：{name}", "Remove: {name}";
        propose_mark: "提出变更标记", "Propose change";
        redate: "更正日期", "Correct date";
        propose_redate: "提出更正日期", "Propose correction";
        undo: "撤销", "Undo";
        undo_text: "复核通过后，借款按没有这一项重算。", "Once approved, the loan is recalculated as if this item never existed.";
        propose_undoing: "提出撤销", "Propose undoing";
    }
}
