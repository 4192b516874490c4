//! The carrier of the demonstration, which pays what its files of commissions come to on the day that it has announced.

use time::{Date, macros::date};

use crate::bank::Receipt;

/// What it pays: of which month, when, and how much in fen.
pub struct Commissions {
    pub month: &'static str,
    pub on: Date,
    amount: i64,
}

/// As much as the demonstration's files give.
pub const COMMISSIONS: [Commissions; 1] =
    [Commissions { month: "2026-10", on: date!(2026 - 11 - 25), amount: 200_901_987 }];

impl Commissions {
    pub fn receipt(&self) -> Receipt {
        Receipt {
            amount: self.amount,
            payer_account: "11001045300053001234".to_owned(),
            payer_name: "华信通信有限公司".to_owned(),
            payer_bank: "中国工商银行北京分行".to_owned(),
            remittance: format!("{}代理商佣金", self.month),
        }
    }
}
