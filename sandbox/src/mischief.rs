//! What can be made to go wrong, by a test or on the sandbox's page.

use serde::{Deserialize, Serialize};

/// What can be made to go wrong, so and so many times.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mischief {
    /// The order is accepted, and the answer comes after the caller has given up.
    PayoutTimeout,
    /// The order is lost on the way, and so is the answer.
    PayoutLost,
    PayoutReject,
    /// The bank fails before it has looked at the order.
    PayoutError,
    /// The last three movements come again.
    DuplicateFeed,
    /// Nothing comes, although there is something.
    LateFeed,
    FeedError,
    /// A line comes that nobody can read.
    GarbledFeed,
    /// The network does what it is told, and answers after the caller has given up.
    NetworkTimeout,
    /// The message is lost on the way, and so is the answer.
    NetworkLost,
    /// The network answers a code that nobody has told us of, and has done nothing.
    NetworkOdd,
    /// The payer has not enough money.
    NetworkNoMoney,
    /// The network says that the payer has not enough money, and takes it all the same.
    NetworkLate,
    /// The payer's card has expired.
    NetworkExpired,
    /// The network says that it does not know the order that it is asked about.
    NetworkForgets,
    /// The payer has ended the agreement at the bank.
    NetworkEnded,
    /// What the network has done it tells a minute later.
    CallbackLate,
    /// It does not tell it.
    CallbackLost,
    /// It tells it twice.
    CallbackTwice,
    /// It tells the opposite before.
    CallbackContrary,
    /// A debit is missing in the network's next file, and in its money.
    SettlementMissing,
    /// There is one in it that nobody has ordered.
    SettlementExtra,
    /// One stands there twice.
    SettlementTwice,
    /// There is a fen too much in it.
    SettlementAmount,
    /// The file is not there yet.
    SettlementLate,
    /// A file that was told before is told with other content.
    SettlementChanged,
    /// The message is sent, and the gateway answers after the caller has given up.
    SmsTimeout,
    /// The message is lost on the way, and so is the answer.
    SmsLost,
    /// A funder pays a fen too little.
    TransferShort,
    /// A funder pays twice.
    TransferTwice,
}

impl Mischief {
    pub const ALL: [Self; 30] = [
        Self::PayoutTimeout,
        Self::PayoutLost,
        Self::PayoutReject,
        Self::PayoutError,
        Self::DuplicateFeed,
        Self::LateFeed,
        Self::FeedError,
        Self::GarbledFeed,
        Self::NetworkTimeout,
        Self::NetworkLost,
        Self::NetworkOdd,
        Self::NetworkNoMoney,
        Self::NetworkLate,
        Self::NetworkExpired,
        Self::NetworkForgets,
        Self::NetworkEnded,
        Self::CallbackLate,
        Self::CallbackLost,
        Self::CallbackTwice,
        Self::CallbackContrary,
        Self::SettlementMissing,
        Self::SettlementExtra,
        Self::SettlementTwice,
        Self::SettlementAmount,
        Self::SettlementLate,
        Self::SettlementChanged,
        Self::SmsTimeout,
        Self::SmsLost,
        Self::TransferShort,
        Self::TransferTwice,
    ];

    /// What is asked for on the page.
    pub const fn words(self) -> &'static str {
        match self {
            Self::PayoutTimeout => "银行受理代付，答复超时",
            Self::PayoutLost => "代付指令丢失，没有答复",
            Self::PayoutReject => "银行拒绝代付",
            Self::PayoutError => "银行系统故障，没有受理代付",
            Self::DuplicateFeed => "银行推送重复最近三笔流水",
            Self::LateFeed => "银行推送延迟",
            Self::FeedError => "银行推送故障",
            Self::GarbledFeed => "银行推送中有无法识别的一行",
            Self::NetworkTimeout => "网络照办，答复超时",
            Self::NetworkLost => "网络报文丢失，没有答复",
            Self::NetworkOdd => "网络答复未知的业务码，什么也没做",
            Self::NetworkNoMoney => "扣款：余额不足",
            Self::NetworkLate => "扣款：答复余额不足，实际扣了款",
            Self::NetworkExpired => "扣款：银行卡已过期",
            Self::NetworkForgets => "查询：答复“没有这笔”",
            Self::NetworkEnded => "扣款前付款人在银行解约",
            Self::CallbackLate => "网络回调延迟一分钟",
            Self::CallbackLost => "网络回调丢失",
            Self::CallbackTwice => "网络回调重复",
            Self::CallbackContrary => "网络先回调相反的结果",
            Self::SettlementMissing => "清算文件少一笔",
            Self::SettlementExtra => "清算文件多一笔没有发起过的",
            Self::SettlementTwice => "清算文件有一笔重复",
            Self::SettlementAmount => "清算文件金额多一分",
            Self::SettlementLate => "清算文件延迟",
            Self::SettlementChanged => "清算文件再次下发时内容不同",
            Self::SmsTimeout => "短信已发，网关答复超时",
            Self::SmsLost => "短信丢失，没有答复",
            Self::TransferShort => "资金方少付一分",
            Self::TransferTwice => "资金方付款两次",
        }
    }

    /// By which it is asked for.
    pub fn code(self) -> String {
        serde_json::to_value(self).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
    }
}
