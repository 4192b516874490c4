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
                "可用余额不足", "最多可以转出 {available} 元。";
                "Not enough available", "At most {available} yuan can leave the wallet.";
            }
        }
        WithdrawalRefusal::Frozen => frozen(),
        WithdrawalRefusal::CarrierUnpayable => words! {
            "暂时不能预存", "运营商的收款账户还没有登记，请联系客服。没有扣款。";
            "The carrier cannot be paid yet", "Its account is not registered; please call us. Nothing was debited.";
        },
    }
}

pub fn frozen() -> Words {
    words! {
        "支付账户已冻结", "现在只能转入和还款，不能转出，也不能新借。首页写明了原因和解除办法。";
        "The wallet is frozen",
        "Money comes in and pays debts; none goes out and nothing new is lent. The home page says why, and what lifts it.";
    }
}

pub fn freeze(refusal: &FreezeRefusal) -> Words {
    match refusal {
        FreezeRefusal::ByItself => words! {
            "逾期冻结不能由人办理", "逾期时自动冻结，还清后自动解除。";
            "This freeze comes and goes by itself", "It begins when something is overdue and ends when that is paid.";
        },
        FreezeRefusal::Amount => words! {
            "金额与冻结原因不符", "司法冻结须填写金额，其他冻结不填。";
            "The amount does not fit the reason", "A court's freeze names an amount; no other does.";
        },
        FreezeRefusal::ExpiresOn => words! {
            "到期日有误", "须晚于今天；司法冻结必须填写到期日。";
            "The last day is not right", "It is after today; a court's freeze always has one.";
        },
        FreezeRefusal::NothingOwed => words! {
            "这笔借款已经结清", "结清的借款不能申请冻结。";
            "Nothing is owed on the loan", "A freeze is asked for while something is owed.";
        },
        FreezeRefusal::Lifted => words! {
            "冻结已经解除", "请刷新后查看，没有重复办理。";
            "It was lifted before", "Reload and look; nothing was done twice.";
        },
    }
}

pub fn day(refusal: &CloseDayRefusal) -> Words {
    match refusal {
        CloseDayRefusal::NotTheOpenDate { open_on } => words! {
            "会计日已经前进", "当前会计日是 {open_on}，请刷新后查看。";
            "The business date has moved on", "It is {open_on}. Reload and look.";
        },
        CloseDayRefusal::NotOver => words! {
            "这一天还没有结束", "会计日按北京时间结束后才能日终；演示环境一次最多前进一年。";
            "The day is not over",
            "A date is closed once it is over in China; the demonstration moves a year at most at once.";
        },
    }
}
