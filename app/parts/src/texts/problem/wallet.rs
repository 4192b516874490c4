//! Of a wallet and its freezes, and of the close of a day.

use domain::{freeze::FreezeRefusal, withdrawal::WithdrawalRefusal};
use services::end_of_day::CloseDayRefusal;

use super::{Words, amount_not_positive};
use crate::words;

pub fn withdrawal(refusal: &WithdrawalRefusal) -> Words {
    match refusal {
        WithdrawalRefusal::AmountNotPositive => amount_not_positive(),
        WithdrawalRefusal::InsufficientBalance { available, .. } => {
            let available = available.grouped();
            words! {
                "可用余额不足", "最多可转出 {available} 元。";
                "Insufficient available balance", "You can move out up to {available} yuan.";
            }
        }
        WithdrawalRefusal::Frozen => frozen(),
        WithdrawalRefusal::CarrierUnpayable => words! {
            "暂时不能预存", "运营商的收款账户尚未登记，请联系客服。未扣款。";
            "Prepayment unavailable", "The carrier's account is not registered yet. Contact us. Nothing was debited.";
        },
    }
}

pub fn frozen() -> Words {
    words! {
        "支付账户已冻结", "目前只能转入和还款，不能转出，也不能新借款。原因和解除方式见首页。";
        "The wallet is frozen",
        "You can receive money and repay, but not move money out or borrow. See the home page for the reason and how to lift it.";
    }
}

pub fn freeze(refusal: &FreezeRefusal) -> Words {
    match refusal {
        FreezeRefusal::ByItself => words! {
            "逾期冻结不能手工办理", "逾期时自动冻结，还清逾期款项后自动解除。";
            "Overdue freezes are automatic", "They start when a loan becomes overdue and end once the overdue amount is paid.";
        },
        FreezeRefusal::Amount => words! {
            "金额与冻结原因不符", "司法冻结须填写金额，其他冻结不填。";
            "The amount does not match the reason", "Court freezes need an amount; other freezes have none.";
        },
        FreezeRefusal::ExpiresOn => words! {
            "到期日有误", "须晚于今天；司法冻结必须填写到期日。";
            "Invalid expiry date", "It must be after today, and is required for court freezes.";
        },
        FreezeRefusal::AskedBy => words! {
            "申请方有误", "司法冻结须填写法院名称和案号，资金方申请须填写资金方名称，最多 100 字；风险控制不填。";
            "Check who asked for it",
            "Give the court's name and case number, or the funder's name, in up to 100 characters. Leave it empty for risk control.";
        },
        FreezeRefusal::NothingOwed => words! {
            "这笔借款已不欠贵司款项", "已结清或已转让的借款不能申请冻结。";
            "Nothing is owed to you on this loan", "You cannot request a freeze for a settled or transferred loan.";
        },
        FreezeRefusal::NotACourts => words! {
            "只有司法冻结可以扣划", "请选择生效中的司法冻结。";
            "Only a court freeze can be deducted from", "Choose a court freeze that is active.";
        },
        FreezeRefusal::AboveHeld { held } => {
            let held = held.grouped();
            words! {
                "超过该冻结实际冻结的金额", "最多可扣划 {held} 元，且须大于零。";
                "More than this freeze holds", "Up to {held} yuan can be deducted, and it must be above zero.";
            }
        }
        FreezeRefusal::Lifted => words! {
            "冻结已经解除", "请刷新后查看，没有重复办理。";
            "The freeze has already been lifted", "Refresh the page. Nothing was done twice.";
        },
    }
}

pub fn day(refusal: &CloseDayRefusal) -> Words {
    match refusal {
        CloseDayRefusal::NotTheOpenDate { open_on } => words! {
            "会计日已切换", "当前会计日是 {open_on}，请刷新后查看。";
            "The business date has moved on", "The current business date is {open_on}. Refresh the page.";
        },
        CloseDayRefusal::NotOver => words! {
            "这一天还没有结束", "会计日按北京时间结束后才能日终；演示环境一次最多前进一年。";
            "The day is not over yet",
            "A business date can be closed once it has ended in Beijing time. The demonstration moves ahead by one year at most.";
        },
    }
}
