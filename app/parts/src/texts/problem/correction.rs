//! Of corrections of a loan's facts.

use domain::{correction::CorrectionRefusal, position::WaiverRefusal};

use super::Words;
use crate::words;

pub fn words(refusal: &CorrectionRefusal) -> Words {
    match refusal {
        CorrectionRefusal::NoSuchFact => words! {
            "没有这笔还款或减免", "它可能已经冲正或撤销，请刷新后查看。";
            "Repayment or waiver not found", "It may already have been reversed or undone. Refresh the page.";
        },
        CorrectionRefusal::NotPositive => words! {
            "金额须大于零", "请填写收到或减免的金额。";
            "The amount must be more than zero", "Enter the amount received or waived.";
        },
        CorrectionRefusal::DateOutside { on } => words! {
            "日期 {on} 不在借款期间内", "日期不能早于放款日，也不能晚于当前会计日。";
            "{on} is outside the loan period", "The date must be between the loan's credit date and the current business date.";
        },
        CorrectionRefusal::SameDate => words! {
            "日期没有变化", "请填写正确的收款日期。";
            "The date has not changed", "Enter the correct date of receipt.";
        },
        CorrectionRefusal::AboveOwed { owed } => {
            let owed = owed.grouped();
            words! {
                "超过当日应还总额", "当日应还共 {owed} 元，超出部分请与资金方核实。";
                "More than was owed", "{owed} yuan was owed that day. Check the rest with the funder.";
            }
        }
        CorrectionRefusal::ExcessElsewhere { excess } => {
            let excess = excess.grouped();
            words! {
                "资金方已收款项将超过应收", "更正后，资金方在平台外多收 {excess} 元。请先更正那笔平台外收款。";
                "The funder would be overpaid", "After this correction the funder would hold {excess} yuan too much, received outside the platform. Correct that payment first.";
            }
        }
        CorrectionRefusal::LimitExceeded { over } => {
            let over = over.grouped();
            words! {
                "更正后将超过授信额度", "更正后将超出额度 {over} 元：还款恢复的额度已再次支用。请待额度恢复后再办，或另行补偿。";
                "The credit limit would be exceeded", "By {over} yuan: the limit freed by the repayment has been drawn again. Wait until it is repaid, or compensate otherwise.";
            }
        }
        CorrectionRefusal::NotMisplaced => words! {
            "这笔充值不能转到那个账户", "请核对充值流水和账户编号：流水须为本账户的充值且未转出过；编号须为另一个支付账户。";
            "The top-up cannot be moved to that wallet", "The movement must be a top-up of this wallet that was never moved, and the number must be another wallet's.";
        },
        CorrectionRefusal::MoneyGone { missing } => {
            let missing = missing.grouped();
            words! {
                "这笔款项已部分使用", "账户余额还差 {missing} 元，不能全额转出。请先与代理商核实。";
                "Part of the money has been used", "The wallet is {missing} yuan short, so the full amount cannot be moved. Check with the agent first.";
            }
        }
        CorrectionRefusal::Waiver(refusal) => waiver(refusal),
    }
}

fn waiver(refusal: &WaiverRefusal) -> Words {
    match refusal {
        WaiverRefusal::NotPositive => words! {
            "减免金额须大于零", "请填写要减免的金额。";
            "The waived amount must be more than zero", "Enter the amount to waive.";
        },
        WaiverRefusal::AboveOwed { owed } => {
            let owed = owed.grouped();
            words! {
                "超过今天应还金额", "该项今天应还 {owed} 元，减免不能超过这一金额。";
                "More than is owed today", "{owed} yuan of this item is owed today. You cannot waive more.";
            }
        }
        WaiverRefusal::BeforeLastPayment => words! {
            "这笔借款今天之后已有还款", "请刷新后查看。";
            "The loan has a later repayment", "Refresh the page to see it.";
        },
        WaiverRefusal::PenaltyLeft { penalty } => {
            let penalty = penalty.grouped();
            words! {
                "罚息须先减免", "本息全部减免后还会留下罚息 {penalty} 元，请先减免罚息，再减免其余款项。";
                "Waive the penalty interest first", "{penalty} yuan of penalty interest would be left once nothing else is owed. Waive it first, then the rest.";
            }
        }
        WaiverRefusal::OutOfRange => words! {
            "金额或天数超出可计算的范围", "请检查是否多输了零。";
            "Amount or days out of range", "Check for extra zeros.";
        },
    }
}
