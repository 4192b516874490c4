//! Of corrections of a loan's facts.

use domain::{correction::CorrectionRefusal, position::WaiverRefusal};

use super::Words;
use crate::words;

pub fn words(refusal: &CorrectionRefusal) -> Words {
    match refusal {
        CorrectionRefusal::NoSuchFact => words! {
            "没有这笔还款或减免", "它可能已经冲正或撤销，请刷新后查看。";
            "There is no such payment or waiver", "It may have been reversed or taken back. Reload and look.";
        },
        CorrectionRefusal::NotPositive => words! {
            "金额必须大于零", "请填写收到或减免的金额。";
            "The amount must be more than zero", "Enter what was received or is waived.";
        },
        CorrectionRefusal::DateOutside { on } => words! {
            "日期 {on} 不在借款期间", "日期不能早于放款日，也不能晚于当前会计日。";
            "{on} is outside of the loan's life", "It lies between the credit and the open business date.";
        },
        CorrectionRefusal::SameDate => words! {
            "日期没有变化", "请填写正确的收款日期。";
            "The date is the same", "Enter the date on which it was received.";
        },
        CorrectionRefusal::AboveOwed { owed } => {
            let owed = owed.grouped();
            words! {
                "超过当日应还", "那一天一共欠 {owed} 元，多出的部分请与资金方核实。";
                "More than was owed", "{owed} yuan were owed that day. Ask the funder about the rest.";
            }
        }
        CorrectionRefusal::ExcessElsewhere { excess } => {
            let excess = excess.grouped();
            words! {
                "资金方收到的款项会多出来", "更正后有 {excess} 元没有可还的款项，而这笔钱在资金方。请先更正那一笔。";
                "The funder would have received too much", "{excess} yuan would be for nothing, and the funder has them. Correct that payment first.";
            }
        }
        CorrectionRefusal::LineClosed => words! {
            "额度已经关闭", "这笔借款的额度已到期关闭，不能再产生欠款。请与资金方另行处理。";
            "The line is closed", "Nothing can be owed on it again. Settle it with the funder otherwise.";
        },
        CorrectionRefusal::LimitExceeded { over } => {
            let over = over.grouped();
            words! {
                "会超过授信额度", "冲正后超出额度 {over} 元：还款释放的额度已经用掉。请在额度还回后再办，或另行补偿。";
                "The line would be over its limit", "By {over} yuan: what the payment had given back was drawn again. Wait until it is repaid, or make it good otherwise.";
            }
        }
        CorrectionRefusal::PayoutUnderWay => words! {
            "这笔还款正在代付", "代付还没有发出，或银行已拒付。发出并确认后再更正；拒付的请先处理代付。";
            "The payment is being paid out", "The payout was not sent yet, or the bank has refused it. Wait until it is sent, or deal with it first.";
        },
        CorrectionRefusal::NotMisplaced => words! {
            "这笔充值不能转到那个账户", "请核对充值流水和账户编号：流水须是本账户的充值，且没有转过；编号须是另一个支付账户。";
            "The top-up cannot go there", "It has to have topped this wallet up and never been moved, and the number has to be another wallet's.";
        },
        CorrectionRefusal::MoneyGone { missing } => {
            let missing = missing.grouped();
            words! {
                "这笔钱已经用掉一部分", "账户里还差 {missing} 元，不能全额转出。请先与代理商核实。";
                "Part of the money is gone", "{missing} yuan are missing in the wallet. Ask the agent first.";
            }
        }
        CorrectionRefusal::Waiver(refusal) => waiver(refusal),
    }
}

fn waiver(refusal: &WaiverRefusal) -> Words {
    match refusal {
        WaiverRefusal::NotPositive => words! {
            "减免金额必须大于零", "请填写要减免的金额。";
            "A waiver is of more than nothing", "Enter what is waived.";
        },
        WaiverRefusal::AboveOwed { owed } => {
            let owed = owed.grouped();
            words! {
                "超过今天的应还", "这一项今天一共 {owed} 元，最多减免这么多。";
                "More than is owed", "{owed} yuan of it are owed today; no more can be waived.";
            }
        }
        WaiverRefusal::BeforeLastPayment => words! {
            "这笔借款今天之后已有还款", "请刷新后查看。";
            "The loan was paid on a later date", "Reload and look.";
        },
        WaiverRefusal::OutOfRange => words! {
            "金额或天数超出可计算的范围", "请检查是否多输了零。";
            "That cannot be reckoned with", "Check amount and days for extra zeros.";
        },
    }
}
