//! Carriers as two people register them: who pays its agents through the institution, and out of which account.

use serde::{Deserialize, Serialize};

use crate::account_no;

/// The longest name, in characters.
const NAME_LIMIT: usize = 100;

/// What is registered of a carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierFacts {
    /// The registered name, which its bank account has too.
    pub name: String,
    /// The account that its commissions come from, and that agents prepay.
    pub account_no: String,
    pub bank_name: String,
}

/// What two people decide of a carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CarrierChange {
    Register(CarrierFacts),
    /// From now on its money is known by these.
    Change(CarrierFacts),
}

/// Why a carrier is not registered or changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum CarrierRefusal {
    #[error("a carrier has a name, the number of an account, and a bank")]
    Invalid,
    #[error("another carrier has the name")]
    NameTaken,
    #[error("another carrier has the account")]
    AccountTaken,
    #[error("that is how it is registered")]
    Unchanged,
}

impl CarrierRefusal {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Invalid => "carrier.invalid",
            Self::NameTaken => "carrier.name_taken",
            Self::AccountTaken => "carrier.account_taken",
            Self::Unchanged => "carrier.unchanged",
        }
    }
}

impl CarrierFacts {
    /// Reads what was typed.
    ///
    /// # Errors
    /// When a name is missing or too long, or the account's number is none.
    pub fn read(name: &str, account_no: &str, bank_name: &str) -> Result<Self, CarrierRefusal> {
        let account_no = account_no::read(account_no).ok().flatten().ok_or(CarrierRefusal::Invalid)?;
        let (name, bank_name) = (named(name), named(bank_name));
        let (name, bank_name) = name.zip(bank_name).ok_or(CarrierRefusal::Invalid)?;
        Ok(Self { name, account_no, bank_name })
    }

    /// Whether they are as they are read.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn check(&self) -> Result<(), CarrierRefusal> {
        let read = Self::read(&self.name, &self.account_no, &self.bank_name)?;
        if read == *self { Ok(()) } else { Err(CarrierRefusal::Invalid) }
    }
}

impl CarrierChange {
    #[must_use]
    pub const fn facts(&self) -> &CarrierFacts {
        match self {
            Self::Register(facts) | Self::Change(facts) => facts,
        }
    }
}

/// A name of somebody or of a bank, without blanks around it.
pub(crate) fn named(text: &str) -> Option<String> {
    let name = text.trim();
    let fits = !name.is_empty() && name.chars().count() <= NAME_LIMIT && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_of_a_carrier_is_read_in_one_form_or_not_at_all() {
        let read = CarrierFacts::read(" 华信通信有限公司 ", "1100 1045-3000 5300 1234", "中国建设银行").unwrap();
        assert_eq!((read.name.as_str(), read.account_no.as_str()), ("华信通信有限公司", "11001045300053001234"));
        assert_eq!(read.check(), Ok(()));
        for (name, account_no, bank) in [
            ("", "11001045300053001234", "建行"),
            ("华信", "", "建行"),
            ("华信", "1100****1234", "建行"),
            ("华信", "11001045300053001234", " "),
            ("华\u{7}信", "11001045300053001234", "建行"),
            (&"长".repeat(NAME_LIMIT + 1), "11001045300053001234", "建行"),
        ] {
            assert_eq!(CarrierFacts::read(name, account_no, bank), Err(CarrierRefusal::Invalid), "{name} {account_no}");
        }
        let blank = CarrierFacts { name: format!("{} ", read.name), ..read };
        assert_eq!(blank.check(), Err(CarrierRefusal::Invalid));
    }
}
