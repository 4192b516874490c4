//! Reserve accounts as two people register and end them: the institution's bank accounts for customers' money.

use serde::{Deserialize, Serialize};

use crate::{account_no, carrier::named};

/// The only currency there is, as ISO 4217 calls it.
pub const CURRENCY: &str = "CNY";
/// The longest name of a bank's interface, in characters.
const BANK_LIMIT: usize = 32;

/// What is registered of a reserve account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReserveAccountFacts {
    pub account_no: String,
    /// In whose name it is kept.
    pub name: String,
    /// The name of the bank whose interface is asked about it: small letters, digits, `_` and `-`.
    pub bank: String,
    /// What the bank and its branch are called.
    pub branch: String,
}

/// What two people decide of a reserve account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReserveAccountChange {
    Register(ReserveAccountFacts),
    /// Nothing is paid into it any more. It is still read: what comes all the same is not overlooked.
    End,
    /// Whether money that names nothing is known by the account and name that it comes from: an agent's own, or a carrier's.
    Recognise(bool),
}

/// Why a reserve account is not registered or ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ReserveAccountRefusal {
    #[error("a reserve account has a number, a name, a branch, and the name of its bank's interface")]
    Invalid,
    #[error("the account is registered already")]
    Taken,
    #[error("it has ended already")]
    Ended,
    #[error("it is so already")]
    Unchanged,
    #[error("what names no partner is paid into it")]
    Default,
    #[error("a partner pays into it")]
    InUse,
    #[error("it holds money, or payouts leave it")]
    NotEmpty,
}

impl ReserveAccountRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Invalid => "reserve_account.invalid",
            Self::Taken => "reserve_account.taken",
            Self::Ended => "reserve_account.ended",
            Self::Unchanged => "reserve_account.unchanged",
            Self::Default => "reserve_account.default",
            Self::InUse => "reserve_account.in_use",
            Self::NotEmpty => "reserve_account.not_empty",
        }
    }
}

impl ReserveAccountFacts {
    /// Reads what was typed.
    ///
    /// # Errors
    /// When a name is missing or too long, the number is none, or no interface can be called so.
    pub fn read(account_no: &str, name: &str, bank: &str, branch: &str) -> Result<Self, ReserveAccountRefusal> {
        let invalid = ReserveAccountRefusal::Invalid;
        let account_no = account_no::read(account_no).ok().flatten().ok_or(invalid.clone())?;
        let bank = bank.trim();
        let fits = bank.len() <= BANK_LIMIT
            && bank.starts_with(|letter: char| letter.is_ascii_lowercase())
            && bank.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte));
        match (named(name), named(branch)) {
            (Some(name), Some(branch)) if fits => Ok(Self { account_no, name, bank: bank.to_owned(), branch }),
            _ => Err(invalid),
        }
    }

    /// Whether they are as they are read.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn check(&self) -> Result<(), ReserveAccountRefusal> {
        let read = Self::read(&self.account_no, &self.name, &self.bank, &self.branch)?;
        if read == *self { Ok(()) } else { Err(ReserveAccountRefusal::Invalid) }
    }
}

/// A reserve account, as far as changing it needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReserveAccountUse {
    pub ended: bool,
    /// What names no partner is paid into it.
    pub default: bool,
    /// Whether a partner pays into it.
    pub of_partners: bool,
    /// It holds nothing, and no payout is to leave it.
    pub empty: bool,
    /// Money is known by whose account it comes from.
    pub recognises: bool,
}

impl ReserveAccountUse {
    /// Whether it may end.
    ///
    /// # Errors
    /// The first reason why not.
    pub const fn end(self) -> Result<(), ReserveAccountRefusal> {
        if self.ended {
            Err(ReserveAccountRefusal::Ended)
        } else if self.default {
            Err(ReserveAccountRefusal::Default)
        } else if self.of_partners {
            Err(ReserveAccountRefusal::InUse)
        } else if self.empty {
            Ok(())
        } else {
            Err(ReserveAccountRefusal::NotEmpty)
        }
    }

    /// Whether it may recognise whose money comes, or no longer.
    ///
    /// # Errors
    /// When it has ended, or does so already.
    pub const fn recognise(self, wanted: bool) -> Result<(), ReserveAccountRefusal> {
        if self.ended {
            Err(ReserveAccountRefusal::Ended)
        } else if self.recognises == wanted {
            Err(ReserveAccountRefusal::Unchanged)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_of_a_reserve_account_is_read_in_one_form_or_not_at_all() {
        let read = |bank| ReserveAccountFacts::read("6222 0202 0011 2233", "联融支付客户备付金", bank, "建行重庆分行");
        let facts = read("main").unwrap();
        assert_eq!((facts.account_no.as_str(), facts.check()), ("6222020200112233", Ok(())));
        assert!(read("ccb-2_a").is_ok());
        for bank in ["", "Main", "2ccb", "c cb", "建行", &"a".repeat(BANK_LIMIT + 1)] {
            assert_eq!(read(bank), Err(ReserveAccountRefusal::Invalid), "{bank}");
        }
        let short = ReserveAccountFacts { account_no: "1".to_owned(), ..facts };
        assert_eq!(short.check(), Err(ReserveAccountRefusal::Invalid));
    }

    #[test]
    fn an_account_ends_when_nothing_is_or_comes_there() {
        let free =
            ReserveAccountUse { ended: false, default: false, of_partners: false, empty: true, recognises: true };
        for (account, expected) in [
            (free, Ok(())),
            (ReserveAccountUse { ended: true, ..free }, Err(ReserveAccountRefusal::Ended)),
            (ReserveAccountUse { default: true, ..free }, Err(ReserveAccountRefusal::Default)),
            (ReserveAccountUse { of_partners: true, ..free }, Err(ReserveAccountRefusal::InUse)),
            (ReserveAccountUse { empty: false, ..free }, Err(ReserveAccountRefusal::NotEmpty)),
        ] {
            assert_eq!(account.end(), expected, "{account:?}");
        }
        assert_eq!(free.recognise(false), Ok(()));
        assert_eq!(free.recognise(true), Err(ReserveAccountRefusal::Unchanged));
        let ended = ReserveAccountUse { ended: true, ..free };
        assert_eq!(ended.recognise(false), Err(ReserveAccountRefusal::Ended));
    }
}
