//! What was recorded of a loan beside its repayments.

use domain::{loan::LoanMark, position::Waivable};
use services::loan::fact::Recorded;

use crate::bilingual;

bilingual! {
    pub fn loan_fact() -> LoanFactTexts {
        title: "更正与减免", "Corrections and waivers";
        names(recorded: &Recorded) {
            Recorded::DueDateMoved(_) => "到期日顺延", "Due date extended";
            Recorded::Received(_) => "平台外收款", "Received outside";
            Recorded::Waived(Waivable::Penalty, _) => "减免罚息", "Penalty interest waived";
            Recorded::Waived(Waivable::Interest, _) => "减免利息", "Interest waived";
            Recorded::Waived(Waivable::Fee, _) => "减免费用", "Fee waived";
            Recorded::Waived(Waivable::Principal, _) => "减免本金", "Principal waived";
            Recorded::Undone(_) => "撤销", "Undone";
        }
        marks(mark: LoanMark) {
            LoanMark::Disputed => "争议", "Disputed";
            LoanMark::InLitigation => "诉讼", "In litigation";
        }
        marked(marks: &str): "{marks}处理中，暂停银行卡扣款", "{marks}: card debits paused";
        marked_text:
            "处理完毕之前，任何债权人都不能从银行卡扣款。支付账户照常还款。",
            "Until this is resolved no holder debits a card for this loan. Repayment from the wallet continues.";
        /// With the number of the repayment.
        reversed(reference: &str): "还款冲正 {reference}", "Repayment {reference} reversed";
        moved(from: &str, to: &str): "{from} 改为 {to}", "{from} changed to {to}";
        recorded_on: "登记日期", "Recorded on";
        undone: "已撤销", "Undone";
        /// Of a payment that was reversed or is partly the wallet's again.
        repayment_reversed: "已冲正，款项退回支付账户", "Reversed, returned to the wallet";
        /// With the amount that the holder owes back and the repayment's number.
        owed_back(amount: &str, reference: &str): "资金方应退回 {amount} 元，附言请写 {reference}", "{amount} yuan to be refunded by the funder, with {reference} as the remittance text";
        repayment_returned(amount: &str): "其中 {amount} 元退回支付账户", "{amount} yuan of it returned to the wallet";
    }
}
