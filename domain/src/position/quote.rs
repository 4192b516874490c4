//! [`Quote`]: what a loan owes on a date, item by item.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::{Amount, calendar::iso_date};

/// What one due instalment still owes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub instalment: u32,
    #[serde(with = "iso_date")]
    pub due_on: Date,
    pub penalty: Amount,
    pub interest: Amount,
    pub principal: Amount,
}

impl Item {
    #[must_use]
    pub fn total(&self) -> Amount {
        self.penalty.plus(self.interest).plus(self.principal)
    }
}

/// Everything that a loan owes on a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    #[serde(with = "iso_date")]
    pub on: Date,
    /// Instalments due on or before the date that still owe something, oldest first.
    pub due: Vec<Item>,
    /// Interest of the running period up to the date.
    pub open_interest: Amount,
    /// Principal that is not due yet.
    pub open_principal: Amount,
    /// What paying all of `open_principal` costs on top.
    pub early_fee: Amount,
}

impl Quote {
    /// What is to be paid on the date: everything due on or before it.
    #[must_use]
    pub fn due_total(&self) -> Amount {
        self.due.iter().map(Item::total).sum()
    }

    /// What fell due strictly before the date and is unpaid.
    #[must_use]
    pub fn overdue_total(&self) -> Amount {
        self.due.iter().filter(|item| item.due_on < self.on).map(Item::total).sum()
    }

    /// What settles the loan on the date.
    #[must_use]
    pub fn payoff_total(&self) -> Amount {
        self.penalty().plus(self.interest()).plus(self.principal()).plus(self.early_fee)
    }

    /// The penalty interest of the payoff.
    #[must_use]
    pub fn penalty(&self) -> Amount {
        self.due.iter().map(|item| item.penalty).sum()
    }

    /// The interest of the payoff.
    #[must_use]
    pub fn interest(&self) -> Amount {
        self.due.iter().map(|item| item.interest).sum::<Amount>().plus(self.open_interest)
    }

    /// The principal of the payoff: all that is outstanding.
    #[must_use]
    pub fn principal(&self) -> Amount {
        self.due.iter().map(|item| item.principal).sum::<Amount>().plus(self.open_principal)
    }
}
