//! A binding, whose debits two people suspend and resume.

use domain::binding::Suspension;
use parts::bilingual;

bilingual! {
    pub fn binding() -> BindingTexts {
        suspend_title: "中止扣款", "Suspend debits";
        suspend_text:
            "复核通过后，资金方和助贷机构都不能凭这份协议扣款，已受理未发送的扣款也不再发送；债权、共享和在途扣款的结果不变，双方都会收到通知。",
            "Once approved, neither the funder nor the facilitator can debit with this binding, and debits accepted but not yet sent are not sent. Debts, the share and the results of debits in progress stay as they are. Both are notified.";
        reason: "中止原因", "Reason for suspension";
        reasons(suspension: Suspension) {
            Suspension::Risk => "风险核查", "Risk review";
            Suspension::Operations => "运营处理", "Operational";
            Suspension::CardRefused => "银行不再接受这张卡", "Card refused by the bank";
            Suspension::MappingBlocked => "已暂停助贷机构扣款", "Debits by the facilitator blocked";
        }
        propose_suspend: "提出中止", "Propose suspension";
        resume_title: "恢复扣款", "Resume debits";
        resume_text:
            "复核通过后，当前债权人可以凭这份协议扣款，双方都会收到通知。",
            "Once approved, the current holder of each debt can debit again. Both are notified.";
        propose_resume: "提出恢复", "Propose resuming";
    }
}
